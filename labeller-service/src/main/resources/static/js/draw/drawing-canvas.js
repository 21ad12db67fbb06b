import { color } from "../ui/dom.js";
import { KeyboardPen } from "./keyboard-pen.js";
import { toMnistForm } from "./mnist-form.js";
import { onThemeChange } from "../ui/theme.js";

const RESOLUTION = 280; // pixels per side of the drawing that is brought into MNIST's form
const PEN_WIDTH = 0.078; // of the side: a digit that fills the canvas then has strokes as thick as MNIST's

/** A canvas to draw on with mouse, pen, finger or keys. Strokes are kept as points between 0 and 1, so they survive a resize. */
export class DrawingCanvas {
  #canvas;
  #onChange;
  #strokes = [];
  #pointer = null; // the id of the pointer that draws
  #pen = new KeyboardPen();
  #penVisible = false; // from the first key to the next pointer
  #onPenDown;

  /**
   * @param onChange   called after every change of the drawing
   * @param onPenDown  called with true when a key puts the pen down, with false when it is lifted
   */
  constructor(canvas, onChange, onPenDown) {
    this.#canvas = canvas;
    this.#onChange = onChange;
    this.#onPenDown = onPenDown;
    canvas.addEventListener("blur", () => this.#pen.releaseAll());
    canvas.addEventListener("pointerdown", (event) => this.#begin(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => (this.#pointer = null));
    new ResizeObserver(() => this.#paint()).observe(canvas);
    onThemeChange(() => this.#paint());
  }

  get isEmpty() {
    return this.#strokes.length === 0;
  }

  /** Removes all strokes. */
  clear() {
    this.#strokes = [];
    this.#pointer = null;
    this.#lift();
    this.#repaint();
  }

  /** Removes the last stroke. */
  undo() {
    this.#strokes.pop();
    this.#lift();
    this.#repaint();
  }

  /** A key was pressed: arrows move the pen, Space puts it down or lifts it. Returns whether it was one of these. */
  press({ key, shiftKey, repeat }) {
    const { x, y } = this.#pen;
    if (key === " ") {
      if (repeat) return true;
      if (this.#pen.down) this.#lift();
      else {
        this.#pen.down = true;
        this.#strokes.push([[x, y]]);
        this.#onPenDown(true);
      }
    } else if (!this.#pen.press(key, shiftKey)) return false;
    else if (this.#pen.down) this.#strokes.at(-1).push([this.#pen.x, this.#pen.y]);
    this.#penVisible = true;
    this.#repaint();
    return true;
  }

  /** A key was released. */
  release({ key }) {
    this.#pen.release(key);
  }

  #lift() {
    if (!this.#pen.down) return;
    this.#pen.down = false;
    this.#onPenDown(false);
  }

  /** The drawing in MNIST's form: 784 bytes, or null when there is none. */
  pixels() {
    if (this.isEmpty) return null;
    const canvas = new OffscreenCanvas(RESOLUTION, RESOLUTION);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    this.#traceStrokes(context, RESOLUTION, "#000");
    const { data } = context.getImageData(0, 0, RESOLUTION, RESOLUTION);
    return toMnistForm(Uint8Array.from({ length: RESOLUTION * RESOLUTION }, (_, i) => data[4 * i + 3]), RESOLUTION, RESOLUTION);
  }

  #begin(event) {
    if (this.#pointer !== null || event.button !== 0) return;
    this.#lift();
    this.#penVisible = false;
    this.#canvas.setPointerCapture(event.pointerId);
    this.#pointer = event.pointerId;
    this.#strokes.push([this.#point(event)]);
    this.#repaint();
    event.preventDefault();
  }

  #move(event) {
    if (event.pointerId !== this.#pointer) return;
    const coalesced = event.getCoalescedEvents?.() ?? [];
    for (const part of coalesced.length > 0 ? coalesced : [event]) this.#strokes.at(-1).push(this.#point(part));
    this.#repaint();
  }

  #point(event) {
    const box = this.#canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }

  #repaint() {
    this.#paint();
    this.#onChange();
  }

  #paint() {
    const side = Math.round(this.#canvas.clientWidth * devicePixelRatio);
    if (this.#canvas.width !== side) Object.assign(this.#canvas, { width: side, height: side });
    const context = this.#canvas.getContext("2d");
    context.clearRect(0, 0, side, side);
    this.#traceStrokes(context, side, color("--ink"));
    if (this.#penVisible) this.#tracePen(context, side);
  }

  /** A ring at the pen, filled while it is down. */
  #tracePen(context, side) {
    const { x, y, down } = this.#pen;
    context.beginPath();
    context.arc(x * side, y * side, (PEN_WIDTH / 2) * side, 0, 2 * Math.PI);
    Object.assign(context, { lineWidth: 3 * devicePixelRatio, strokeStyle: color("--accent"), fillStyle: color("--accent") });
    if (down) context.fill();
    context.stroke();
  }

  #traceStrokes(context, side, ink) {
    Object.assign(context, { lineWidth: PEN_WIDTH * side, lineCap: "round", lineJoin: "round", strokeStyle: ink });
    for (const stroke of this.#strokes) {
      context.beginPath();
      context.moveTo(stroke[0][0] * side, stroke[0][1] * side);
      // Through the midpoints, with the points as control points: this leaves no corners at the points.
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
