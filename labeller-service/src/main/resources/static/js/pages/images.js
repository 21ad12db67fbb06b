import { askWhoIsSignedIn, currentPerson } from "../access/current-person.js";
import { roleIncludes } from "../access/roles.js";
import { openHistory, startHistoryDialog } from "../images/history-dialog.js";
import { newImageCell } from "../images/image-cell.js";
import { decideAside, exportPath, getImages } from "../images/images-api.js";
import { DECISIONS_BY_KEY, newPutAsideCard } from "../images/put-aside-card.js";
import { startUploads } from "../images/uploads.js";
import { ApiError } from "../sync/api.js";
import { randomId } from "../sync/ids.js";
import { PageSession } from "../sync/page-session.js";
import { untilAnswered } from "../sync/retry.js";
import { byId, element, setText } from "../ui/dom.js";
import { errorText } from "../ui/error-text.js";
import { columnsOf, indexAfterKey } from "../ui/grid-keys.js";
import { showError, showHealth, startHeader } from "../ui/header.js";

const FILTERS = ["digit", "state", "split", "annotator", "below", "id"];
const OF_OTHERS = ["state", "split", "annotator", "below"]; // filters that tell of other people's labels
const ASIDE = ["put-aside", "left-out"]; // states whose images are shown beside their twins
const MOST_EMPTY_PAGES = 10; // pages of the pool without a match, before the person is asked whether to search on
const AFTER_TYPING_MS = 250;
const AFTER_IMPORT_MS = 1_000;

startHeader();
byId("digit").append(...Array.from({ length: 10 }, (_, d) => element("option", { value: d }, String(d))));
const pageSession = new PageSession({ page: "images", person: await currentPerson(showError), showHealth });
const grid = byId("grid");
let next = null; // where the next page of images begins; null at the end
let searches = 0; // who awaits an answer learns from it whether another search was begun meanwhile
let searchTimer = null;
let me = null;

startUploads(() => searchIn(AFTER_IMPORT_MS));
startHistoryDialog();
byId("filter").addEventListener("submit", (event) => event.preventDefault());
byId("filter").addEventListener("input", ({ target }) => searchIn(target.id === "id" ? AFTER_TYPING_MS : 0));
byId("more").addEventListener("click", () => showMore());
grid.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-decision]");
  if (button) decide(button.closest(".pair"), button.dataset.decision);
  const cell = target.closest(".cell");
  if (cell) openHistory(cell.dataset, () => me?.id, me !== null && roleIncludes(me.role, "reviewer"));
});
grid.addEventListener("keydown", (event) => {
  const cells = [...grid.children];
  const current = cells.findIndex((cell) => cell.contains(document.activeElement));
  const decision = DECISIONS_BY_KEY[event.key.toLowerCase()];
  if (decision && !event.repeat && cells[current]?.querySelector(`[data-decision="${decision}"]`))
    return decide(cells[current], decision);
  const to = indexAfterKey(event.key, current, cells.length, columnsOf(grid));
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
pageSession.start();
search();
me = await askWhoIsSignedIn((error) => pageSession.setError("session", error));
byId("annotator").append(element("option", { value: me.id }, "Me"));
byId("exports").hidden = !roleIncludes(me.role, "reviewer");
if (ASIDE.includes(byId("state").value)) search(); // now with what a reviewer may decide

function searchIn(ms) {
  clearTimeout(searchTimer);
  searchTimer = setTimeout(search, ms);
}

/** Shows the first images that match the filter. */
function search() {
  next = null;
  return showMore(true);
}

/** @param anew  whether the images replace those on show */
async function showMore(anew = false) {
  const mine = ++searches;
  const filter = Object.fromEntries(FILTERS.map((name) => [name, byId(name).value.trim()]));
  byId("more").hidden = true;
  grid.setAttribute("aria-busy", anew);
  try {
    const found = [];
    for (let page = 0; page === 0 || (found.length === 0 && next !== null && page < MOST_EMPTY_PAGES); page++) {
      const answer = await untilAnswered(async () => (mine === searches ? getImages(filter, next) : null), showRetry);
      if (mine !== searches) return;
      found.push(...answer.images);
      next = answer.next;
      showWhose(answer.own === true);
    }
    if (anew) grid.replaceChildren();
    const pairs = ASIDE.includes(filter.state);
    grid.dataset.pairs = pairs;
    const mayDecide = me !== null && roleIncludes(me.role, "reviewer");
    grid.append(...found.map((image) => (pairs && image.twin ? newPutAsideCard(image, mayDecide) : newImageCell(image))));
    if (grid.firstElementChild && !grid.querySelector('[tabindex="0"]')) grid.firstElementChild.tabIndex = 0;
    byId("more").hidden = next === null;
    setText(byId("message"), grid.children.length > 0 ? "" : noMatchText(filter));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (mine !== searches) return;
    if (anew) grid.replaceChildren();
    setText(byId("message"), errorText(error));
  }
  grid.setAttribute("aria-busy", false);
}

/** @param own  whether the server shows this person their own labels alone */
function showWhose(own) {
  byId("own").hidden = !own;
  for (const id of OF_OTHERS) {
    byId(id).closest("label").hidden = own;
    if (own) byId(id).value = "";
  }
}

/** Decides about a near-duplicate; the next one gets the focus. */
async function decide(card, decision) {
  if (card.dataset.busy) return;
  card.dataset.busy = true;
  try {
    const key = randomId();
    await untilAnswered(() => decideAside(card.dataset.image, decision, key), showRetry);
    const following = card.nextElementSibling ?? card.previousElementSibling;
    card.remove();
    if (following) following.tabIndex = 0;
    (following ?? grid).focus();
    setText(byId("message"), decision === "take-in" ? "In use." : "Left out.");
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    delete card.dataset.busy;
    setText(byId("message"), errorText(error));
  }
}

function showRetry(error) {
  pageSession.setError("images", error);
  if (error) setText(byId("message"), errorText(error, "This page keeps trying."));
}

function noMatchText(filter) {
  if (next !== null) return "No match among the newest images.";
  const isEmpty = Object.values(filter).every((value) => value === "");
  if (isEmpty && !byId("own").hidden) return "You have not labelled any image yet.";
  return isEmpty ? "No images yet. Drop some above, or draw one." : "No images match.";
}
