import { currentPerson } from "../access/current-person.js";
import { importSummary } from "../images/import-summary.js";
import { BoxLayer } from "../sheet/box-layer.js";
import { cutDigit } from "../sheet/digit-cut.js";
import { RowList } from "../sheet/row-list.js";
import { findDigits, inkOf, storeDigits } from "../sheet/sheet-api.js";
import { rowProblem, SheetModel, toRequest } from "../sheet/sheet-model.js";
import { ApiError } from "../sync/api.js";
import { randomId } from "../sync/ids.js";
import { PageSession } from "../sync/page-session.js";
import { untilAnswered } from "../sync/retry.js";
import { byId, element, setText } from "../ui/dom.js";
import { errorText } from "../ui/error-text.js";
import { count, plural } from "../ui/format.js";
import { showError, showHealth, startHeader } from "../ui/header.js";

const MOST_TRIES = 8;
const NOTHING = "No digits found. Draw a box around each.";
const MOST_BYTES = 32 * 1024 * 1024; // the server's limit

startHeader();
const pageSession = new PageSession({ page: "sheet", person: await currentPerson(showError), showHealth });
let photo = null; // the chosen file
let sheet = null; // as the server found it, with its ink as values
let model = null;
let chosen = null; // id of the box that the keys and buttons change
let key = null; // of what is about to be stored; another one once anything was changed
let busy = false;
let frame = null;
let reads = 0; // who awaits a photo's digits learns from it whether another photo was chosen meanwhile

const layer = new BoxLayer({
  choose,
  begin: () => model.mark(),
  change: changed,
  draw: (box) => edit(() => (chosen = model.add(box)), "New box."),
});
const list = new RowList({
  type: (row, text) => {
    model.rows[row].digits = text;
    changed();
  },
  choose: (id) => layer.focus(id),
});

byId("choose").disabled = false;
byId("choose").addEventListener("click", () => byId("file").click());
byId("file").addEventListener("change", ({ target }) => {
  if (target.files[0]) read(target.files[0]);
  target.value = "";
});
const drop = byId("drop");
drop.addEventListener("dragover", (event) => {
  event.preventDefault();
  drop.dataset.over = "true";
});
drop.addEventListener("dragleave", () => (drop.dataset.over = "false"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.dataset.over = "false";
  if (event.dataTransfer.files[0]) read(event.dataTransfer.files[0]);
});

/** Shows a photo, and the boxes that the server finds on it. */
async function read(file) {
  const mine = ++reads;
  byId("work").hidden = true;
  setText(byId("done"), "");
  byId("failures").replaceChildren();
  setText(byId("said"), `Looking for digits on ${file.name}.`);
  try {
    if (file.size > MOST_BYTES) throw new ApiError(413, "expected a picture of at most 32 MB: save it smaller");
    const found = await untilAnswered(() => findDigits(file), showRetry, MOST_TRIES);
    const ink = await inkOf(found);
    await showPhoto(file);
    if (mine !== reads) return;
    [photo, sheet, model, chosen, key] = [file, { ...found, ink }, new SheetModel(found), null, null];
    list.clear();
    setText(byId("said"), model.count === 0 ? NOTHING : foundText());
    byId("work").hidden = false;
    show();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (mine === reads) setText(byId("said"), errorText(error));
  }
}

const foundText = () =>
  `${plural(model.count, "digit")} in ${plural(model.rows.length, "row")} found. Correct the boxes, type what each row says, and store them.`;

async function showPhoto(file) {
  const image = byId("photo");
  if (image.src) URL.revokeObjectURL(image.src);
  image.src = URL.createObjectURL(file);
  try {
    await image.decode();
  } catch {
    throw new ApiError(415, "this browser cannot show such a picture: save it as PNG or JPEG");
  }
}

function showRetry(error) {
  pageSession.setError("sheet", error);
  if (error) setText(byId("said"), errorText(error, "This page keeps trying."));
}

function choose(id) {
  if (chosen === id) return;
  chosen = id;
  show();
}

/** Carries out a change that can be taken back. */
function edit(change, said) {
  model.mark();
  change();
  setText(byId("announced"), said);
  changed();
  show();
  layer.focus(chosen);
}

function changed() {
  key = null;
  setText(byId("done"), "");
  frame ??= requestAnimationFrame(show);
}

