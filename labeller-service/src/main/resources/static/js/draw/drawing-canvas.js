import { color } from "../ui/dom.js";
import { normalise } from "./mnist-form.js";
import { Pen } from "./keyboard-pen.js";
import { onThemeChange } from "../ui/theme.js";

const GRID = 280; // the resolution that drawings are normalised from
const PEN = 0.078; // of the side; a digit that fills the paper then has strokes as thick as MNIST's

/** A sheet to draw on with mouse, pen, finger or keys. Strokes are kept as points between 0 and 1, so they survive a resize. */
export class Paper {
  #canvas;
  #changed;
  #strokes = [];
  #drawing = null; // pointer id
  #pen = new Pen();
  #penSeen = false; // from the first key to the next pointer
  #moved;

  /**
   * @param changed  called after every change of the drawing
   * @param moved    called when the pen, which keys move, is put down or lifted: whether it is down
   */
  constructor(canvas, changed, moved) {
    this.#canvas = canvas;
    this.#changed = changed;
    this.#moved = moved;
    canvas.addEventListener("blur", () => this.#pen.releaseAll());
    canvas.addEventListener("pointerdown", (event) => this.#begin(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => (this.#drawing = null));
    new ResizeObserver(() => this.#paint()).observe(canvas);
    onThemeChange(() => this.#paint());
  }

  get empty() {
    return this.#strokes.length === 0;
  }

  clear() {
    this.#strokes = [];
    this.#drawing = null;
    this.#lift();
    this.#show();
  }

  undo() {
    this.#strokes.pop();
    this.#lift();
    this.#show();
  }

  /** Arrow keys move the pen, Space puts it down or lifts it. Returns whether the key was one of these. */
  press({ key, shiftKey, repeat }) {
    const { x, y } = this.#pen;
    if (key === " ") {
      if (repeat) return true;
      if (this.#pen.down) this.#lift();
      else {
        this.#pen.down = true;
        this.#strokes.push([[x, y]]);
        this.#moved(true);
      }
    } else if (!this.#pen.press(key, shiftKey)) return false;
    else if (this.#pen.down) this.#strokes.at(-1).push([this.#pen.x, this.#pen.y]);
    this.#penSeen = true;
    this.#show();
    return true;
  }

  release({ key }) {
    this.#pen.release(key);
  }

  #lift() {
    if (!this.#pen.down) return;
    this.#pen.down = false;
    this.#moved(false);
  }

  /** The drawing as 784 bytes, or null when the paper is empty. */
  pixels() {
    if (this.empty) return null;
    const canvas = new OffscreenCanvas(GRID, GRID);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    this.#trace(context, GRID, "#000");
    const { data } = context.getImageData(0, 0, GRID, GRID);
    return normalise(Uint8Array.from({ length: GRID * GRID }, (_, i) => data[4 * i + 3]), GRID, GRID);
  }

  #begin(event) {
    if (this.#drawing !== null || event.button !== 0) return;
    this.#lift();
    this.#penSeen = false;
    this.#canvas.setPointerCapture(event.pointerId);
    this.#drawing = event.pointerId;
    this.#strokes.push([this.#point(event)]);
    this.#show();
    event.preventDefault();
  }

  #move(event) {
    if (event.pointerId !== this.#drawing) return;
    const coalesced = event.getCoalescedEvents?.() ?? [];
    for (const part of coalesced.length > 0 ? coalesced : [event]) this.#strokes.at(-1).push(this.#point(part));
    this.#show();
  }

  #point(event) {
    const box = this.#canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }

  #show() {
    this.#paint();
    this.#changed();
  }

  #paint() {
    const side = Math.round(this.#canvas.clientWidth * devicePixelRatio);
    if (this.#canvas.width !== side) this.#canvas.width = this.#canvas.height = side;
    const context = this.#canvas.getContext("2d");
    context.clearRect(0, 0, side, side);
    this.#trace(context, side, color("--ink"));
    if (this.#penSeen) this.#paintPen(context, side);
  }

  /** A ring where the pen is, filled while it is down. */
  #paintPen(context, side) {
    const { x, y, down } = this.#pen;
    context.beginPath();
    context.arc(x * side, y * side, (PEN / 2) * side, 0, 2 * Math.PI);
    Object.assign(context, { lineWidth: 3 * devicePixelRatio, strokeStyle: color("--accent"), fillStyle: color("--accent") });
    if (down) context.fill();
    context.stroke();
  }

  #trace(context, side, ink) {
    Object.assign(context, { lineWidth: PEN * side, lineCap: "round", lineJoin: "round", strokeStyle: ink });
    for (const stroke of this.#strokes) {
      context.beginPath();
      context.moveTo(stroke[0][0] * side, stroke[0][1] * side);
      // Through the midpoints, with the points as control points: no corners where the pointer was sampled.
      for (let i = 1; i < stroke.length; i++) {
        const [x, y] = stroke[i - 1];
        const [nextX, nextY] = stroke[i];
        context.quadraticCurveTo(x * side, y * side, ((x + nextX) / 2) * side, ((y + nextY) / 2) * side);
      }
      const [x, y] = stroke.at(-1);
      context.lineTo(x * side, y * side);
      context.stroke();
    }
  }
}

/** Paints 784 bytes on a canvas of 28 x 28 as white ink on black, like every other image of a digit. */
export function paintPixels(canvas, pixels) {
  const data = new Uint8ClampedArray(4 * 784);
  for (let i = 0; i < 784; i++) data.set([...Array(3).fill(pixels?.[i] ?? 0), 255], 4 * i);
  canvas.getContext("2d").putImageData(new ImageData(data, 28, 28), 0, 0);
}
