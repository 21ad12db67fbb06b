import { byId, element } from "../ui/dom.js";
import { labelOf } from "./sheet-model.js";

const DOUBTFUL = 0.5;
const CORNERS = ["top-left", "top-right", "bottom-left", "bottom-right"];
const LEAST_DRAWN = 8; // pixels of the screen: what is smaller was a click

/**
 * The boxes over the photo: chosen, moved and sized with mouse, pen and finger. What they are is the model's; a change is told,
 * and `show` brings the elements in line with the model.
 */
export class BoxLayer {
  #layer = byId("boxes");
  #model = null;
  #on;
  #elements = new Map(); // box id -> button
  #handles = element("span", { className: "handles", hidden: true }, ...CORNERS.map((corner) => element("span", { className: "handle", data: { corner } })));
  #chosen = null;
  #drag = null; // {id, corner, x, y, start: box, changed}
  #drawn = null; // the frame of a new box
  drawing = false; // whether a finger draws a new box rather than scrolls

  /** @param on  {choose(id), begin(), change(id), draw(box)} */
  constructor(on) {
    this.#on = on;
    this.#layer.append(this.#handles);
    this.#layer.addEventListener("pointerdown", (event) => this.#down(event));
    this.#layer.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"]) this.#layer.addEventListener(end, (event) => this.#up(event));
    this.#layer.addEventListener("focusin", ({ target }) => target.dataset.id && this.#on.choose(Number(target.dataset.id)));
  }

  /** @param chosen  id of the box that has handles, or null */
  show(model, chosen) {
    this.#model = model;
    this.#chosen = chosen;
    this.#layer.dataset.drawing = this.drawing;
    const ids = new Set();
    for (const [r, row] of model.rows.entries())
      for (const [i, box] of row.boxes.entries()) {
        ids.add(box.id);
        this.#place(box, this.#button(box.id), row, r, i, chosen);
      }
    for (const [id, button] of this.#elements)
      if (!ids.has(id)) {
        button.remove();
        this.#elements.delete(id);
      }
    this.#handles.hidden = chosen === null;
    if (chosen !== null) this.#frame(this.#handles, model.find(chosen).box);
    else if (model.count > 0) this.#elements.get(model.rows[0].boxes[0].id).tabIndex = 0;
  }

  focus(id) {
    this.#elements.get(id)?.focus({ preventScroll: false });
  }

  #button(id) {
    let button = this.#elements.get(id);
    if (!button) {
      button = element("button", { type: "button", className: "box", data: { id } });
      this.#elements.set(id, button);
      this.#layer.append(button);
    }
    return button;
  }

  #place(box, button, row, r, i, chosen) {
    this.#frame(button, box);
    button.tabIndex = box.id === chosen ? 0 : -1;
    button.dataset.doubtful = box.confidence < DOUBTFUL;
    button.dataset.odd = r % 2 === 1;
    button.setAttribute("aria-pressed", box.id === chosen);
    const label = labelOf(row, i);
    const parts = [`Row ${r + 1}, box ${i + 1} of ${row.boxes.length}`, label ? `labelled ${label}` : "no label"];
    if (box.confidence < DOUBTFUL) parts.push("doubtful");
    button.setAttribute("aria-label", parts.join(", "));
  }

  #frame({ style }, { left, top, width, height }) {
    const percent = (value, whole) => `${(100 * value) / whole}%`;
    style.left = percent(left, this.#model.width);
    style.top = percent(top, this.#model.height);
    style.width = percent(width, this.#model.width);
    style.height = percent(height, this.#model.height);
  }

  #point({ clientX, clientY }) {
    const frame = this.#layer.getBoundingClientRect();
    return {
      x: ((clientX - frame.left) / frame.width) * this.#model.width,
      y: ((clientY - frame.top) / frame.height) * this.#model.height,
    };
  }

  #down(event) {
    if (event.button !== 0 || this.#drag || !this.#model) return;
    const { corner } = event.target.dataset;
    const button = corner ? this.#elements.get(this.#chosen) : event.target.closest(".box");
    const isFinger = event.pointerType === "touch";
    const start = this.#point(event);
    if (!button || this.drawing) {
      if (isFinger && !this.drawing) return; // scrolls
      event.preventDefault();
      this.#drag = { ...start, pointer: event.pointerId, draws: true };
      this.#layer.setPointerCapture(event.pointerId);
      return;
    }
    const id = Number(button.dataset.id);
    const wasChosen = button.getAttribute("aria-pressed") === "true";
    button.focus({ preventScroll: true });
    if (isFinger && !wasChosen) return; // the first touch chooses, the next one moves
    event.preventDefault();
    const { left, top, width, height } = this.#model.find(id).box;
    this.#drag = { ...start, pointer: event.pointerId, id, corner, box: { left, top, width, height }, changed: false };
    this.#layer.setPointerCapture(event.pointerId);
  }

  #move(event) {
    if (this.#drag?.pointer !== event.pointerId) return;
    const { x, y } = this.#point(event);
    if (this.#drag.draws) return this.#draw(x, y);
    const { id, corner, box } = this.#drag;
    const [dx, dy] = [x - this.#drag.x, y - this.#drag.y];
    if (!this.#drag.changed) {
      if (Math.hypot(dx, dy) < this.#model.width / 400) return; // a hand that shakes
      this.#drag.changed = true;
      this.#on.begin();
    }
    this.#model.place(id, corner ? resized(box, corner, dx, dy) : { ...box, left: box.left + dx, top: box.top + dy });
    this.#on.change(id);
  }

  #draw(x, y) {
    this.#drawn ??= element("span", { className: "drawn" });
    this.#layer.append(this.#drawn);
    const box = around(this.#drag, { x, y });
    this.#drag.box = box;
    this.#frame(this.#drawn, box);
  }

  #up(event) {
    if (this.#drag?.pointer !== event.pointerId) return;
    const { draws, box } = this.#drag;
    this.#drag = null;
    this.#drawn?.remove();
    this.#drawn = null;
    const least = (LEAST_DRAWN * this.#model.width) / this.#layer.clientWidth;
    if (draws && box && event.type === "pointerup" && box.width >= least && box.height >= least) this.#on.draw(box);
  }
}

const around = (one, other) => ({
  left: Math.min(one.x, other.x),
  top: Math.min(one.y, other.y),
  width: Math.abs(one.x - other.x),
  height: Math.abs(one.y - other.y),
});

/** A box of which one corner was moved. */
function resized({ left, top, width, height }, corner, dx, dy) {
  const right = left + width;
  const bottom = top + height;
  const moved = {
    x: corner.endsWith("left") ? Math.min(right - 2, left + dx) : Math.max(left + 2, right + dx),
    y: corner.startsWith("top") ? Math.min(bottom - 2, top + dy) : Math.max(top + 2, bottom + dy),
  };
  return around(moved, { x: corner.endsWith("left") ? right : left, y: corner.startsWith("top") ? bottom : top });
}
