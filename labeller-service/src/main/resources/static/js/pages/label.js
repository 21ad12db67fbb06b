// The labelling page. The way of a label: `refill` fetches tasks into the queue and `update` shows the first; a key press
// becomes a command; LabelSession decides, and puts the decision into the outbox; PageSession's sender sends it; the answer
// comes to `acknowledged`, and what the network has learned since to `progress` and `checkpoint`.

import { currentPerson } from "../access/current-person.js";
import { flashIgnored, isImageVisible, onPictureChange, showTask } from "../label/current-image.js";
import { showDecisions, showUpcoming, startFilmstrip } from "../label/filmstrip.js";
import { flashKey, showSuggestionOnKeypad, startKeypad } from "../label/keypad.js";
import { LabelSession } from "../label/label-session.js";
import { addAccuracy, showPool, showSessionFigures, showTraining } from "../label/side-panel.js";
import { onSwipe } from "../label/swipe.js";
import { ApiError, getImage, getTasks, serverNow } from "../sync/api.js";
import { randomId } from "../sync/ids.js";
import { PageSession } from "../sync/page-session.js";
import { keepOnlyPicturesOf, loadPictures } from "../sync/pictures.js";
import { browserStorage, readJson, tabStorage } from "../sync/storage.js";
import { byId } from "../ui/dom.js";
import { showError, showHealth, startHeader } from "../ui/header.js";
import { keyCommand } from "../ui/key-commands.js";
import { openKeysDialog, startKeysDialog } from "../ui/keys-dialog.js";
import { SeenGuard } from "../ui/seen-guard.js";
import { isStopped, STOPPED_MS, whyNoTasks, whyRequestFailed } from "../ui/no-images.js";

const SUGGESTIONS = "nudge.suggestions";
const RETRY_MS = 2_000;
const ASK_AGAIN_MS = 4_000;
const REPEATABLE = ["undo", "earlier", "later"]; // commands that go on while their key is held down

startHeader();
startKeypad((digit, time) => commands.label(digit, time));
showSuggestionOnKeypad(null, false);
showTraining(null);
const person = await currentPerson(showError);
const KEPT = `nudge.label.${person}`;
const pageSession = new PageSession({
  page: "label",
  person,
  on: { acknowledged, refused, checkpoint, accuracy: addAccuracy, progress },
  showHealth,
  countRefused: () => session.history.failed.length,
});
const session = new LabelSession({
  outbox: pageSession.outbox,
  kept: readJson(tabStorage, KEPT),
  suggestions: browserStorage.getItem(SUGGESTIONS) !== "hidden",
  newId: randomId,
});
let noTaskReason = "loading"; // why no task is on show, when none is
let serverHadNone = false; // the last time that tasks were asked for
let undone = null; // the decision that was just taken back
let hasModel = false;
let fetching = false;
const seen = new SeenGuard(() => [byId("image")]);
let guarded = null; // the image that `seen` is about
let ignored = false; // whether a key or a click on it was ignored
let refillTimer = null;

const commands = {
  label: (digit, time) => decide("label", digit, time),
  skip: (_, time) => decide("skip", null, time),
  reject: (_, time) => decide("reject", null, time),
  undo() {
    const item = session.undo();
    if (!item) return;
    pageSession.flush();
    undone = item;
    update();
  },
  cancel() {
    session.cancel();
    update();
  },
  earlier() {
    session.moveBy(-1);
    update();
  },
  later() {
    session.moveBy(1);
    update();
  },
  suggestions() {
    session.suggestions = !session.suggestions;
    browserStorage.setItem(SUGGESTIONS, session.suggestions ? "shown" : "hidden");
    update();
  },
  keys: openKeysDialog,
};

/** @param time  of the key press or click, in the milliseconds of the page */
function decide(what, digit, time) {
  if (!session.current) return;
  if (!isImageVisible() || !seen.isSeenAt(time)) return ignore();
  if (!session.decide(what, digit)) return;
  undone = null;
  update();
  if (what === "label") flashKey(digit);
  pageSession.flush();
  refill();
}

function ignore() {
  ignored = true;
  flashIgnored();
  update();
}

