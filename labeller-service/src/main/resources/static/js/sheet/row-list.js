import { paintPixels } from "../draw/paint-pixels.js";
import { byId, element, setText } from "../ui/dom.js";
import { labelOf, rowProblem } from "./sheet-model.js";

/** The rows of a sheet: each with its digits as they will be stored, and a field for the text of the row. */
export class RowList {
  #list = byId("rows");
  #on;
  #shown = []; // of each row: {item, pictures, field, problem}
  #pixels = new Map(); // box id -> {place, pixels}

  /** @param on  {type(row, text), choose(id)} */
  constructor(on) {
    this.#on = on;
    this.#list.addEventListener("click", ({ target }) => {
      const id = target.closest("[data-id]")?.dataset.id;
      if (id) this.#on.choose(Number(id));
    });
  }

  /**
   * Brings the list in line with the model.
   *
   * @param cut  (box) => 784 bytes, or null when nothing is in it
   */
  show(model, chosen, cut) {
    while (this.#shown.length > model.rows.length) this.#shown.pop().item.remove();
    while (this.#shown.length < model.rows.length) this.#append(this.#shown.length);
    for (const [r, row] of model.rows.entries()) this.#showRow(this.#shown[r], row, r, chosen, cut);
  }

  /** Another photo is on show. */
  clear() {
    this.#pixels.clear();
    for (const { item } of this.#shown.splice(0)) item.remove();
  }

  focusField(row) {
    this.#shown[row].field.focus();
  }

  #append(r) {
    const number = r + 1;
    const pictures = element("ol", { className: "pictures", aria: { label: `Digits of row ${number}` } });
    const field = element("input", {
      type: "text",
      inputMode: "numeric",
      autocomplete: "off",
      spellcheck: false,
      id: `row-${number}`,
      aria: { describedby: `row-${number}-problem` },
    });
    field.addEventListener("input", () => this.#on.type(r, field.value));
    const problem = element("p", { className: "problem", id: `row-${number}-problem`, role: "status" });
    const label = element("label", { htmlFor: field.id }, `Row ${number}`);
    const item = element("li", { className: "sheet-row" }, label, field, problem, pictures);
    this.#list.append(item);
    this.#shown.push({ item, pictures, field, problem });
  }

  #showRow({ pictures, field, problem }, row, r, chosen, cut) {
    if (field.value !== row.digits) field.value = row.digits;
    const wrong = rowProblem(row);
    field.setAttribute("aria-invalid", wrong !== null);
    field.placeholder = "?".repeat(Math.min(40, row.boxes.length));
    setText(problem, wrong ?? "");
    while (pictures.children.length > row.boxes.length) pictures.lastElementChild.remove();
    for (const [i, box] of row.boxes.entries()) {
      if (!pictures.children[i]) pictures.append(newPicture());
      this.#showPicture(pictures.children[i], box, labelOf(row, i), box.id === chosen, cut);
    }
  }

  #showPicture(item, box, label, isChosen, cut) {
    const place = [box.left, box.top, box.width, box.height].join();
    let known = this.#pixels.get(box.id);
    if (known?.place !== place) {
      known = { place, pixels: cut(box) };
      this.#pixels.set(box.id, known);
    }
    const key = `${box.id} ${place}`;
    if (item.dataset.key !== key) {
      item.dataset.key = key;
      item.dataset.id = box.id;
      paintPixels(item.querySelector("canvas"), known.pixels);
    }
    item.dataset.chosen = isChosen;
    item.dataset.empty = known.pixels === null;
    setText(item.querySelector(".picture-label"), known.pixels === null ? "empty" : (label ?? "–"));
  }
}

function newPicture() {
  const canvas = element("canvas", { className: "digit", width: 28, height: 28, aria: { hidden: "true" } });
  return element("li", { className: "picture" }, element("span", { className: "paper" }, canvas), element("span", { className: "picture-label" }));
}
