import { addImage, ApiError, predict } from "../sync/api.js";
import { Desk } from "../sync/page-session.js";
import { byId, setText } from "../ui/dom.js";
import { Drawings, fromBase64, keepWaiting, leftWaiting, toBase64 } from "../draw/drawings.js";
import { percent } from "../ui/format.js";
import { randomId } from "../sync/ids.js";
import { command } from "../ui/key-commands.js";
import { openKeys, startKeysDialog } from "../ui/keys-dialog.js";
import { latestOnly } from "../draw/latest-only.js";
import { Paper, paintPixels } from "../draw/drawing-canvas.js";
import { whoIsIn } from "../access/current-person.js";
import { startShell } from "../ui/header.js";
import { showSpectrum, startSpectrum } from "../draw/output-bars.js";
import { local, readJson, session } from "../sync/storage.js";
import { showTaught } from "../draw/labelled-drawings.js";
import { sentence } from "../sync/retry.js";

const RETRY_MS = 3_000;

startShell();
startSpectrum((digit) => teach(digit));
showSpectrum(null, false);
const person = await whoIsIn();
const KEPT = `nudge.drawings.${person}`;
const drawings = new Drawings(readJson(session, KEPT));
drawings.adopt(leftWaiting(local, person));
const desk = new Desk("draw", person, {
  acknowledged: ({ item }, answer) => change(() => drawings.acknowledged(item, answer)),
  refused: ({ item }, error) => change(() => drawings.failed(item, sentence(error))),
  progress: learn,
  checkpoint: () => look(),
  failed: () => 0,
  unsent: () => drawings.waiting,
});
const paper = new Paper(byId("paper"), look, (down) => setText(byId("pen"), down ? "Pen down" : "Pen up"));
let seen = null; // the 784 bytes that the network looks at
let reading = null; // its answer to them

const ask = latestOnly(predict, (pixels, answer, error) => {
  if (error && !(error instanceof ApiError)) throw error;
  desk.trouble("predict", error?.temporary ? error : null);
  if (seen === null) return; // cleared meanwhile
  reading = answer;
  show(error);
  if (error?.temporary) again = setTimeout(look, error.retryAfterMs ?? RETRY_MS);
});

let again = null; // timer of another try
let frame = null;
/** Looks at the drawing again, at most once a frame. */
function look() {
  clearTimeout(again);
  frame ??= requestAnimationFrame(() => {
    frame = null;
    seen = paper.pixels();
    if (seen) ask(seen);
    else reading = null;
    show(null);
  });
}

function show(error) {
  paintPixels(byId("seen"), seen);
  byId("paper-hint").hidden = !paper.empty;
  for (const id of ["clear", "undo"]) byId(id).disabled = paper.empty;
  showSpectrum(reading?.probabilities ?? null, seen !== null);
  setText(byId("reading"), reading ? String(reading.digit) : "–");
  setText(byId("sure"), error ? sentence(error, "This page keeps trying.") : reading ? percent(reading.probabilities[reading.digit]) : "");
}

function change(how) {
  how();
  session.setItem(KEPT, JSON.stringify(drawings));
  keepWaiting(drawings.items, local, person);
  showTaught(drawings.items);
  if (desk.progress) learn(desk.progress);
}

/** Stores the drawing with the digit that the person gave, and clears the paper for the next. */
function teach(digit) {
  if (!seen) return;
  const pixels = toBase64(seen);
  const before = reading?.probabilities[digit] ?? null;
  let item;
  change(() => (item = drawings.add({ id: randomId(), key: randomId(), pixels, digit, before })));
  paper.clear();
  store(item);
}

async function store(item) {
  try {
    const { image, version, split } = await addImage(fromBase64(item.pixels), item.key);
    desk.trouble("store", null);
    desk.outbox.give({
      item: item.id,
      image,
      what: "label",
      key: `${item.key}-label`, // the same in each tab that takes the drawing over
      version,
      lease: null,
      body: { digit: item.digit },
    });
    change(() => drawings.stored(item.id, { image, split })); // the outbox keeps it from here on
    desk.flush();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (!error.temporary) return change(() => drawings.failed(item.id, sentence(error)));
    desk.trouble("store", error);
    setTimeout(store, error.retryAfterMs ?? RETRY_MS, item);
  }
}

/** Asks what the network makes of a drawing now that it has learned it. */
async function learn({ trained }) {
  const learned = drawings.trainedTo(trained);
  if (learned.length === 0) return;
  for (const item of learned) {
    try {
      item.after = (await predict(fromBase64(item.pixels))).probabilities[item.digit];
    } catch (error) {
      if (!(error instanceof ApiError)) throw error; // else: learned all the same
    }
  }
  change(() => {});
}

const run = {
  label: teach,
  undo: () => paper.undo(),
  clear: () => paper.clear(),
  cancel: () => paper.clear(),
  keys: openKeys,
};

for (const id of ["undo", "clear"]) byId(id).addEventListener("click", run[id]);
startKeysDialog();
addEventListener("keyup", (event) => paper.release(event));
addEventListener("keydown", (event) => {
  const { ctrlKey, metaKey, altKey, target } = event;
  const onPaper = target === byId("paper") || target === document.body;
  if (onPaper && !ctrlKey && !metaKey && !altKey && paper.press(event)) return event.preventDefault();
  const pressed = event.key.toLowerCase() === "c" && !event.ctrlKey && !event.metaKey ? { command: "clear" } : command(event);
  if (!pressed || event.repeat || !run[pressed.command]) return;
  event.preventDefault();
  run[pressed.command](pressed.digit);
});

show(null);
showTaught(drawings.items);
for (const item of drawings.items) if (item.state === "storing") store(item);
desk.start();
