import { ApiError } from "../sync/api.js";
import { byId, element, setText } from "../ui/dom.js";
import { errorText } from "../ui/error-text.js";
import { csvAdvice, csvFacts, labelChoices } from "./csv-facts.js";

const MOST_FAILURES = 5;
const MOST_NOTES = 5;
let turn = Promise.resolve(); // one file after the other

/**
 * Shows what a CSV holds before anything of it is stored, and asks what to do.
 *
 * @param look  ({label, scale}, onError) => Promise of what would be imported so
 * @returns {label, scale} to import it with, or null when the person does not want it
 */
export function decideOnCsv(name, look) {
  const mine = turn.then(() => decide(name, look));
  turn = mine.catch(() => {});
  return mine;
}

function decide(name, look) {
  const dialog = byId("csv");
  let csv = {};
  let looks = 0;
  const lookAgain = async () => {
    const mine = ++looks;
    const isCurrent = () => mine === looks && dialog.open;
    csv = { label: byId("csv-label").value, scale: byId("csv-scale").value };
    byId("csv-import").disabled = true;
    setText(byId("csv-message"), "Reading the file. Nothing is stored yet.");
    try {
      const found = await look(csv, (error) => error && isCurrent() && setText(byId("csv-message"), errorText(error, "Asking again.")));
      if (isCurrent()) show(found);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (isCurrent()) setText(byId("csv-message"), errorText(error));
    }
  };
  setText(byId("csv-name"), name);
  clear();
  dialog.returnValue = "";
  byId("csv-label").onchange = lookAgain;
  byId("csv-scale").onchange = lookAgain;
  byId("csv-import").onclick = () => dialog.close("import");
  byId("csv-cancel").onclick = () => dialog.close();
  dialog.showModal();
  lookAgain();
  return new Promise((resolve) => (dialog.onclose = () => resolve(dialog.returnValue === "import" ? csv : null)));
}

function clear() {
  byId("csv-scale").value = "";
  fillLabels([["", "As the file tells"]]);
  for (const id of ["csv-facts", "csv-pictures", "csv-failures", "csv-notes"]) byId(id).replaceChildren();
}

function show(found) {
  fillLabels(labelChoices(found));
  byId("csv-facts").replaceChildren(
    ...csvFacts(found).flatMap(([term, text]) => [element("dt", {}, term), element("dd", {}, text)]),
  );
  byId("csv-pictures").replaceChildren(...found.pictures.map(pictureItem));
  byId("csv-failures").replaceChildren(
    ...found.failed.slice(0, MOST_FAILURES).map(({ name, reason }) => element("li", {}, `${name}: ${reason}`)),
  );
  byId("csv-notes").replaceChildren(...found.notes.slice(0, MOST_NOTES).map(({ name, note }) => element("li", {}, `${name}: ${note}`)));
  setText(byId("csv-message"), csvAdvice(found));
  byId("csv-import").disabled = found.images === 0;
}

/** Keeps what is chosen. */
function fillLabels(choices) {
  const select = byId("csv-label");
  const chosen = select.value;
  select.replaceChildren(...choices.map(([value, text]) => element("option", { value }, text)));
  select.value = choices.some(([value]) => value === chosen) ? chosen : "";
}

function pictureItem({ name, digit, png }) {
  const label = digit == null ? "no label" : String(digit);
  return element(
    "li",
    { title: name },
    element("span", { className: "paper" }, element("img", { className: "digit", src: png, alt: "", width: 28, height: 28 })),
    element("span", { className: "cell-text" }, label),
  );
}
