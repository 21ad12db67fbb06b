import { fromBase64 } from "./drawings.js";
import { byId, element, setText } from "../ui/dom.js";
import { percent } from "../ui/format.js";
import { paintPixels } from "./drawing-canvas.js";

const list = byId("taught");
const rows = new Map(); // drawing id -> list element

const WORDS = {
  storing: "on its way",
  labelling: "on its way",
  saved: "saved; the next checkpoint learns it",
  learned: "learned",
  "held-out": "saved; kept to measure, never trained on",
};

/** The drawings, newest first: what each is, how far it has come, and what learning it changed. */
export function showTaught(drawings) {
  byId("taught-empty").hidden = drawings.length > 0;
  for (const drawing of drawings) {
    const row = rows.get(drawing.id) ?? newRow(drawing);
    row.dataset.state = drawing.state;
    setText(row.querySelector(".taught-state"), drawing.reason ?? WORDS[drawing.state]);
    const { before, after } = drawing;
    const then = before === null ? "" : `${percent(before, 0)} → `;
    setText(row.querySelector(".taught-change"), after === null ? "" : then + percent(after, 0));
  }
}

function newRow({ id, pixels, digit }) {
  const picture = element("canvas", { className: "digit", width: 28, height: 28 });
  paintPixels(picture, fromBase64(pixels));
  const row = element(
    "li",
    { data: { drawing: id, digit } },
    element("span", { className: "paper", aria: { hidden: "true" } }, picture),
    element("span", { className: "taught-digit", textContent: digit }),
    element("span", { className: "taught-state" }),
    element("span", { className: "taught-change" }),
  );
  rows.set(id, row);
  list.prepend(row);
  return row;
}
