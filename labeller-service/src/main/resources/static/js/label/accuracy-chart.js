import uPlot from "../../webjars/uplot/dist/uPlot.esm.js";
import { accuracyAt, gridLinesBetween, heightRange } from "./accuracy-curve.js";
import { color } from "../ui/dom.js";
import { count, percent } from "../ui/format.js";
import { onThemeChange } from "../ui/theme.js";

const FONT = "11px system-ui, sans-serif";
const FEW = 10; // below this many points each is drawn as a dot

/** The held-out accuracy over the steps of training, with its 95 % interval as a band. */
export class AccuracyChart {
  #container;
  #curve;
  #plot = null;
  #pointed;

  /**
   * @param curve    an AccuracyCurve
   * @param pointed  called with the curve's item under the pointer, or null
   */
  constructor(container, curve, pointed) {
    this.#container = container;
    this.#curve = curve;
    this.#pointed = pointed;
    new ResizeObserver(() => this.#plot?.setSize(this.#size)).observe(container);
    onThemeChange(() => this.#build());
  }

  /** Draws the curve as it is now. */
  update() {
    if (this.#curve.size === 0) return;
    if (this.#plot) this.#plot.setData(this.#curve.columns());
    else this.#build();
    const { accuracy, step } = this.#curve.last;
    this.#container.setAttribute("aria-label", `Held-out accuracy over training: ${percent(accuracy)} at step ${count(step)}`);
  }

  get #size() {
    return { width: this.#container.clientWidth, height: this.#container.clientHeight };
  }

  #build() {
    if (this.#curve.size === 0) return;
    this.#plot?.destroy();
    this.#plot = new uPlot(this.#options(), this.#curve.columns(), this.#container);
  }

  #options() {
    const line = color("--accent");
    const band = color("--accent-band");
    const axis = { stroke: color("--muted"), font: FONT, ticks: { show: false }, gap: 6 };
    const grid = { stroke: color("--line"), width: 1 };
    return {
      ...this.#size,
      padding: [8, 18, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { setScale: false }, points: { size: 8, fill: line, stroke: color("--surface") } },
      scales: { x: { time: false }, y: { range: (_, low, high) => heightRange(low, high) } },
      axes: [
        { ...axis, grid: { show: false }, size: 24, space: 70, values: (_, steps) => steps.map((step) => count(step)) },
        {
          ...axis,
          grid,
          size: 48,
          splits: (_plot, _axis, from, to) => gridLinesBetween(from, to),
          values: (_, heights) => heights.map((h) => percent(accuracyAt(h), h > 2.1 ? 1 : 0)),
        },
      ],
      series: [
        {},
        { stroke: "transparent", points: { show: false } },
        { stroke: "transparent", points: { show: false } },
        { stroke: line, width: 1.75, points: { show: (plot) => plot.data[0].length < FEW, size: 5, fill: line } },
      ],
      bands: [{ series: [2, 1], fill: band }],
      hooks: { setCursor: [(plot) => this.#pointed(plot.cursor.idx == null ? null : this.#curve.at(plot.cursor.idx))] },
    };
  }
}
