import { tableCell } from "../access/lists.js";
import { roleIncludes } from "../access/roles.js";
import { startSettingsPage } from "../access/settings-page.js";
import { coefficientRange } from "../quality/chart-geometry.js";
import { digitBars, lineChart } from "../quality/charts.js";
import { flagList, personLink, replaceRows, say, shortTime, showAnswer, showFacts, showFirst, timeOf } from "../quality/parts.js";
import { PolicyForm } from "../quality/policy-form.js";
import { getAgreement, getAnnotators, getQuality } from "../quality/quality-api.js";
import {
  agreementText,
  alphaVerdict,
  byConcern,
  coefficient,
  estimateText,
  figure,
  goldText,
  recomputeText,
  stateName,
} from "../quality/quality-text.js";
import { byId, element, setText } from "../ui/dom.js";
import { count, percent } from "../ui/format.js";

const RUNNING_MS = 2_000; // between looks at the figures while images are looked at again
const IDLE_MS = 6_000;
const PEOPLE_MS = 30_000;
const FIRST_PAIRS = 10;
const FLAGS_IN_LIST = 2;

const { me, pageSession } = await startSettingsPage();
const policyForm = new PolicyForm(roleIncludes(me.role, "admin"), () => showQuality());
const onError = (error) => pageSession.setError("quality", error);
const shown = {}; // by part: the answer on show, as JSON, so that nothing is built anew without need
let isRunning = false; // whether images are looked at again just now

keepShowing(showQuality, () => (isRunning ? RUNNING_MS : IDLE_MS));
keepShowing(showPeople, () => PEOPLE_MS);
keepShowing(showAgreement, () => PEOPLE_MS);

/** Shows something anew again and again, while somebody can see it. */
async function keepShowing(show, pauseMs) {
  if (!document.hidden) await show();
  setTimeout(() => keepShowing(show, pauseMs), pauseMs());
}

/** Whether this answer is another than the one on show. */
function isNew(part, answer) {
  const text = JSON.stringify(answer);
  const changed = shown[part] !== text;
  shown[part] = text;
  return changed;
}

function showQuality() {
  return showAnswer({
    place: byId("loading"),
    ask: getQuality,
    show: (answer) => {
      isRunning = answer.recompute?.running === true;
      for (const id of ["labels-part", "figures"]) byId(id).hidden = false;
      if (isNew("quality", answer)) showFigures(answer);
    },
    onError,
  });
}

function showFigures(quality) {
  const { progress, gold, estimate, recompute, advice } = quality;
  byId("advice-part").hidden = advice.length === 0;
  byId("advice").replaceChildren(...advice.map((text) => element("li", {}, text)));
  showFacts(byId("progress"), [
    ["settled", count(progress.settled)],
    ["open", count(progress.open)],
    ["in review", progress.review > 0 ? element("a", { href: "/review.html" }, count(progress.review)) : "0"],
    ["labels", count(progress.labels)],
    ["labels per image", figure(progress.labelsPerImage)],
  ]);
  say(byId("recompute"), recomputeText(recompute) ?? "");
  showFacts(byId("gold"), [
    ["in use", count(gold.active)],
    ["contested", count(gold.contested)],
    ["retired", count(gold.retired)],
    ["enough for a quiz", gold.enough ? "yes" : "no"],
  ]);
  byId("gold-digits").replaceChildren(digitBars(gold.byDigit, count));
  setText(byId("estimate"), estimateText(estimate));
  showFacts(byId("estimate-facts"), estimate ? [["made", timeOf(estimate.at)], ["log likelihood", estimate.logLikelihood.toFixed(2)]] : []);
  byId("class-shares-part").hidden = !estimate;
  if (estimate) byId("class-shares").replaceChildren(digitBars(estimate.classShares, (share) => percent(share)));
  policyForm.show(quality);
}

function showAgreement() {
  return showAnswer({
    place: byId("agreement-loading"),
    ask: getAgreement,
    show: (answer) => {
      byId("agreement-part").hidden = false;
      if (isNew("agreement", answer)) showAgreementOf(answer);
    },
    onError,
  });
}

function showAgreementOf(found) {
  setText(byId("alpha"), coefficient(found.alpha));
  byId("alpha").dataset.undefined = found.alpha == null;
  setText(byId("verdict"), alphaVerdict(found.alpha));
  setText(byId("agreement"), agreementText(found));
  replaceRows(byId("digits"), found.digits.map(digitRow));
  byId("over-time-part").hidden = found.overTime.length < 2;
  if (found.overTime.length > 1) showOverTime(found.overTime);
  byId("kappa-part").hidden = found.kappa.length === 0;
  const people = new Map(found.people.map((person) => [person.id, person]));
  const pairs = [...found.kappa].sort((one, other) => (one.kappa ?? 2) - (other.kappa ?? 2));
  showFirst(byId("kappa"), byId("kappa-all"), pairs.map((pair) => pairRow(pair, people)), FIRST_PAIRS);
}

function showOverTime(points) {
  const last = points.at(-1);
  const range = coefficientRange(points.map((point) => point.alpha));
  const chart = lineChart(
    points.map(({ position, alpha }) => ({ x: position, y: alpha })),
    { ...range, from: `position ${points[0].position}`, to: `position ${last.position}` },
    `Alpha over time, ${points.length} points: first ${coefficient(points[0].alpha)}, last ${coefficient(last.alpha)}. The table below has them all.`,
  );
  byId("over-time").replaceChildren(chart);
  replaceRows(byId("over-time-rows"), [...points].reverse().map(pointRow));
}

const pointRow = ({ position, at, alpha, agreement, units }) =>
  element(
    "tr",
    {},
    tableCell("Up to", shortTime(at)),
    tableCell("Position", String(position)),
    tableCell("Alpha", coefficient(alpha)),
    tableCell("Agree", percent(agreement)),
    tableCell("Images", count(units)),
  );

const digitRow = ({ digit, alpha, agreement, units }) =>
  element(
    "tr",
    {},
    tableCell("Digit", String(digit)),
    tableCell("Alpha", units === 0 ? "–" : coefficient(alpha)),
    tableCell("Agree", percent(agreement)),
    tableCell("Images", count(units)),
  );

const pairRow = ({ a, b, kappa, shared }, people) =>
  element(
    "tr",
    {},
    tableCell("One", personLink(people.get(a) ?? { id: a, name: null })),
    tableCell("Other", personLink(people.get(b) ?? { id: b, name: null })),
    tableCell("Kappa", coefficient(kappa)),
    tableCell("Images", count(shared)),
  );

function showPeople() {
  return showAnswer({
    place: byId("empty"),
    ask: getAnnotators,
    show: (people) => {
      if (people.length === 0) say(byId("empty"), "Nobody has labelled yet.");
      if (isNew("people", people)) replaceRows(byId("rows"), byConcern(people).map(personRow));
    },
    onError,
  });
}

const personRow = (person) =>
  element(
    "tr",
    {},
    tableCell("", personLink(person)),
    tableCell("Labels", count(person.labels)),
    tableCell("Gold", goldText(person.gold)),
    tableCell("Trust", percent(person.trust)),
    tableCell("At most", percent(person.bound)),
    tableCell("State", element("span", { className: "state", data: { state: person.state } }, stateName(person.state))),
    tableCell("Stands out", flagList(person.flags, FLAGS_IN_LIST)),
  );
