/** Shows what labels tell of somebody: on the page about them, and on their own. */

import { tableCell } from "../access/lists.js";
import { byId, element, setText } from "../ui/dom.js";
import { count, percent, plural } from "../ui/format.js";
import { barChart } from "./charts.js";
import { showMatrix } from "./matrix-table.js";
import { largestMistakes } from "./matrices.js";
import { flagList, replaceRows, shortTime, showFacts } from "./parts.js";
import { duration, goldText, stateText, suggestionText } from "./quality-text.js";

/** @param person  what /api/annotators/{id} or /api/me/quality answered */
export function showPersonFigures(person) {
  setText(byId("state"), stateText(person.state));
  byId("state").dataset.state = person.state;
  showFacts(byId("facts"), [
    ["labels", count(person.labels)],
    ["skips", count(person.skips)],
    ["gold", goldText(person.gold)],
    ["trust", percent(person.trust)],
    ["at most, by gold", percent(person.bound)],
  ]);
  byId("flags").replaceChildren(...(person.flags.length > 0 ? [flagList(person.flags)] : []));
  showConfusion(person);
  showEstimate(person.estimated);
  showPace(person.pace);
  const { withOthers, compared } = person.agreement;
  setText(
    byId("others"),
    compared > 0 ? `${percent(withOthers)} of ${plural(compared, "label")} of others on the same images say the same.` : "No image has a label of somebody else as well.",
  );
  setText(byId("suggestions"), suggestionText(person.agreement));
}

function showConfusion({ confusion, confusions }) {
  showMatrix(byId("confusion"), confusion, "counts");
  byId("confusions").replaceChildren(
    ...confusions.map(({ truth, given, share, bound }) =>
      element("li", {}, `${truth} given as ${given}: ${percent(share)}${bound == null ? "" : `, at least ${percent(bound)} by the interval`}`),
    ),
  );
}

function showEstimate(estimated) {
  byId("estimated-part").hidden = !estimated;
  if (!estimated) {
    setText(byId("estimated"), "There is no estimate yet: it needs images with labels of several people.");
    byId("mistakes").replaceChildren();
    return;
  }
  setText(byId("estimated"), `Estimate ${estimated.estimate}, from ${plural(estimated.labels, "label")}. Rows are the true digit; cells are per cent of the row.`);
  showMatrix(byId("matrix"), estimated.matrix, "shares");
  byId("mistakes").replaceChildren(
    ...largestMistakes(estimated.matrix).map(({ truth, given, share }) => element("li", {}, `${truth} given as ${given}: ${percent(share)}`)),
  );
}

function showPace({ medianMs, labelsPerHour }) {
  setText(byId("pace"), medianMs == null ? "No label says how long its image was on show." : `An image is on show for ${duration(medianMs)} before its label (median).`);
  byId("pace-part").hidden = labelsPerHour.length === 0;
  if (labelsPerHour.length === 0) return;
  const most = Math.max(...labelsPerHour.map(({ labels }) => labels));
  const from = shortTime(labelsPerHour[0].at);
  const to = shortTime(labelsPerHour.at(-1).at);
  byId("hours").replaceChildren(
    barChart(
      labelsPerHour.map(({ labels }) => labels),
      { most: count(most), from, to: labelsPerHour.length > 1 ? to : "" },
      `Labels per hour, from ${from} to ${to}: at most ${count(most)}. The table below has them all.`,
    ),
  );
  replaceRows(
    byId("rows"),
    [...labelsPerHour].reverse().map(({ at, labels }) => element("tr", {}, tableCell("Hour", shortTime(at)), tableCell("Labels", count(labels)))),
  );
}
