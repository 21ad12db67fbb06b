import { byId, element, setText } from "../ui/dom.js";
import { percent } from "../ui/format.js";
import { fromBase64 } from "./drawings.js";
import { paintPixels } from "./paint-pixels.js";

const list = byId("labelled-drawings");
const rows = new Map(); // drawing id -> list element

const STATES = {
  storing: "not sent yet",
  labelling: "not sent yet",
  saved: "saved; the next checkpoint learns it",
  learned: "learned",
  "held-out": "saved; kept to measure, never trained on",
};

/** Lists the drawings, newest first: what each is, how far it has come, and what learning it changed. */
export function showLabelledDrawings(drawings) {
  byId("no-labelled-drawings").hidden = drawings.length > 0;
  for (const drawing of drawings) {
    const row = rows.get(drawing.id) ?? newRow(drawing);
    row.dataset.state = drawing.state;
    setText(row.querySelector(".labelled-state"), drawing.reason ?? STATES[drawing.state]);
    const { before, after } = drawing;
    const from = before === null ? "" : `${percent(before, 0)} → `;
    setText(row.querySelector(".labelled-change"), after === null ? "" : from + percent(after, 0));
  }
}

function newRow({ id, pixels, digit }) {
  const picture = element("canvas", { className: "digit", width: 28, height: 28 });
  paintPixels(picture, fromBase64(pixels));
  const row = element(
    "li",
    { data: { drawing: id, digit } },
    element("span", { className: "paper", aria: { hidden: "true" } }, picture),
    element("span", { className: "labelled-digit", textContent: digit }),
    element("span", { className: "labelled-state" }),
    element("span", { className: "labelled-change" }),
  );
  rows.set(id, row);
  list.prepend(row);
  return row;
}