function show() {
  if (frame !== null) cancelAnimationFrame(frame);
  frame = null;
  if (chosen !== null && !model.find(chosen)) chosen = null;
  layer.show(model, chosen);
  list.show(model, chosen, (box) => cutDigit(sheet.ink, sheet.step, sheet.skew, box));
  for (const id of ["remove", "split", "merge"]) byId(id).disabled = chosen === null;
  byId("undo").disabled = !model.canUndo;
  byId("draw-box").setAttribute("aria-pressed", layer.drawing);
  const wrong = model.rows.filter(rowProblem).length;
  byId("unlabelled").hidden = wrong === 0;
  setText(byId("unlabelled-text"), `Store ${plural(wrong, "row")} whose text does not fit without labels`);
  const blocked = wrong > 0 && !byId("without").checked;
  byId("store").disabled = busy || blocked || model.count === 0;
  setText(byId("problem"), blocked ? `The text of ${plural(wrong, "row")} does not fit the boxes: correct either.` : "");
  setText(byId("store"), `Store ${plural(model.count, "digit")}`);
}

const commands = {
  remove() {
    const { row } = model.find(chosen);
    const beside = ["ArrowRight", "ArrowLeft"].map((to) => model.neighbour(chosen, to)).find((id) => id !== chosen);
    edit(() => {
      model.remove(chosen);
      chosen = beside ?? null;
    }, `Box deleted from row ${row + 1}.`);
  },
  split: () => edit(() => model.split(chosen), "Split into two boxes."),
  merge() {
    const { row, index } = model.find(chosen);
    if (index === model.rows[row].boxes.length - 1) return setText(byId("announced"), "There is no next box in this row.");
    edit(() => model.merge(chosen), "Merged with the next box.");
  },
  undo() {
    if (!model.canUndo) return;
    model.undo();
    // The keys go on where there is a box, even when the chosen one is gone.
    if (chosen !== null && !model.find(chosen)) chosen = model.rows[0]?.boxes[0].id ?? null;
    setText(byId("announced"), "Taken back.");
    changed();
    show();
    if (chosen !== null) layer.focus(chosen);
  },
  add() {
    const size = chosen === null ? { width: model.width / 20, height: model.height / 20, left: model.width / 2, top: model.height / 2 } : model.find(chosen).box;
    edit(() => (chosen = model.add({ ...size, left: size.left + size.width * 1.1 })), "New box, right of the last one.");
  },
  type: () => list.focusField(model.find(chosen).row),
};

const KEYS = { Delete: "remove", Backspace: "remove", s: "split", m: "merge", n: "add", u: "undo", Enter: "type" };
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

byId("boxes").addEventListener("keydown", (event) => {
  if (chosen === null || event.metaKey) return;
  const step = STEPS[event.key];
  if (step) {
    event.preventDefault();
    if (event.shiftKey || event.ctrlKey || event.altKey) return nudgeBox(step, event);
    return layer.focus(model.neighbour(chosen, event.key));
  }
  const command = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!command || event.ctrlKey || event.altKey) return;
  event.preventDefault();
  if (!event.repeat) commands[command]();
});

/** Shift moves the box, Control or Alt its right and lower sides. */
function nudgeBox([dx, dy], { shiftKey, repeat }) {
  if (!repeat) model.mark();
  const by = Math.max(1, Math.round(model.width / 500));
  const { left, top, width, height } = model.find(chosen).box;
  if (shiftKey) model.place(chosen, { left: left + dx * by, top: top + dy * by, width, height });
  else model.place(chosen, { left, top, width: width + dx * by, height: height + dy * by });
  changed();
}

for (const id of ["remove", "split", "merge", "undo", "add"]) byId(id).addEventListener("click", () => commands[id]());
byId("draw-box").addEventListener("click", () => {
  layer.drawing = !layer.drawing;
  show();
});
byId("without").addEventListener("change", () => show());
byId("store").addEventListener("click", store);

async function store() {
  busy = true;
  key ??= randomId();
  show();
  setText(byId("done"), `Storing ${plural(model.count, "digit")}.`);
  byId("failures").replaceChildren();
  try {
    const [boxes, own] = [toRequest(model.rows), key];
    const result = await untilAnswered(() => storeDigits(photo, boxes, own), showRetry, MOST_TRIES);
    setText(byId("done"), `${importSummary(result)} of ${count(model.count)}.`);
    byId("failures").append(...result.failed.map(({ name, reason }) => element("li", {}, `${name}: ${reason}`)));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    setText(byId("done"), errorText(error));
  }
  busy = false;
  show();
}

pageSession.start();
