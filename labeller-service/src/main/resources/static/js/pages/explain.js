import { currentPerson } from "../access/current-person.js";
import { addressOf, readAddress } from "../explain/address.js";
import { hideCard, showCard, showPath } from "../explain/card-view.js";
import { hasCard, placeOnPath } from "../explain/chapters.js";
import { markImage, oneOfEach, showAge, showDigits, showImages, showReading, startChoiceBar } from "../explain/choice-bar.js";
import { getExplanation, getLabelledImages } from "../explain/explain-api.js";
import { problemOf } from "../explain/words.js";
import { ApiError } from "../sync/api.js";
import { PageSession } from "../sync/page-session.js";
import { byId, element, setText } from "../ui/dom.js";
import { showError, showHealth, startHeader } from "../ui/header.js";
import { onThemeChange } from "../ui/theme.js";

const CHOICE = 100; // of the newest labelled images one of each digit is offered
const FIRST_DIGIT = 2; // the lesson's
const WAYS = {
  label: ["Label some images", () => location.assign("/")],
  latest: ["Show the latest network", () => change({ step: null, checkpoint: null })],
  image: ["Take another image", () => change({ image: null, digit: null })],
  again: ["Try again", () => load()],
};

startHeader();
const still = matchMedia("(prefers-reduced-motion: reduce)");
const wide = matchMedia("(min-width: 60rem)");
let state = readAddress(location, hasCard);
let explanation = null;
let offering = null; // a promise of one labelled image of each digit
let loads = 0; // who awaits an answer learns from it whether another was asked for meanwhile
const memories = new Map(); // by card: what its picture keeps while the reader is elsewhere

const pageSession = new PageSession({ page: "explain", person: await currentPerson(showError), showHealth });
startChoiceBar({
  image: (image) => change({ image, drawing: null, digit: null }),
  digit: (digit) => change({ digit }),
  age: (age) => change(age),
});
addEventListener("popstate", () => {
  const before = state;
  state = readAddress(location, hasCard);
  if (isSameQuestion(before, state)) showAll();
  else load();
});
document.addEventListener("click", followCardLink);
document.querySelector(".skip-link").addEventListener("click", (event) => {
  event.preventDefault(); // what is behind the address's hash may be a drawing
  byId("card-title").focus();
});
onThemeChange(() => explanation && showAll());
const openPath = () => (byId("path").open = wide.matches);
wide.addEventListener("change", openPath);
openPath();
pageSession.start();
load();
offerImages();

const isSameQuestion = (one, other) =>
  ["image", "step", "checkpoint", "digit"].every((name) => one[name] === other[name]) && String(one.drawing) === String(other.drawing);

/** Changes what is asked for, in the address as well. */
function change(part) {
  state = { ...state, ...part };
  history.replaceState(null, "", addressOf(state));
  load();
}

/** Goes to another card, which becomes a page of its own for the browser's Back. */
function followCardLink(event) {
  const link = event.target.closest("a[data-card]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  state = { ...state, card: link.dataset.card };
  history.pushState(null, "", addressOf(state));
  if (!wide.matches) byId("path").open = false;
  showAll();
  byId("card-title").focus();
  scrollTo({ top: 0 });
}

/** Asks for the explanation of what is chosen, and shows it. */
async function load() {
  const mine = ++loads;
  showChoice();
  byId("card").setAttribute("aria-busy", "true");
  try {
    if (!state.image && !state.drawing) {
      const offered = await offer();
      if (mine !== loads) return;
      if (offered.length === 0) return showProblem({ text: "No image has a label yet, so that none can be explained.", way: "label" });
      state = { ...state, image: (offered.find(({ digit }) => digit === FIRST_DIGIT) ?? offered[0]).image };
      history.replaceState(null, "", addressOf(state));
    }
    const answer = await getExplanation(state);
    if (mine !== loads) return;
    explanation = answer;
    pageSession.setError("explain", null);
    showProblem(null);
    showAll();
  } catch (error) {
    if (mine !== loads) return;
    if (error instanceof ApiError) pageSession.setError("explain", error.temporary ? error : null);
    showProblem(problemOf(error, state));
  }
}

/** Images to choose from; they are asked for once, and again after an error. */
function offer() {
  offering ??= getLabelledImages(CHOICE)
    .then(oneOfEach)
    .catch((error) => {
      offering = null;
      throw error;
    });
  return offering;
}

/** Shows images to choose from; the page works without them. */
async function offerImages() {
  try {
    showImages(await offer(), state.image);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

/** One plain line in place of the picture, with the way out; null shows the picture again. */
function showProblem(problem) {
  byId("card").setAttribute("aria-busy", "false");
  byId("problem").hidden = problem === null;
  if (problem === null) return;
  explanation = null;
  hideCard();
  showChoice();
  setText(byId("problem-text"), problem.text);
  const [text, go] = WAYS[problem.way] ?? [];
  const way = text ? [element("button", { type: "button", className: "secondary" }, text)] : [];
  way[0]?.addEventListener("click", () => {
    byId("card-title").focus(); // the button goes away
    go();
  });
  byId("problem-way").replaceChildren(...way);
}

function showChoice() {
  showAge(state);
  markImage(state.image);
  showDigits(explanation, state.digit ?? explanation?.digit ?? null);
  showReading(explanation);
  const card = showPath(state.card, (id) => addressOf({ ...state, card: id }));
  document.title = `${card.title} - Explain - Nudge`;
}

function showAll() {
  showChoice();
  if (!explanation) return;
  const { card } = placeOnPath(state.card);
  if (!memories.has(card)) memories.set(card, {});
  showCard(card, explanation, neuronOf(explanation), {
    select: (layer, index) => {
      state = { ...state, neuron: { layer, index } };
      history.replaceState(null, "", addressOf(state));
      showAll();
    },
    want: (digit) => change({ digit }),
    redraw: showAll,
    memory: memories.get(card),
    still: still.matches,
  });
}

/** The neuron that is looked at: that of the address if this network has it, else the output of the wanted digit. */
function neuronOf({ sizes, last, digit }) {
  const { neuron } = state;
  return neuron && neuron.layer > 0 && neuron.index < (sizes[neuron.layer] ?? 0) ? neuron : { layer: last, index: digit };
}
