import { byId, setText } from "../ui/dom.js";
import { count, interval, percent } from "../ui/format.js";
import { AccuracyChart } from "./accuracy-chart.js";
import { AccuracyCurve } from "./accuracy-curve.js";
import { explainTraining } from "./explain-training.js";
import { labelsPerMinute } from "./labels-per-minute.js";

const curve = new AccuracyCurve();
const chart = new AccuracyChart(byId("chart"), curve, showAccuracy);
let steps = { last: null, previous: null };

/** Adds items of /api/accuracy to the curve. */
export function addAccuracy(items) {
  curve.add(items);
  chart.update();
  showAccuracy(null);
}

/** The figures above the curve: those of the item under the pointer, else of the newest. */
function showAccuracy(pointed) {
  const item = pointed ?? curve.last;
  byId("curve").dataset.empty = item === null;
  setText(byId("accuracy"), percent(item?.accuracy));
  setText(byId("interval"), item ? interval(item.low, item.high) : "");
  setText(byId("step"), item ? `step ${count(item.step)}` : "");
}

/** The figures of this session: labels, their rate, and how many of them the network has learned. */
export function showSessionFigures({ history, trained, now }) {
  const labels = history.labelCount;
  const learned = trained === null || !history.tellsPositions ? null : history.learnedCount(trained);
  const rate = labelsPerMinute(history.labels().map((item) => item.at), now);
  setText(byId("label-count"), count(labels));
  setText(byId("rate"), rate === null ? "–" : count(rate));
  setText(byId("learned"), labels === 0 ? "–" : learned === labels ? "all" : count(learned));
}

/** How much of the pool of images is labelled, from /api/progress. */
export function showPool({ images, labelled, skipped, rejected, putAside = 0, importing = 0 }) {
  const done = images > 0 ? (labelled + rejected) / images : 0;
  byId("pool-bar").value = done;
  byId("pool-bar").textContent = percent(done);
  setText(byId("pool"), `${count(labelled)} of ${count(images)} labelled`);
  const others = [
    skipped > 0 && `${count(skipped)} skipped`,
    rejected > 0 && `${count(rejected)} not a digit`,
    putAside > 0 && `${count(putAside)} put aside`,
    importing > 0 && `${count(importing)} more on their way in`,
  ];
  setText(byId("apart"), others.filter(Boolean).join(", "));
}

/** Explains what the network did to reach its newest checkpoint (null: there is none yet). */
export function showTraining(checkpoint) {
  if (checkpoint && checkpoint.step !== steps.last) steps = { last: checkpoint.step, previous: steps.last };
  const { title, text } = explainTraining(checkpoint, steps.previous);
  setText(byId("training-title"), title);
  setText(byId("training-text"), text);
  if (checkpoint && steps.previous !== null) {
    for (const arrow of byId("nudges").getAnimations({ subtree: true })) {
      arrow.cancel();
      arrow.play();
    }
  }
}
