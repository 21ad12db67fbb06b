import { ApiError, getBulk, labelBulk } from "./api.js";
import { Desk } from "./desk.js";
import { byId, element, setText } from "./dom.js";
import { plural } from "./format.js";
import { clearGrid, currentImage, layOut, move, showMark, startGrid } from "./grid.js";
import { randomId } from "./id.js";
import { command } from "./keys.js";
import { keepOnly, load } from "./pictures.js";
import { Sheet } from "./sheet.js";
import { startShell } from "./shell.js";
import { local, session, stored } from "./storage.js";

const COUNT = 40;
const UNSENT = "nudge.bulk."; // {key, labels} of each sheet is in storage until it is acknowledged
const DIGIT = "nudge.bulk-digit";
const RETRY_MS = 2_500;

startShell();
const desk = new Desk("bulk", { progress: () => {}, checkpoint: () => state === "no-model" && open(digit) });
const unsent = stored(local, UNSENT);
let digit = Number(session.getItem(DIGIT) ?? 0);
let sheet = null;
let next = null; // Promise of the sheet after this one
let state = "loading";
let retryTimer = null;

const MESSAGES = {
  loading: ["Fetching images", "One moment."],
  none: ["Nothing left here", "The network reads no unlabelled image as this digit. Choose another."],
  "no-model": ["The network knows nothing yet", "Label some images one by one first: with them it learns to sort the rest."],
  failed: ["No images", "This page keeps trying."],
};

const digits = Array.from({ length: 10 }, (_, d) =>
  element("button", { type: "button", className: "pick", textContent: d, data: { digit: d }, aria: { label: `Images read as ${d}` } }),
);

/** Opens the first sheet of a digit. */
async function open(wanted) {
  digit = wanted;
  session.setItem(DIGIT, digit);
  sheet = next = null;
  await turn();
}

/** Shows the next sheet of the digit, and fetches the one after it. */
async function turn() {
  clearTimeout(retryTimer);
  const asked = digit;
  const coming = next ?? fetchSheet(asked);
  sheet = next = null;
  show("loading");
  try {
    const came = await coming;
    if (asked !== digit) return;
    desk.trouble("tasks", null);
    if (came.tasks.length === 0) return show(came.hasModel ? "none" : "no-model");
    sheet = came;
    layOut(sheet);
    keepOnly(sheet.tasks);
    show("sheet");
    next = fetchSheet(asked);
    next.catch(() => {}); // met again when its turn comes
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (asked !== digit) return;
    desk.trouble("tasks", error);
    show("failed");
    retryTimer = setTimeout(turn, RETRY_MS);
  }
}

async function fetchSheet(asked) {
  const { tasks, checkpoint } = await getBulk(asked, COUNT);
  await load(tasks);
  return Object.assign(new Sheet(asked, tasks), { hasModel: checkpoint !== null });
}

function show(now) {
  state = now;
  const laidOut = state === "sheet";
  if (!laidOut) clearGrid();
  byId("message").hidden = laidOut;
  if (!laidOut) {
    const [title, text] = MESSAGES[state];
    setText(byId("message").querySelector("h2"), title);
    setText(byId("message").querySelector("p"), text);
  }
  for (const [d, pick] of digits.entries()) pick.setAttribute("aria-pressed", d === digit);
  setText(byId("which"), String(digit));
  showCounts();
}

function showCounts() {
  const { same, other, out } = sheet?.counts ?? { same: 0, other: 0, out: 0 };
  byId("confirm").disabled = same + other === 0;
  setText(byId("confirm-text"), `Label ${same} as ${digit}${other > 0 ? `, ${other} otherwise` : ""}`);
  setText(byId("left-out"), out > 0 ? `${out} left out` : "");
}

function mark(image, how) {
  if (!sheet || !image) return;
  how(image);
  showMark(sheet, image);
  showCounts();
}

/** Sends the whole sheet in one request, in the background, and turns to the next. */
function confirm() {
  const labels = sheet?.labels() ?? [];
  if (labels.length === 0) return;
  const sent = { key: randomId(), labels };
  local.setItem(UNSENT + sent.key, JSON.stringify(sent));
  unsent.push(sent);
  send();
  turn();
}

let sending = false;
async function send() {
  if (sending) return;
  sending = true;
  while (unsent.length > 0) {
    const [{ key, labels }] = unsent;
    try {
      const started = performance.now();
      const { labelled, refused } = await labelBulk(labels, key);
      report(labelled, refused, Math.round(performance.now() - started));
      desk.trouble("bulk", null);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.temporary) {
        desk.trouble("bulk", error);
        setText(byId("note"), `${plural(labels.length, "label")} not sent yet; trying again`);
        await new Promise((done) => setTimeout(done, error.retryAfterMs ?? RETRY_MS));
        continue;
      }
      setText(byId("note"), `Not accepted: ${error.message}`);
    }
    unsent.shift();
    local.removeItem(UNSENT + key);
  }
  sending = false;
}

function report(labelled, refused, ms) {
  const not = refused.length > 0 ? `; ${refused.length} not accepted: ${refused[0].detail}` : "";
  setText(byId("note"), `${plural(labelled, "label")} saved in ${ms} ms${not}`);
}

byId("digits").append(...digits);
byId("digits").addEventListener("click", (event) => {
  const pick = event.target.closest(".pick");
  if (pick) open(Number(pick.dataset.digit));
});
byId("confirm").addEventListener("click", confirm);
startGrid((image) => mark(image, (it) => sheet.toggle(it)));
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const pressed = command(event);
  const onButton = event.target.closest?.("button, a") && !event.target.closest(".cell");
  if (move(event.key)) event.preventDefault();
  else if (event.key === "Enter" && !onButton && !event.repeat) {
    event.preventDefault();
    confirm();
  } else if (pressed?.command === "label" && !event.repeat) mark(currentImage(), (it) => sheet.key(it, pressed.digit));
  else if (event.key === "PageDown" || event.key === "PageUp") {
    event.preventDefault();
    open((digit + (event.key === "PageDown" ? 1 : 9)) % 10);
  }
});

open(digit);
send();
desk.start();
