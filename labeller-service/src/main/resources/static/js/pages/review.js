// The page Review: `refill` fetches what waits; a key becomes a command; ReviewSession decides; the request follows, one after
// the other, while the next image is on show already. A refused decision comes on show again, with the reason.

import { tableCell } from "../access/lists.js";
import { startSettingsPage } from "../access/settings-page.js";
import { digitBars } from "../quality/charts.js";
import { personLink, replaceRows, say, showAnswer } from "../quality/parts.js";
import { adjudicate, getReview, retractAdjudication } from "../quality/quality-api.js";
import { ReviewSession } from "../quality/review-session.js";
import { digitText, doneText, modelText, queues, reasonText, reviewCommand, settledText } from "../quality/review-text.js";
import { ApiError } from "../sync/api.js";
import { randomId } from "../sync/ids.js";
import { byId, element, setText } from "../ui/dom.js";
import { errorText } from "../ui/error-text.js";
import { count, percent, shortId } from "../ui/format.js";
import { openKeysDialog, startKeysDialog } from "../ui/keys-dialog.js";
import { SeenGuard } from "../ui/seen-guard.js";

const FETCHED = 20;
const REFILL_BELOW = 5;
const ASK_AGAIN_MS = 10_000;

const { pageSession } = await startSettingsPage();
const session = new ReviewSession({ newId: randomId });
const seen = new SeenGuard(() => [byId("image")]);
let reason = ""; // of the queue on show; "" for all
let shown = null; // the id of the image on show
let requests = Promise.resolve(); // each begins when the one before is answered
let asked = 0; // who awaits an answer learns from it whether another queue was asked for meanwhile

const commands = {
  label: (digit, time) => decide(digit, time),
  reject: (_, time) => decide(null, time),
  skip() {
    if (!session.skip()) return;
    setText(byId("done"), "Skipped: it comes again after the others.");
    update();
    if (session.size < REFILL_BELOW) refill();
  },
  undo: takeBack,
  clear: () => byId("comment").focus(),
  keys: openKeysDialog,
};

/** @param time  of the key press or click, in the milliseconds of the page */
function decide(digit, time) {
  if (!session.current || !seen.isSeenAt(time)) return;
  const decision = session.decide(digit, byId("comment").value.trim());
  byId("comment").value = "";
  setText(byId("problem"), "");
  setText(byId("done"), doneText(decision));
  update();
  send(
    () => adjudicate(decision.item.image, digit, decision.comment, decision.key),
    () => session.refused(decision),
  );
  if (session.size < REFILL_BELOW) refill();
}

function takeBack() {
  const decision = session.takeBack();
  if (!decision) return;
  setText(byId("problem"), "");
  setText(byId("done"), `${shortId(decision.item.image)} is taken back.`);
  update();
  send(
    () => retractAdjudication(decision.item.image, decision.key),
    () => session.stands(decision),
  );
}

/** Sends a request after all those before it. */
function send(request, refused) {
  requests = requests.then(async () => {
    try {
      await request();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setText(byId("done"), "");
      setText(byId("problem"), errorText(error));
      refused();
      update();
    }
  });
}

/** Fetches what waits; decisions that are on their way come first, so that their images do not come again. */
async function refill() {
  const mine = ++asked;
  await requests;
  if (mine !== asked) return;
  const known = session.number;
  await showAnswer({
    place: byId("loading"),
    ask: async () => (mine === asked ? getReview(reason, FETCHED) : null),
    show: (answer) => {
      if (mine !== asked) return;
      session.receive(answer.images, known);
      showQueues(answer);
      update();
    },
    onError: (error) => pageSession.setError("review", error),
  });
}

function showQueues(answer) {
  const buttons = queues(answer).map(([each, name, waiting]) =>
    element(
      "button",
      { type: "button", className: "secondary", data: { reason: each, focus: each || "all" }, aria: { pressed: String(each === reason) } },
      `${name} `,
      element("span", { className: "waiting" }, count(waiting)),
    ),
  );
  replaceRows(byId("queues"), buttons);
}

function update() {
  const item = session.current;
  byId("judging").hidden = item === null;
  byId("undo").disabled = session.last === null;
  say(byId("loading"), item ? "" : "Nothing waits for a reviewer here. New images appear by themselves.");
  if (item === null) shown = null;
  if (item === null || item.image === shown) return;
  shown = item.image;
  const image = byId("image");
  image.src = item.png;
  image.dataset.image = item.image;
  image.alt = "Handwritten digit to judge";
  seen.changed();
  setText(byId("caption"), shortId(item.image));
  setText(byId("reason"), reasonText(item.reason));
  setText(byId("settled"), settledText(item));
  setText(byId("model"), modelText(item.model));
  replaceRows(byId("rows"), item.labels.map(labelRow));
  byId("no-labels").hidden = item.labels.length > 0;
  byId("posterior").replaceChildren(digitBars(item.posterior, (p) => percent(p)));
}

const labelRow = ({ actor, name, digit, position, trust, counts }) =>
  element(
    "tr",
    { data: { weightless: !counts } },
    tableCell("Who", personLink({ id: actor, name })),
    tableCell("Label", element("strong", {}, digitText(digit))),
    tableCell("Trust", percent(trust)),
    tableCell("Position", String(position)),
    tableCell("Weight", counts ? "counts" : "none: distrusted"),
  );

for (const digit of Array(10).keys()) {
  const key = element("button", { type: "button", className: "secondary", aria: { label: `It is a ${digit}` } }, String(digit));
  key.addEventListener("click", ({ timeStamp }) => commands.label(digit, timeStamp));
  byId("keypad").append(key);
}
for (const id of ["reject", "skip", "undo"]) byId(id).addEventListener("click", ({ timeStamp }) => commands[id](null, timeStamp));
byId("queues").addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button || button.dataset.reason === reason) return;
  reason = button.dataset.reason;
  session.clear();
  shown = null;
  byId("judging").hidden = true;
  say(byId("loading"), "One moment.");
  refill();
});
byId("comment").addEventListener("keydown", ({ key }) => ["Escape", "Enter"].includes(key) && byId("judging").focus());
startKeysDialog();
addEventListener("keydown", (event) => {
  const pressed = reviewCommand(event);
  if (!commands[pressed?.command] || (event.repeat && pressed.command !== "undo")) return;
  event.preventDefault();
  commands[pressed.command](pressed.digit, event.timeStamp);
});
setInterval(() => !document.hidden && session.size < REFILL_BELOW && refill(), ASK_AGAIN_MS);
refill();
