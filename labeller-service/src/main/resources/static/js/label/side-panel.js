import { Chart } from "./accuracy-chart.js";
import { CurvePoints } from "./accuracy-curve.js";
import { byId, setText } from "../ui/dom.js";
import { count, interval, percent } from "../ui/format.js";
import { lesson } from "./explain-training.js";
import { labelsPerMinute } from "./labels-per-minute.js";

const points = new CurvePoints();
const chart = new Chart(byId("chart"), points, showAccuracy);
let steps = { last: null, before: null };

/** New items of the accuracy curve. */
export function addAccuracy(items) {
  points.add(items);
  chart.update();
  showAccuracy(null);
}

/** The figures above the curve: of the item pointed at, else of the newest. */
function showAccuracy(pointed) {
  const item = pointed ?? points.last;
  byId("curve").dataset.empty = item === null;
  setText(byId("accuracy"), percent(item?.accuracy));
  setText(byId("interval"), item ? interval(item.low, item.high) : "");
  setText(byId("step"), item ? `step ${count(item.step)}` : "");
}

/** What this session did, and how much of it the network knows. */
export function showSession({ history, trained, now }) {
  const labels = history.labelCount;
  const learned = trained === null ? null : history.learned(trained);
  const rate = labelsPerMinute(history.labels().map((item) => item.at), now);
  setText(byId("label-count"), count(labels));
  setText(byId("rate"), rate === null ? "–" : count(rate));
  setText(byId("learned"), labels === 0 ? "–" : learned === labels ? "all" : count(learned));
}

export function showPool({ images, labelled, skipped, rejected }) {
  const done = images > 0 ? (labelled + rejected) / images : 0;
  byId("pool-bar").value = done;
  byId("pool-bar").textContent = percent(done);
  setText(byId("pool"), `${count(labelled)} of ${count(images)} labelled`);
  const apart = [skipped > 0 && `${count(skipped)} skipped`, rejected > 0 && `${count(rejected)} not a digit`];
  setText(byId("apart"), apart.filter(Boolean).join(", "));
}

/** What just happened in the network. */
export function showLesson(checkpoint) {
  if (checkpoint && checkpoint.step !== steps.last) steps = { last: checkpoint.step, before: steps.last };
  const { title, text } = lesson(checkpoint, steps.before);
  setText(byId("lesson-title"), title);
  setText(byId("lesson-text"), text);
  if (checkpoint && steps.before !== null) {
    for (const arrow of byId("nudges").getAnimations({ subtree: true })) {
      arrow.cancel();
      arrow.play();
    }
  }
}
