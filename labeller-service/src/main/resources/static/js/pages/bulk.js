import { ApiError, getBulk, labelBulk } from "../sync/api.js";
import { Desk } from "../sync/page-session.js";
import { byId, element, setText } from "../ui/dom.js";
import { showEmpty, whyFailed } from "../ui/no-images.js";
import { plural } from "../ui/format.js";
import { clearGrid, currentImage, layOut, move, showMark, startGrid } from "../bulk/sheet-grid.js";
import { randomId } from "../sync/ids.js";
import { command } from "../ui/key-commands.js";
import { whoIsIn } from "../access/current-person.js";
import { keepOnly, load } from "../sync/pictures.js";
import { Sheet } from "../bulk/image-sheet.js";
import { SheetOutbox } from "../bulk/sheet-outbox.js";
import { startShell } from "../ui/header.js";
import { local, readJson, session } from "../sync/storage.js";
import { sentence } from "../sync/retry.js";

const COUNT = 40;
const DIGIT = "nudge.bulk-digit";
const RETRY_MS = 2_500;
const MOST_KEPT = 10; // sheets that can still be undone after a reload

const digits = Array.from({ length: 10 }, (_, d) =>
  element("button", { type: "button", className: "pick", textContent: d, data: { digit: d }, aria: { label: `Images read as ${d}` } }),
);

startShell();
byId("digits").append(...digits);
const person = await whoIsIn();
const unsent = new SheetOutbox({ storage: local, person });
const desk = new Desk("bulk", person, {
  checkpoint: () => state === "no-model" && open(digit),
  unsent: () => unsent.size,
});
const KEPT = `nudge.bulk-confirmed.${person}`;
// {sheet, key} of each, the last on top; a reload keeps some.
const confirmed = (readJson(session, KEPT) ?? []).map(({ sheet: kept, key }) => ({ sheet: Sheet.of(kept), key }));
let digit = Number(session.getItem(DIGIT) ?? 0);
let sheet = null;
let next = null; // Promise of the sheet after this one
let aside = []; // sheets that an undone one pushed aside: they come first
let state = "loading";
let turns = 0;
let retryTimer = null;

/** Opens the first sheet of a digit. */
async function open(wanted) {
  digit = wanted;
  session.setItem(DIGIT, digit);
  sheet = next = null;
  aside = [];
  await turn();
}

/** Shows the next sheet of the digit, and fetches the one after it. */
async function turn() {
  clearTimeout(retryTimer);
  if (aside.length > 0) return lay(aside.pop());
  const mine = ++turns;
  const asked = digit;
  next ??= fetchSheet(asked);
  sheet = null;
  show("loading");
  try {
    const came = await next;
    if (mine !== turns) return; // overtaken; a sheet that came keeps its turn
    next = null;
    desk.trouble("tasks", null);
    if (came.tasks.length === 0) return show(came.hasModel ? "no-digit" : "no-model");
    lay(came);
    next = fetchSheet(asked);
    next.catch(() => {}); // met again when its turn comes
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (mine !== turns) return;
    next = null;
    desk.trouble("tasks", error);
    show(whyFailed(error));
    retryTimer = setTimeout(turn, RETRY_MS);
  }
}

function lay(laid) {
  turns++;
  sheet = laid;
  layOut(sheet);
  keepOnly([sheet, ...aside].flatMap(({ tasks }) => tasks));
  show("sheet");
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
  showEmpty(laidOut ? null : state);
  for (const [d, pick] of digits.entries()) pick.setAttribute("aria-pressed", d === digit);
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
  const key = randomId();
  confirmed.push({ sheet, key });
  keepConfirmed();
  unsent.add(key, labels);
  send();
  turn();
}

/** Takes the sheet back that was confirmed last, and shows it again as it was. */
function undo() {
  if (confirmed.length === 0) return;
  const last = confirmed.pop();
  keepConfirmed();
  const taken = last.sheet.takeBack();
  if (!unsent.cancel(last.key)) unsent.add(randomId(), taken);
  if (last.sheet.digit !== digit) {
    digit = last.sheet.digit;
    session.setItem(DIGIT, digit);
    next = null;
    aside = [];
  } else if (sheet) aside.push(sheet);
  clearTimeout(retryTimer);
  desk.trouble("tasks", null); // nothing is fetched any more
  lay(last.sheet);
  setText(byId("note"), `${plural(taken.length, "label")} taken back`);
  send();
}

const keepConfirmed = () => session.setItem(KEPT, JSON.stringify(confirmed.slice(-MOST_KEPT)));

let sending = false;
async function send() {
  desk.showHealth();
  if (sending) return;
  sending = true;
  for (let first = unsent.first; first && navigator.onLine; first = unsent.first) {
    const { key, labels } = first;
    try {
      unsent.attempt(first);
      const started = performance.now();
      const { labelled, refused } = await labelBulk(labels, key);
      const back = labels[0].digit === null;
      report(labelled, refused, back ? "taken back" : `saved in ${Math.round(performance.now() - started)} ms`);
      desk.trouble("bulk", null);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.temporary) {
        desk.trouble("bulk", error);
        setText(byId("note"), `${plural(labels.length, "label")} not sent yet; trying again`);
        await new Promise((done) => setTimeout(done, error.retryAfterMs ?? RETRY_MS));
        continue;
      }
      if (error.status === 401) break; // kept until its person is in again
      setText(byId("note"), `Not accepted: ${sentence(error)}`);
    }
    unsent.acknowledged(first);
    desk.showHealth();
  }
  sending = false;
}

function report(labelled, refused, how) {
  const not = refused.length > 0 ? `; ${refused.length} not accepted: ${refused[0].detail}` : "";
  setText(byId("note"), `${plural(labelled, "label")} ${how}${not}`);
}

addEventListener("online", () => {
  send();
  if (state === "offline") turn();
});
byId("digits").addEventListener("click", (event) => {
  const pick = event.target.closest(".pick");
  if (pick) open(Number(pick.dataset.digit));
});
byId("confirm").addEventListener("click", confirm);
byId("undo").addEventListener("click", undo);
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
  else if (pressed?.command === "undo") {
    event.preventDefault();
    undo();
  } else if (event.key === "PageDown" || event.key === "PageUp") {
    event.preventDefault();
    open((digit + (event.key === "PageDown" ? 1 : 9)) % 10);
  }
});

open(digit);
send();
desk.start();
