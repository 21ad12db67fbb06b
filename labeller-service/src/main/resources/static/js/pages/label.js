import { ApiError, getImage, getTasks, serverNow } from "../sync/api.js";
import { Desk } from "../sync/page-session.js";
import { byId } from "../ui/dom.js";
import { whyFailed } from "../ui/no-images.js";
import { whyEmpty } from "../ui/health.js";
import { randomId } from "../sync/ids.js";
import { command } from "../ui/key-commands.js";
import { flash, showOnKeypad, startKeypad } from "../label/keypad.js";
import { openKeys, startKeysDialog } from "../ui/keys-dialog.js";
import { LabelSession } from "../label/label-session.js";
import { addAccuracy, showLesson, showPool, showSession } from "../label/side-panel.js";
import { whoIsIn } from "../access/current-person.js";
import { keepOnly, load } from "../sync/pictures.js";
import { startShell } from "../ui/header.js";
import { isShown, onPicture, showTask } from "../label/current-image.js";
import { local, readJson, session as tabStorage } from "../sync/storage.js";
import { showStrip, showUpcoming, startStrip } from "../label/filmstrip.js";
import { onSwipe } from "../label/swipe.js";

const SUGGESTIONS = "nudge.suggestions";
const RETRY_MS = 2_000;
const EMPTY_MS = 4_000;

startShell();
startKeypad((digit) => run.label(digit));
showOnKeypad(null, false);
showLesson(null);
const person = await whoIsIn();
const KEPT = `nudge.label.${person}`;
const desk = new Desk("label", person, {
  acknowledged,
  refused,
  checkpoint,
  accuracy: addAccuracy,
  progress,
  failed: () => session.history.failed.length,
});
const session = new LabelSession({
  outbox: desk.outbox,
  kept: readJson(tabStorage, KEPT),
  suggestions: local.getItem(SUGGESTIONS) !== "hidden",
  newId: randomId,
});
let empty = "loading"; // why nothing is on show, when nothing is
let handedNone = false; // the last time that images were asked for
let undone = null; // the decision that was just taken back
let hasModel = false;
let fetching = false;
let refillTimer = null;

const run = {
  label: (digit) => decide("label", digit),
  skip: () => decide("skip"),
  reject: () => decide("reject"),
  undo() {
    const item = session.undo();
    if (!item) return;
    desk.flush();
    undone = item;
    update();
  },
  cancel() {
    session.cancel();
    update();
  },
  earlier() {
    session.walk(-1);
    update();
  },
  later() {
    session.walk(1);
    update();
  },
  suggestions() {
    session.suggestions = !session.suggestions;
    local.setItem(SUGGESTIONS, session.suggestions ? "shown" : "hidden");
    update();
  },
  keys: openKeys,
};

function decide(what, digit) {
  if (!isShown() || !session.decide(what, digit)) return;
  undone = null;
  update();
  if (what === "label") flash(digit);
  desk.flush();
  refill();
}

/** Draws everything that depends on the session; cheap enough for every key press. */
function update() {
  const { current: task, correcting, suggestions, history, queue } = session;
  const stillUndone = undone?.task === task ? undone : null;
  showTask({ task, correcting, undone: stillUndone, suggestions, hasModel, empty });
  showOnKeypad(suggestions ? (task?.suggestion ?? null) : null, task !== null);
  showUpcoming(correcting ? [queue.current, ...queue.upcoming].filter(Boolean) : queue.upcoming);
  showStrip({ history, correcting, trained: trained() });
  showSession({ history, trained: trained(), now: Date.now() });
  byId("undo").disabled = !history.last;
  for (const id of ["skip", "reject"]) byId(id).disabled = !task;
  byId("suggestions").setAttribute("aria-pressed", suggestions);
  save();
}

const trained = () => desk.progress?.trained ?? null;

let saveTimer = null;
/** Keeps the session over a reload. Not on the way of a key press: the outbox has the decisions already. */
function save() {
  saveTimer ??= setTimeout(() => {
    saveTimer = null;
    tabStorage.setItem(KEPT, JSON.stringify(session));
  }, 150);
}

/** Fetches images in the background until enough wait. */
async function refill() {
  if (fetching) return;
  fetching = true;
  clearTimeout(refillTimer);
  session.queue.dropExpired(serverNow());
  try {
    while (session.queue.wanted > 0) {
      const added = session.receive(await load(await getTasks(session.queue.wanted)));
      desk.trouble("tasks", null);
      handedNone = added === 0;
      empty = handedNone ? whyEmpty(desk.progress) : "loading";
      update();
      keepOnly([session.current, ...session.queue.toJSON()].filter(Boolean));
      if (added > 0) continue;
      refillTimer = setTimeout(refill, EMPTY_MS);
      break;
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    desk.trouble("tasks", error);
    handedNone = false;
    empty = whyFailed(error);
    refillTimer = setTimeout(refill, RETRY_MS);
    update();
  } finally {
    fetching = false;
  }
}

function acknowledged(decision, answer) {
  session.acknowledged(decision, answer);
  update();
}

async function refused(decision, error, gone) {
  session.refused(gone, error);
  update();
  refresh(decision.image);
}

/** Learns an image's version anew, so that the next decision on it is not refused. */
async function refresh(image) {
  try {
    session.refreshed(image, (await getImage(image)).version);
  } catch {
    // Then the next decision on it is refused, and says why.
  }
}

function checkpoint(item) {
  hasModel = true;
  showLesson(item);
}

function progress(item) {
  showPool(item);
  if (handedNone) empty = whyEmpty(item);
  update();
}

startStrip((id) => {
  session.correct(id);
  update();
});
onSwipe(byId("easel"), run.skip);
for (const id of ["undo", "skip", "reject", "suggestions"]) byId(id).addEventListener("click", () => run[id]());
startKeysDialog();
addEventListener("keydown", (event) => {
  const pressed = command(event);
  if (!pressed || (event.repeat && !["undo", "earlier", "later"].includes(pressed.command))) return;
  event.preventDefault();
  run[pressed.command](pressed.digit);
});
addEventListener("pagehide", () => tabStorage.setItem(KEPT, JSON.stringify(session)));
addEventListener("online", refill);
setInterval(() => showSession({ history: session.history, trained: trained(), now: Date.now() }), 5_000);

onPicture(update);
update();
refill();
for (const image of session.sentElsewhere()) refresh(image);
desk.start();
