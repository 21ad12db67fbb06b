/**
 * A sheet of images that the network reads as the same digit. Each image counts as that digit, unless a person marks it: leaves
 * it out, or says that it is another digit.
 */
export class ImageSheet {
  #marks; // image -> a digit, or "out"

  /** @param tasks  as /api/bulk hands them out */
  constructor(digit, tasks, marks = []) {
    this.digit = digit;
    this.tasks = tasks;
    this.#marks = new Map(marks);
  }

  /** @param kept  what `toJSON` of another sheet gave */
  static fromJSON({ digit, tasks, marks }) {
    return new ImageSheet(digit, tasks, marks);
  }

  toJSON() {
    return { digit: this.digit, tasks: this.tasks, marks: [...this.#marks] };
  }

  /** How a person marked an image: null (not at all), "out" or another digit. */
  mark(image) {
    return this.#marks.get(image) ?? null;
  }

  /** Leaves an image out; if it is marked, removes the mark instead. */
  toggle(image) {
    if (this.#marks.has(image)) this.#marks.delete(image);
    else this.#marks.set(image, "out");
  }

  /** Says which digit an image is. */
  setDigit(image, digit) {
    if (digit === this.digit) this.#marks.delete(image);
    else this.#marks.set(image, digit);
  }

  /** The labels to send: one for every image that is not left out. */
  labels() {
    return this.tasks
      .filter(({ image }) => this.#marks.get(image) !== "out")
      .map(({ image, version }) => ({ image, digit: this.#marks.get(image) ?? this.digit, version }));
  }

  /**
   * Takes the sheet's labels back. Returns what to send: a digit of null for each. When the sheet is confirmed once more, it
   * does not know the images' versions.
   */
  retract() {
    const retracted = this.labels().map(({ image }) => ({ image, digit: null }));
    this.tasks = this.tasks.map((task) => ({ ...task, version: null }));
    return retracted;
  }

  /** How many images count as the sheet's digit, as another, and are left out. */
  get counts() {
    const marks = [...this.#marks.values()];
    const out = marks.filter((mark) => mark === "out").length;
    return { same: this.tasks.length - marks.length, other: marks.length - out, out };
  }
}
