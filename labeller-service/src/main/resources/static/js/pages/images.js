import { ApiError } from "../sync/api.js";
import { Desk } from "../sync/page-session.js";
import { byId, element, setText } from "../ui/dom.js";
import { percent, shortId } from "../ui/format.js";
import { exportPath, getHistory, getImages } from "../images/images-api.js";
import { happened } from "../images/import-summary.js";
import { ask, whoIsIn } from "../access/current-person.js";
import { includes } from "../access/settings-page.js";
import { moved } from "../bulk/image-sheet.js";
import { startShell } from "../ui/header.js";
import { sentence, untilAnswered } from "../sync/retry.js";
import { startUploads } from "../images/uploads.js";

const FILTERS = ["digit", "state", "split", "annotator", "below", "id"];
const MOST_EMPTY = 10; // parts of the pool without a match that are looked through before a person is asked
const TYPING_MS = 250;
const LATER_MS = 1_000;

startShell();
byId("digit").append(...Array.from({ length: 10 }, (_, d) => element("option", { value: d }, String(d))));
const desk = new Desk("images", await whoIsIn(), {});
const grid = byId("grid");
let next = null;
let asked = 0;
let timer = null;
let actor = null;

startUploads(() => later(LATER_MS));
byId("filter").addEventListener("submit", (event) => event.preventDefault());
byId("filter").addEventListener("input", ({ target }) => later(target.id === "id" ? TYPING_MS : 0));
byId("more").addEventListener("click", () => more());
byId("close").addEventListener("click", () => byId("history").close());
grid.addEventListener("click", ({ target }) => target.closest(".cell") && showHistory(target.closest(".cell")));
grid.addEventListener("keydown", (event) => {
  const cells = [...grid.children];
  const columns = getComputedStyle(grid).gridTemplateColumns.split(" ").length;
  const to = moved(event.key, cells.indexOf(document.activeElement), cells.length, columns);
  if (to === null || !cells[to]) return;
  event.preventDefault();
  for (const [i, cell] of cells.entries()) cell.tabIndex = i === to ? 0 : -1;
  cells[to].focus();
});
for (const button of document.querySelectorAll("[data-format]"))
  button.addEventListener("click", () => {
    const position = byId("position");
    if (position.reportValidity()) location.assign(exportPath(button.dataset.format, position.value));
  });
desk.start();
find();
actor = await ask((error) => desk.trouble("session", error));
byId("annotator").append(element("option", { value: actor.id }, "Me"));
byId("exports").hidden = !includes(actor.role, "reviewer");

function later(ms) {
  clearTimeout(timer);
  timer = setTimeout(find, ms);
}

/** Looks for the images anew. */
function find() {
  next = null;
  return more(true);
}

async function more(anew = false) {
  const mine = ++asked;
  const filter = Object.fromEntries(FILTERS.map((name) => [name, byId(name).value.trim()]));
  byId("more").hidden = true;
  grid.setAttribute("aria-busy", anew);
  try {
    const found = [];
    for (let part = 0; part === 0 || (found.length === 0 && next !== null && part < MOST_EMPTY); part++) {
      const page = await untilAnswered(async () => (mine === asked ? getImages(filter, next) : null), waiting);
      if (mine !== asked) return;
      found.push(...page.images);
      next = page.next;
    }
    if (anew) grid.replaceChildren();
    grid.append(...found.map(newCell));
    if (grid.firstElementChild && !grid.querySelector('[tabindex="0"]')) grid.firstElementChild.tabIndex = 0;
    byId("more").hidden = next === null;
    setText(byId("message"), grid.children.length > 0 ? "" : noneOf(filter));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (mine !== asked) return;
    if (anew) grid.replaceChildren();
    setText(byId("message"), sentence(error));
  }
  grid.setAttribute("aria-busy", false);
}

function waiting(error) {
  desk.trouble("images", error);
  if (error) setText(byId("message"), sentence(error, "This page keeps trying."));
}

function noneOf(filter) {
  if (next !== null) return "None among the latest.";
  const all = Object.values(filter).every((value) => value === "");
  return all ? "No images yet. Drop some above, or draw one." : "No images match.";
}

function newCell({ image, digit, rejected, split, predicted, png }) {
  const label = digit === null ? "–" : String(digit);
  const read = predicted ? `read ${predicted.digit}, ${percent(predicted.confidence, 0)}` : "not read yet";
  const doubt = !rejected && digit !== null && predicted !== null && predicted.digit !== digit;
  const caption = () => {
    if (rejected) return "no digit";
    if (!predicted) return label;
    if (doubt) return `${label}, read ${predicted.digit}`;
    return `${digit === null ? `${predicted.digit}?` : label} · ${percent(predicted.confidence, 0)}`;
  };
  return element(
    "button",
    {
      type: "button",
      className: "cell",
      tabIndex: -1,
      title: `${shortId(image)}, ${split}, ${read}`,
      data: { image, png, doubt },
    },
    element("span", { className: "paper" }, element("img", { className: "digit", src: png, alt: "", width: 28, height: 28, loading: "lazy" })),
    element("span", { className: "cell-text" }, caption()),
    element("span", { className: "visually-hidden" }, `${digit === null && !rejected ? "without a label, " : ""}${read}, ${split}`),
  );
}

async function showHistory({ dataset: { image, png } }) {
  byId("picture").src = png;
  setText(byId("history-id"), image);
  say("One moment.");
  byId("history").showModal();
  const isOpen = () => byId("history").open && byId("history-id").textContent === image;
  try {
    const events = await untilAnswered(
      async () => isOpen() && getHistory(image),
      (error) => error && isOpen() && say(sentence(error, "This page keeps trying.")),
    );
    if (isOpen()) byId("timeline").replaceChildren(...events.map(newEvent));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    say(sentence(error));
  }
}

/** In place of the timeline. */
function say(text) {
  byId("timeline").replaceChildren(element("li", { className: "said" }, text));
}

function newEvent(event) {
  const at = new Date(event.at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });
  const who = event.actor === actor?.id ? "you" : shortId(event.actor);
  const line = `${at} · ${who} · position ${event.position}`;
  return element("li", {}, element("div", {}, happened(event)), element("div", { className: "hint" }, line));
}
