import { currentPerson } from "../access/current-person.js";
import { ImageSheet } from "../bulk/image-sheet.js";
import { clearGrid, currentImage, fillGrid, moveByKey, showMark, startGrid } from "../bulk/sheet-grid.js";
import { SheetOutbox } from "../bulk/sheet-outbox.js";
import { SheetSender } from "../bulk/sheet-sender.js";
import { ApiError, getBulkTasks, sendBulkLabels } from "../sync/api.js";
import { randomId } from "../sync/ids.js";
import { PageSession } from "../sync/page-session.js";
import { keepOnlyPicturesOf, loadPictures } from "../sync/pictures.js";
import { browserStorage, readJson, tabStorage } from "../sync/storage.js";
import { byId, element, setText } from "../ui/dom.js";
import { errorText } from "../ui/error-text.js";
import { plural } from "../ui/format.js";
import { showError, showHealth, startHeader } from "../ui/header.js";
import { keyCommand } from "../ui/key-commands.js";
import { isStopped, STOPPED_MS, showNoImages, whyRequestFailed } from "../ui/no-images.js";
import { SeenGuard } from "../ui/seen-guard.js";

const SHEET_SIZE = 40;
const DIGIT = "nudge.bulk-digit";
const RETRY_MS = 2_500;
const MOST_KEPT = 10; // sheets that can still be undone after a reload

const digitButtons = Array.from({ length: 10 }, (_, d) =>
  element("button", { type: "button", className: "pick", textContent: d, data: { digit: d }, aria: { label: `Images read as ${d}` } }),
);

startHeader();
byId("digits").append(...digitButtons);
const person = await currentPerson(showError);
const outbox = new SheetOutbox({ storage: browserStorage, person });
const pageSession = new PageSession({
  page: "bulk",
  person,
  on: { checkpoint: () => state === "no-model" && open(digit) },
  showHealth,
  countUnsent: () => outbox.size,
});
const sender = new SheetSender({
  outbox,
  send: sendBulkLabels,
  isOnline: () => navigator.onLine,
  on: {
    changed: () => pageSession.updateHealth(),
    error: (error) => pageSession.setError("bulk", error),
    acknowledged: showAnswer,
    delayed: ({ labels }) => setText(byId("note"), `${plural(labels.length, "label")} not sent yet; trying again`),
    refused: (_, error) => setText(byId("note"), `Not accepted: ${errorText(error)}`),
  },
});
const KEPT = `nudge.bulk-confirmed.${person}`;
// The confirmed sheets, the last one at the end: {sheet, key} of each. A reload keeps some.
const confirmed = (readJson(tabStorage, KEPT) ?? []).map(({ sheet: kept, key }) => ({ sheet: ImageSheet.fromJSON(kept), key }));
let digit = Number(tabStorage.getItem(DIGIT) ?? 0);
let sheet = null; // the one on show
let nextSheet = null; // Promise of the sheet after it
let setAside = []; // sheets that made room for one that was taken back: they come next
let state = "loading"; // "sheet", or why none is on show
let shows = 0; // counts the changes of the sheet: who awaited one learns whether another came in between
let retryTimer = null;
const seen = new SeenGuard(() => [...document.querySelectorAll(".cell img")]);

/** Shows the first sheet of a digit. */
async function open(wanted) {
  chooseDigit(wanted);
  sheet = null;
  await showNextSheet();
}

function chooseDigit(wanted) {
  digit = wanted;
  tabStorage.setItem(DIGIT, digit);
  nextSheet = null;
  setAside = [];
}

/** Shows the next sheet of the digit, and fetches the one after it. */
async function showNextSheet() {
  clearTimeout(retryTimer);
  if (setAside.length > 0) return showSheet(setAside.pop());
  const show = ++shows;
  const wanted = digit;
  nextSheet ??= fetchSheet(wanted);
  sheet = null;
  setState("loading");
  try {
    const fetched = await nextSheet;
    if (show !== shows) return; // another sheet is on show; this one remains the next
    nextSheet = null;
    pageSession.setError("tasks", null);
    if (fetched.tasks.length === 0) return setState(fetched.hasModel ? "no-digit" : "no-model");
    showSheet(fetched);
    nextSheet = fetchSheet(wanted);
    nextSheet.catch(() => {}); // is seen when the sheet is awaited
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (show !== shows) return;
    nextSheet = null;
    const stopped = isStopped(error);
    pageSession.setError("tasks", stopped ? null : error);
    setState(whyRequestFailed(error));
    retryTimer = setTimeout(showNextSheet, stopped ? STOPPED_MS : RETRY_MS);
  }
}

