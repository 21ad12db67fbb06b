const MOST = 1_000;

/**
 * The measured accuracies, by step: all recent ones, and the fewer the older they are. Items may come twice or late. When a
 * trainer starts from the beginning, so do its steps, and the curve with them.
 */
export class AccuracyCurve {
  #items = [];

  add(items) {
    for (const item of items) {
      const last = this.#items.at(-1);
      if (this.#items.some((known) => known.checkpoint === item.checkpoint)) continue;
      if (last && item.step < last.step && item.position >= last.position) this.#items = [];
      this.#items.push(item);
    }
    this.#items.sort((a, b) => a.step - b.step);
    if (this.#items.length > MOST) this.#thin();
  }

  /** The newer half stays whole, and of the older half every other item: the curve goes on beginning where it began. */
  #thin() {
    const half = Math.floor(this.#items.length / 2);
    this.#items = this.#items.filter((_, i) => i >= half || i % 2 === 0);
  }

  get size() {
    return this.#items.length;
  }

  get last() {
    return this.#items.at(-1) ?? null;
  }

  at(index) {
    return this.#items[index] ?? null;
  }

  /** What uPlot draws: [steps, heights of low, of high, of accuracy]. */
  columns() {
    const heights = ["low", "high", "accuracy"].map((name) => this.#items.map((item) => heightOf(item[name])));
    return [this.#items.map((item) => item.step), ...heights];
  }
}

const GRID_LINES = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999];
const SMALLEST_ERROR = 1e-4;

/** Where an accuracy is drawn: errors on a logarithmic scale, so that 95 to 97.5 % is as far as 90 to 95 %. */
export const heightOf = (accuracy) => -Math.log10(Math.max(SMALLEST_ERROR, 1 - accuracy));

/** The accuracy that is drawn at a height. */
export const accuracyAt = (h) => 1 - 10 ** -h;

/** The heights that the chart spans: from the grid line below the lowest value to the one above the highest. */
export function heightRange(low, high) {
  const lines = GRID_LINES.map(heightOf);
  if (low == null || high == null) return [0, heightOf(0.9)];
  return [
    lines.findLast((line) => line <= low) ?? lines[0],
    lines.find((line) => line >= high) ?? lines.at(-1),
  ];
}

/** The heights of the grid lines in a span. */
export const gridLinesBetween = (from, to) =>
  GRID_LINES.map(heightOf).filter((line) => line >= from - 1e-9 && line <= to + 1e-9);
