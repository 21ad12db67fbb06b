/**
 * A sheet of images that the network reads as the same digit. Each counts as that digit unless it is left out or keyed in
 * as another.
 */
export class Sheet {
  #marks; // image -> a digit, or "out"

  /** @param tasks  as /api/bulk hands them out */
  constructor(digit, tasks, marks = []) {
    this.digit = digit;
    this.tasks = tasks;
    this.#marks = new Map(marks);
  }

  /** @param kept  what `toJSON` of another gave */
  static of({ digit, tasks, marks }) {
    return new Sheet(digit, tasks, marks);
  }

  toJSON() {
    return { digit: this.digit, tasks: this.tasks, marks: [...this.#marks] };
  }

  /** What a person made of an image: null (it is as the network reads it), "out" or another digit. */
  mark(image) {
    return this.#marks.get(image) ?? null;
  }

  /** Leaves an image out, or takes it in again. */
  toggle(image) {
    if (this.#marks.has(image)) this.#marks.delete(image);
    else this.#marks.set(image, "out");
  }

  /** Says which digit an image is. */
  key(image, digit) {
    if (digit === this.digit) this.#marks.delete(image);
    else this.#marks.set(image, digit);
  }

  /** What to send: a label for every image that is not left out. */
  labels() {
    return this.tasks
      .filter(({ image }) => this.#marks.get(image) !== "out")
      .map(({ image, version, lease }) => ({ image, digit: this.#marks.get(image) ?? this.digit, version, lease }));
  }

  /**
   * What takes its labels back: a digit of null for each. The images wait for labels again, but not for this sheet alone,
   * and in versions that are not known yet.
   */
  takeBack() {
    const taken = this.labels().map(({ image }) => ({ image, digit: null }));
    this.tasks = this.tasks.map((task) => ({ ...task, version: null, lease: null }));
    return taken;
  }

  get counts() {
    const marks = [...this.#marks.values()];
    const out = marks.filter((mark) => mark === "out").length;
    return { same: this.tasks.length - marks.length, other: marks.length - out, out };
  }
}

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The index that a key moves to in a grid of `count` cells in rows of `columns`; null when the key does not move. */
export function moved(key, index, count, columns) {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = STEPS[key];
  if (!step) return null;
  const to = index + step[0] + step[1] * columns;
  return to >= 0 && to < count ? to : index;
}