function showSheet(shown) {
  shows++;
  sheet = shown;
  fillGrid(sheet);
  seen.changed();
  keepOnlyPicturesOf([sheet, ...setAside].flatMap(({ tasks }) => tasks));
  setState("sheet");
}

async function fetchSheet(wanted) {
  const { tasks, checkpoint } = await getBulkTasks(wanted, SHEET_SIZE);
  await loadPictures(tasks);
  return Object.assign(new ImageSheet(wanted, tasks), { hasModel: checkpoint !== null });
}

function setState(now) {
  state = now;
  const hasSheet = state === "sheet";
  if (!hasSheet) clearGrid();
  showNoImages(hasSheet ? null : state);
  for (const [d, button] of digitButtons.entries()) button.setAttribute("aria-pressed", d === digit);
  setText(byId("which"), String(digit));
  showCounts();
}

function showCounts() {
  const { same, other, out } = sheet?.counts ?? { same: 0, other: 0, out: 0 };
  byId("confirm").disabled = same + other === 0;
  const labels = `Label ${same} as ${digit}${other > 0 ? `, ${other} otherwise` : ""}`;
  setText(byId("confirm-text"), sheet ? labels : "Label");
  byId("undo").disabled = confirmed.length === 0;
  setText(byId("left-out"), out > 0 ? `${out} left out` : "");
}

/** @param change  (image) changes its mark */
function mark(image, change) {
  if (!sheet || !image) return;
  change(image);
  showMark(sheet, image);
  showCounts();
}

/** Queues the sheet's labels, which are sent in the background, and shows the next sheet. */
function confirm({ timeStamp, detail }) {
  const labels = sheet?.labels() ?? [];
  if (labels.length === 0) return;
  // The second click of a double click was meant for the sheet before.
  if (!seen.isSeenAt(timeStamp) || detail > 1) return setText(byId("note"), "Ignored: that was before this sheet was shown");
  const key = randomId();
  confirmed.push({ sheet, key });
  keepConfirmed();
  outbox.add(key, labels);
  sender.flush();
  showNextSheet();
}

/** Takes the labels of the last confirmed sheet back, and shows it again with its marks. */
function undo() {
  if (confirmed.length === 0) return;
  const last = confirmed.pop();
  keepConfirmed();
  const retracted = last.sheet.retract();
  if (!outbox.cancel(last.key)) outbox.add(randomId(), retracted);
  if (last.sheet.digit !== digit) chooseDigit(last.sheet.digit);
  else if (sheet) setAside.push(sheet);
  clearTimeout(retryTimer);
  pageSession.setError("tasks", null); // nothing is fetched any more
  showSheet(last.sheet);
  setText(byId("note"), `${plural(retracted.length, "label")} taken back`);
  sender.flush();
}

const keepConfirmed = () => tabStorage.setItem(KEPT, JSON.stringify(confirmed.slice(-MOST_KEPT)));

function showAnswer({ labels }, { labelled, refused }, ms) {
  const retracted = labels[0].digit === null;
  const done = retracted ? "taken back" : `saved in ${Math.round(ms)} ms`;
  const problem = refused.length > 0 ? `; ${refused.length} not accepted: ${refused[0].detail}` : "";
  setText(byId("note"), `${plural(labelled, "label")} ${done}${problem}`);
}

addEventListener("online", () => {
  sender.flush();
  if (state === "offline") showNextSheet();
});
byId("digits").addEventListener("click", (event) => {
  const button = event.target.closest(".pick");
  if (button) open(Number(button.dataset.digit));
});
byId("confirm").addEventListener("click", confirm);
byId("undo").addEventListener("click", undo);
startGrid((image) => mark(image, (marked) => sheet.toggle(marked)));
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const pressed = keyCommand(event);
  const onButton = event.target.closest?.("button, a") && !event.target.closest(".cell");
  const moves = pressed?.command !== "label" && moveByKey(event.key); // a number pad without NumLock labels
  if (moves) event.preventDefault();
  else if (event.key === "Enter" && !onButton && !event.repeat) {
    event.preventDefault();
    confirm(event);
  } else if (pressed?.command === "label" && !event.repeat) mark(currentImage(), (marked) => sheet.setDigit(marked, pressed.digit));
  else if (pressed?.command === "undo") {
    event.preventDefault();
    undo();
  } else if (event.key === "PageDown" || event.key === "PageUp") {
    event.preventDefault();
    open((digit + (event.key === "PageDown" ? 1 : 9)) % 10);
  }
});

open(digit);
sender.flush();
pageSession.start();
