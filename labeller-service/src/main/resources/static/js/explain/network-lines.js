import { indexOf } from "./explanation.js";
import { greatest } from "./geometry.js";
import { colours } from "./shapes.js";

const STRONGEST_ON_THE_WAY = 40; // dots that move between two layers
const PIXELS_AT = 0.24; // where the picture of the pixels ends, in shares of the width
const FAINT = 0.16; // lines that nothing moves on

/** The lines between the neurons, and what moves along them, on a canvas below the neurons. */
export class NetworkLines {
  #canvas;
  #pen;
  #e;
  #places;
  #lines; // by layer of weights: [{from, to, weight, ask}], each a share of the greatest of its layer
  #colours = colours();
  #observer = null;

  constructor(canvas, explanation, places) {
    this.#canvas = canvas;
    this.#pen = canvas.getContext("2d");
    this.#e = explanation;
    this.#places = places;
    this.#lines = new Map();
  }

  /** Calls back when the canvas has another size. */
  onResize(changed) {
    this.#observer = new ResizeObserver(changed);
    this.#observer.observe(this.#canvas);
  }

  close() {
    this.#observer?.disconnect();
  }

  /** @param at  the neuron that is looked at: its lines are strong */
  draw(now, columns, at) {
    const { width, height } = this.#fit();
    this.#pen.clearRect(0, 0, width, height);
    for (const [column, layer] of columns.entries()) {
      if (column === 0 || columns[column - 1] !== layer - 1) continue;
      const lines = this.#linesInto(layer);
      const reached = now.forward ? column <= now.lit : column > now.lit;
      for (const line of lines) this.#line(line, now.forward, reached, at);
      const moving = now.share > 0 && (now.forward ? column === now.from + 1 : column === now.from);
      if (moving) this.#dots(lines, now);
    }
  }

  #fit() {
    const { clientWidth, clientHeight } = this.#canvas;
    const ratio = Math.min(2, devicePixelRatio);
    const [width, height] = [Math.round(clientWidth * ratio), Math.round(clientHeight * ratio)];
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    return { width, height };
  }

  #linesInto(layer) {
    if (!this.#lines.has(layer)) this.#lines.set(layer, layer === 1 ? this.#fromPixels() : this.#fromNeurons(layer));
    return this.#lines.get(layer);
  }

  /** One line for each neuron stands for its many from the pixels. */
  #fromPixels() {
    const to = this.#places.filter(({ layer }) => layer === 1);
    const most = greatest(to.map(({ index }) => this.#e.z[1][index]));
    const wishes = greatest(this.#e.wishes[1]);
    return to.map((place) => ({
      from: { layer: 0, index: 0, x: PIXELS_AT, y: 0.5 },
      to: place,
      weight: this.#e.z[1][place.index] / most,
      ask: this.#e.wishes[1][place.index] / wishes,
    }));
  }

  #fromNeurons(layer) {
    const { network, contributions } = this.#e;
    const l = layer - 1;
    const lines = this.#places
      .filter((place) => place.layer === l)
      .flatMap((from) => this.#places.filter((place) => place.layer === layer).map((to) => ({ from, to })));
    const at = lines.map(({ from, to }) => indexOf(this.#e, l, from.index, to.index));
    const weights = greatest(at.map((k) => network.weights[l][k]));
    const asks = greatest(at.map((k) => contributions[l][k]));
    return lines.map((line, n) => ({ ...line, weight: network.weights[l][at[n]] / weights, ask: contributions[l][at[n]] / asks }));
  }

  #line({ from, to, weight, ask }, forward, reached, at) {
    const value = forward ? weight : ask;
    const ofChosen = to.layer === at.layer && to.index === at.index;
    const strength = Math.abs(value) * (reached ? 0.8 : FAINT);
    if (strength < 0.03 && !ofChosen) return;
    this.#pen.strokeStyle = `rgb(${value < 0 ? this.#colours.down : this.#colours.up} / ${ofChosen ? Math.max(0.35, strength) : strength})`;
    this.#pen.lineWidth = (ofChosen ? 2 : 1) * Math.min(2, devicePixelRatio);
    this.#pen.setLineDash(value < 0 ? [6, 4] : []);
    this.#pen.beginPath();
    this.#pen.moveTo(...this.#point(from));
    this.#pen.lineTo(...this.#point(to));
    this.#pen.stroke();
  }

  #dots(lines, { forward, share }) {
    const value = forward ? ({ weight, from }) => weight * (from.layer === 0 ? 1 : this.#e.a[from.layer][from.index]) : ({ ask }) => ask;
    const strongest = [...lines].sort((one, other) => Math.abs(value(other)) - Math.abs(value(one))).slice(0, STRONGEST_ON_THE_WAY);
    const part = forward ? share : 1 - share;
    for (const line of strongest) {
      const [x0, y0] = this.#point(line.from);
      const [x1, y1] = this.#point(line.to);
      const radius = (1.5 + 3 * Math.abs(value(line))) * Math.min(2, devicePixelRatio);
      this.#pen.fillStyle = `rgb(${value(line) < 0 ? this.#colours.down : this.#colours.up})`;
      this.#pen.beginPath();
      this.#pen.arc(x0 + (x1 - x0) * part, y0 + (y1 - y0) * part, radius, 0, 2 * Math.PI);
      this.#pen.fill();
    }
  }

  #point = ({ x, y }) => [x * this.#canvas.width, y * this.#canvas.height];
}
