import { runRequest } from "../access/forms.js";
import { actionButton, tableCell } from "../access/lists.js";
import { startSettingsPage } from "../access/settings-page.js";
import { contestText, missedText, ofDigit } from "../quality/gold-text.js";
import { picture, say, showAnswer, showFacts, showFirst } from "../quality/parts.js";
import { correctGold, getGold, retireGold } from "../quality/quality-api.js";
import { byId, element, setText } from "../ui/dom.js";
import { count, shortId } from "../ui/format.js";

const FIRST = 50;
const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);

/** What can be done about a gold image: its title, what it means, and the request. */
const DECISIONS = {
  correct: {
    title: "Correct this gold image",
    text: "Its answers are judged anew, and with them the trust of all who gave one.",
    request: (image, digit, reason) => correctGold(image, digit, reason),
    done: "Corrected. Trust is judged anew, and images are looked at again in the background.",
  },
  retire: {
    title: "Retire this gold image",
    text: "Nobody gets it as gold any more, and its answers count no longer.",
    request: (image, _, reason) => retireGold(image, reason),
    done: "Retired.",
  },
};
let images = [];
let deciding = null; // {decision, image}

byId("digit").append(...DIGITS.map((digit) => element("option", { value: digit }, String(digit))));
byId("right").append(...DIGITS.map((digit) => element("option", { value: digit }, String(digit))));
const { pageSession } = await startSettingsPage();
byId("digit").addEventListener("input", showImages);
byId("cancel").addEventListener("click", () => byId("decision").close());
byId("decision-form").addEventListener("submit", (event) => {
  event.preventDefault();
  apply();
});
show();

function show() {
  return showAnswer({
    place: byId("empty"),
    ask: getGold,
    show: (gold) => {
      images = gold.images;
      showFacts(byId("facts"), [
        ["in use", count(gold.active)],
        ["contested", count(gold.contested)],
        ["retired", count(gold.retired)],
      ]);
      showImages();
    },
    onError: (error) => pageSession.setError("gold", error),
  });
}

function showImages() {
  const chosen = ofDigit(images, byId("digit").value);
  const none = images.length === 0 ? "There is no gold yet: the page Quality says what to do." : "No gold image shows this digit.";
  say(byId("empty"), chosen.length === 0 ? none : "");
  showFirst(byId("rows"), byId("more"), chosen.map(goldRow), FIRST);
}

function goldRow({ image, png, digit, reason, seen, missed, retired, contests }) {
  const name = `${digit}, image ${shortId(image)}`;
  const action = (decision, label) => {
    const button = actionButton(label, name, async () => open(decision, image, contests[0]?.digit ?? digit));
    button.dataset.focus = `${decision} ${image}`;
    return button;
  };
  return element(
    "tr",
    { data: { contested: contests.length > 0 } },
    tableCell("", picture(png), element("span", { className: "hint" }, shortId(image))),
    tableCell("Digit", element("strong", {}, String(digit)), retired ? " (retired)" : ""),
    tableCell("Missed", missedText({ seen, missed })),
    tableCell("Why", reason),
    tableCell("Contests", contests.length === 0 ? "–" : element("ul", { className: "plain" }, ...contests.map((contest) => element("li", {}, contestText(contest))))),
    element("td", { className: "actions" }, ...(retired ? [] : [action("correct", "Correct"), action("retire", "Retire")])),
  );
}

/** @param digit  the one to begin with */
function open(decision, image, digit) {
  deciding = { decision, image };
  setText(byId("decision-title"), DECISIONS[decision].title);
  setText(byId("decision-text"), DECISIONS[decision].text);
  byId("right-digit").hidden = decision !== "correct";
  byId("right").value = String(digit);
  byId("why").value = "";
  byId("decision").showModal();
}

async function apply() {
  const { decision, image } = deciding;
  const { request, done } = DECISIONS[decision];
  const digit = Number(byId("right").value);
  const reason = byId("why").value.trim();
  byId("decision").close();
  setText(byId("done"), "");
  if (!(await runRequest(() => request(image, digit, reason)))) return;
  setText(byId("done"), done);
  await show();
  if (document.activeElement === document.body) byId("content").focus();
}
