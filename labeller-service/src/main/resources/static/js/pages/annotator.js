import { tableCell } from "../access/lists.js";
import { startSettingsPage } from "../access/settings-page.js";
import { pictureOf, replaceRows, say, showAnswer, showFirst, timeOf } from "../quality/parts.js";
import { showPersonFigures } from "../quality/person-figures.js";
import { putPersonSections } from "../quality/person-sections.js";
import { getAnnotator } from "../quality/quality-api.js";
import { goldText, personName } from "../quality/quality-text.js";
import { TrustForm } from "../quality/trust-form.js";
import { byId, element, setText } from "../ui/dom.js";
import { percent } from "../ui/format.js";

const FIRST_ANSWERS = 20;
const annotator = new URLSearchParams(location.search).get("id");

putPersonSections("they");
const { pageSession } = await startSettingsPage();
const trustForm = new TrustForm(annotator, show);
if (annotator) show();
else say(byId("loading"), "This page is about one person: choose somebody on the page Quality.");

function show() {
  return showAnswer({
    place: byId("loading"),
    ask: () => getAnnotator(annotator),
    show: (person) => {
      byId("figures").hidden = false;
      setText(byId("name"), personName(person));
      document.title = `${personName(person)} - Nudge`;
      showPersonFigures(person);
      const decisions = newestFirst(person.decisions);
      trustForm.show(person, decisions[0] ?? null);
      showDecisions(decisions);
      showGold(person);
    },
    onError: (error) => pageSession.setError("quality", error),
  });
}

const newestFirst = (entries) => [...entries].sort((one, other) => other.position - one.position);

function showDecisions(decisions) {
  byId("decisions-part").hidden = decisions.length === 0;
  replaceRows(byId("decisions"), decisions.map(decisionRow));
}

const decisionRow = ({ at, by, byName, kind, from, evidence }) =>
  element(
    "tr",
    {},
    tableCell("", timeOf(at)),
    tableCell("By", byName ?? personName({ id: by, name: byName })),
    tableCell("What", `${kind} from position ${from}`),
    tableCell("Rests on", evidence ? `gold: ${goldText(evidence)}, at most ${percent(evidence.bound)}` : "a person's judgment"),
  );

function showGold({ gold, changePoint }) {
  setText(
    byId("change-point"),
    changePoint
      ? `Their answers seem to change at position ${changePoint.from}: ${percent(changePoint.before)} right before, ${percent(changePoint.after)} since.`
      : "",
  );
  const newest = newestFirst(gold.answers);
  byId("no-gold").hidden = newest.length > 0;
  showFirst(byId("gold-rows"), byId("gold-all"), newest.map(answerRow), FIRST_ANSWERS);
}

const answerRow = ({ image, position, at, digit, expected, correct }) =>
  element(
    "tr",
    { data: { wrong: !correct } },
    tableCell("", pictureOf(image)),
    tableCell("When", timeOf(at)),
    tableCell("Position", String(position)),
    tableCell("Is", String(expected)),
    tableCell("Given", digit == null ? "no digit" : String(digit)),
    tableCell("Answer", correct ? "right" : "wrong"),
  );
