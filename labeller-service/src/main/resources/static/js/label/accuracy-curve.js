const MOST = 1_000;

/**
 * The accuracy curve as uPlot wants it: columns [step, low, high, accuracy]. Items may come twice or late; when a
 * trainer starts anew its steps start anew too, and the curve with it.
 */
export class CurvePoints {
  #items = [];

  add(items) {
    for (const item of items) {
      const last = this.#items.at(-1);
      if (this.#items.some((known) => known.checkpoint === item.checkpoint)) continue;
      if (last && item.step < last.step && item.position >= last.position) this.#items = [];
      this.#items.push(item);
    }
    this.#items.sort((a, b) => a.step - b.step);
    if (this.#items.length > MOST) this.#items = this.#items.slice(-MOST);
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

  columns() {
    const heights = ["low", "high", "accuracy"].map((name) => this.#items.map((item) => height(item[name])));
    return [this.#items.map((item) => item.step), ...heights];
  }
}

const MARKS = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999];
const SMALLEST_ERROR = 1e-4;

/** Where an accuracy stands on the chart: errors on a logarithmic scale, so that 95 to 97.5 % is a step like 90 to 95 %. */
export const height = (accuracy) => -Math.log10(Math.max(SMALLEST_ERROR, 1 - accuracy));

/** The accuracy at a height. */
export const accuracyAt = (h) => 1 - 10 ** -h;

/** From the mark below the lowest height to the mark above the highest. */
export function heightRange(low, high) {
  const marks = MARKS.map(height);
  if (low == null || high == null) return [0, height(0.9)];
  return [
    marks.findLast((mark) => mark <= low) ?? marks[0],
    marks.find((mark) => mark >= high) ?? marks.at(-1),
  ];
}

/** The heights with a grid line. */
export const marksBetween = (from, to) => MARKS.map(height).filter((mark) => mark >= from - 1e-9 && mark <= to + 1e-9);