/** Shows everything that depends on the session; fast enough for every key press. */
function update() {
  const { current: task, correcting, suggestions, history, queue } = session;
  const stillUndone = undone?.task === task ? undone : null;
  const isSame = guarded === (task?.image ?? null);
  ignored &&= isSame;
  showTask({ task, correcting, undone: stillUndone, ignored, suggestions, hasModel, noTaskReason });
  if (!isSame) guardImage(task?.image ?? null);
  showSuggestionOnKeypad(suggestions ? (task?.suggestion ?? null) : null, task !== null);
  showUpcoming(correcting ? [queue.current, ...queue.upcoming].filter(Boolean) : queue.upcoming);
  showDecisions({ history, correcting, trained: trained() });
  updateSessionFigures();
  byId("undo").disabled = !history.last;
  for (const id of ["skip", "reject"]) byId(id).disabled = !task;
  byId("suggestions").setAttribute("aria-pressed", suggestions);
  saveSoon();
}

/** An image that comes on show, also again, has to be seen before it is decided on. */
function guardImage(image) {
  guarded = image;
  seen.changed();
}

/** The position in the log up to which the network has trained, or null. */
const trained = () => pageSession.progress?.trained ?? null;

const updateSessionFigures = () => showSessionFigures({ history: session.history, trained: trained(), now: Date.now() });

/** Keeps the session over a reload. */
const save = () => tabStorage.setItem(KEPT, JSON.stringify(session));

let saveTimer = null;
/** Not at once, so that key presses stay fast: the outbox has the decisions already. */
function saveSoon() {
  saveTimer ??= setTimeout(() => {
    saveTimer = null;
    save();
  }, 150);
}

/** Fetches tasks in the background until the queue has enough. */
async function refill() {
  if (fetching) return;
  fetching = true;
  clearTimeout(refillTimer);
  session.queue.dropExpired(serverNow());
  try {
    while (session.queue.wanted > 0) {
      const added = session.receive(await loadPictures(await getTasks(session.queue.wanted)));
      pageSession.setError("tasks", null);
      serverHadNone = added === 0;
      noTaskReason = serverHadNone ? whyNoTasks(pageSession.progress) : "loading";
      update();
      keepOnlyPicturesOf([session.current, ...session.queue.toJSON()].filter(Boolean));
      if (added > 0) continue;
      refillTimer = setTimeout(refill, ASK_AGAIN_MS);
      break;
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const stopped = isStopped(error);
    if (stopped) session.queue.clear();
    pageSession.setError("tasks", stopped ? null : error);
    serverHadNone = false;
    noTaskReason = whyRequestFailed(error);
    refillTimer = setTimeout(refill, stopped ? STOPPED_MS : RETRY_MS);
    update();
  } finally {
    fetching = false;
  }
}

function acknowledged(decision, answer) {
  session.acknowledged(decision, answer);
  update();
}

function refused(decision, error, dropped) {
  session.refused(dropped, error);
  update();
  fetchVersion(decision.image);
}

/** Asks for an image's version, so that the next decision on it is not refused. */
async function fetchVersion(image) {
  try {
    session.setVersion(image, (await getImage(image)).version);
  } catch {
    // Then the next decision on it is refused, and says why.
  }
}

function checkpoint(item) {
  hasModel = true;
  showTraining(item);
}

function progress(item) {
  showPool(item);
  if (serverHadNone) noTaskReason = whyNoTasks(item);
  update();
}

startFilmstrip((id) => {
  session.correct(id);
  update();
});
onSwipe(byId("image-frame"), (time) => commands.skip(null, time));
for (const id of ["undo", "skip", "reject", "suggestions"]) {
  byId(id).addEventListener("click", (event) => commands[id](null, event.timeStamp));
}
startKeysDialog();
addEventListener("keydown", (event) => {
  const pressed = keyCommand(event);
  if (!commands[pressed?.command] || (event.repeat && !REPEATABLE.includes(pressed.command))) return;
  event.preventDefault();
  commands[pressed.command](pressed.digit, event.timeStamp);
});
addEventListener("pagehide", save);
addEventListener("online", refill);
setInterval(updateSessionFigures, 5_000);

onPictureChange(() => {
  seen.changed();
  update();
});
update();
refill();
for (const image of session.markSentElsewhere()) fetchVersion(image);
pageSession.start();
