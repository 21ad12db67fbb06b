import { currentPerson } from "../access/current-person.js";
import { DrawingCanvas } from "../draw/drawing-canvas.js";
import { Drawings, fromBase64, keepUnsent, keptUnsent, toBase64 } from "../draw/drawings.js";
import { showLabelledDrawings } from "../draw/labelled-drawings.js";
import { latestOnly } from "../draw/latest-only.js";
import { showOutputs, startOutputBars } from "../draw/output-bars.js";
import { paintPixels } from "../draw/paint-pixels.js";
import { addressOf } from "../explain/address.js";
import { addImage, ApiError, predict } from "../sync/api.js";
import { randomId } from "../sync/ids.js";
import { PageSession } from "../sync/page-session.js";
import { browserStorage, readJson, tabStorage } from "../sync/storage.js";
import { byId, setText } from "../ui/dom.js";
import { errorText } from "../ui/error-text.js";
import { percent } from "../ui/format.js";
import { showError, showHealth, startHeader } from "../ui/header.js";
import { keyCommand } from "../ui/key-commands.js";
import { openKeysDialog, startKeysDialog } from "../ui/keys-dialog.js";

const RETRY_MS = 3_000;

startHeader();
startOutputBars((digit) => labelDrawing(digit));
showOutputs(null, false);
const person = await currentPerson(showError);
const KEPT = `nudge.drawings.${person}`;
const drawings = new Drawings(readJson(tabStorage, KEPT));
drawings.adopt(keptUnsent(browserStorage, person));
const pageSession = new PageSession({
  page: "draw",
  person,
  on: {
    acknowledged: ({ item }, answer) => changeDrawings(() => drawings.acknowledged(item, answer)),
    refused: ({ item }, error) => changeDrawings(() => drawings.failed(item, errorText(error))),
    progress: measureLearned,
    checkpoint: () => readDrawing(),
  },
  showHealth,
  countUnsent: () => drawings.unsent,
});
const canvas = new DrawingCanvas(byId("paper"), readDrawing, (down) => setText(byId("pen"), down ? "Pen down" : "Pen up"));
let pixels = null; // the drawing as the network sees it: 784 bytes, or null
let prediction = null; // the network's answer to it

const askNetwork = latestOnly(predict, (_, answer, error) => {
  if (error && !(error instanceof ApiError)) throw error;
  pageSession.setError("predict", error?.temporary ? error : null);
  if (pixels === null) return; // cleared meanwhile
  prediction = answer;
  show(error);
  if (error?.temporary) retryTimer = setTimeout(readDrawing, error.retryAfterMs ?? RETRY_MS);
});

let retryTimer = null;
let frame = null;
/** Has the network read the drawing as it is now; at most once per animation frame. */
function readDrawing() {
  clearTimeout(retryTimer);
  frame ??= requestAnimationFrame(() => {
    frame = null;
    pixels = canvas.pixels();
    if (pixels) askNetwork(pixels);
    else prediction = null;
    show(null);
  });
}

function show(error) {
  paintPixels(byId("seen"), pixels);
  byId("paper-hint").hidden = !canvas.isEmpty;
  for (const id of ["clear", "undo"]) byId(id).disabled = canvas.isEmpty;
  showOutputs(prediction?.probabilities ?? null, pixels !== null);
  setText(byId("reading"), prediction ? String(prediction.digit) : "–");
  const confidence = prediction ? percent(prediction.probabilities[prediction.digit]) : "";
  setText(byId("sure"), error ? errorText(error, "This page keeps trying.") : confidence);
  byId("explain-line").hidden = !prediction || !pixels;
  if (prediction && pixels) byId("explain").href = addressOf({ drawing: pixels, digit: prediction.digit });
}

/** Changes the drawings, keeps them over a reload, and shows them. */
function changeDrawings(change) {
  change();
  tabStorage.setItem(KEPT, JSON.stringify(drawings));
  keepUnsent(drawings.items, browserStorage, person);
  showLabelledDrawings(drawings.items);
  if (pageSession.progress) measureLearned(pageSession.progress);
}

/** Stores the drawing with its label, and clears the canvas for the next. */
function labelDrawing(digit) {
  if (!pixels) return;
  const labelled = toBase64(pixels);
  const before = prediction?.probabilities[digit] ?? null;
  let item;
  changeDrawings(() => (item = drawings.add({ id: randomId(), key: randomId(), pixels: labelled, digit, before })));
  canvas.clear();
  storeImage(item);
}

/** Sends the image, and then queues its label in the outbox. */
async function storeImage(item) {
  try {
    const { image, version, split } = await addImage(fromBase64(item.pixels), item.key);
    pageSession.setError("store", null);
    pageSession.outbox.add({
      item: item.id,
      image,
      what: "label",
      key: `${item.key}-label`, // the same in each tab that adopts the drawing
      version,
      body: { digit: item.digit },
    });
    changeDrawings(() => drawings.stored(item.id, { image, split })); // from here on the outbox keeps it
    pageSession.flush();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (!error.temporary) return changeDrawings(() => drawings.failed(item.id, errorText(error)));
    pageSession.setError("store", error);
    setTimeout(storeImage, error.retryAfterMs ?? RETRY_MS, item);
  }
}

/** Asks what the network reads in the drawings that it has newly learned. */
async function measureLearned({ trained }) {
  if (trained === null) return; // the server does not tell
  const learned = drawings.trainedTo(trained);
  if (learned.length === 0) return;
  for (const item of learned) {
    try {
      item.after = (await predict(fromBase64(item.pixels))).probabilities[item.digit];
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // Without an answer the drawing is shown as learned all the same.
    }
  }
  changeDrawings(() => {});
}

const commands = {
  label: labelDrawing,
  undo: () => canvas.undo(),
  clear: () => canvas.clear(),
  cancel: () => canvas.clear(),
  keys: openKeysDialog,
};

for (const id of ["undo", "clear"]) byId(id).addEventListener("click", commands[id]);
startKeysDialog();
addEventListener("keyup", (event) => canvas.release(event));
addEventListener("keydown", (event) => {
  const { ctrlKey, metaKey, altKey, target } = event;
  const pressed = keyCommand(event);
  const isForCanvas = pressed?.command !== "label" && (target === byId("paper") || target === document.body);
  if (isForCanvas && !ctrlKey && !metaKey && !altKey && canvas.press(event)) return event.preventDefault();
  if (!commands[pressed?.command] || event.repeat) return;
  event.preventDefault();
  commands[pressed.command](pressed.digit);
});

show(null);
showLabelledDrawings(drawings.items);
for (const item of drawings.items) if (item.state === "storing") storeImage(item);
pageSession.start();
