/** What one reviewer does on the page Review; knows neither network nor DOM. */
export class ReviewSession {
  #waiting = []; // images of /api/review, the one on show first
  #skipped = new Set(); // image ids
  #decisions = []; // {item, digit, comment, number}, the last one at the end
  #number = 0; // of the last decision
  #newId;

  constructor({ newId }) {
    this.#newId = newId;
  }

  /** The image on show, or null. */
  get current() {
    return this.#waiting[0] ?? null;
  }

  get size() {
    return this.#waiting.length;
  }

  /** The decision that `takeBack` would take back, or null. */
  get last() {
    return this.#decisions.at(-1) ?? null;
  }

  /** The number of the last decision; it only grows. */
  get number() {
    return this.#number;
  }

  /**
   * Takes what the server says is waiting. The image on show stays, whatever the server says; those that were decided on since
   * do not come back, and those that were skipped come after all others.
   *
   * @param known  the number of the last decision that the server knew of when it was asked
   */
  receive(images, known) {
    const shown = this.current;
    const decided = new Set(this.#decisions.filter(({ number }) => number > known).map(({ item }) => item.image));
    const others = images.filter(({ image }) => image !== shown?.image && !decided.has(image));
    const isSkipped = ({ image }) => this.#skipped.has(image);
    this.#waiting = [...(shown ? [shown] : []), ...others.filter((item) => !isSkipped(item)), ...others.filter(isSkipped)];
  }

  /** Forgets what waits, but not what was decided: another queue is asked for. */
  clear() {
    this.#waiting = [];
    this.#skipped.clear();
  }

  /**
   * Adjudicates the image on show, and goes on to the next.
   *
   * @param digit  null for an image of no digit
   * @return {item, digit, comment, key}, or null when no image is on show
   */
  decide(digit, comment = "") {
    const item = this.#waiting.shift();
    if (!item) return null;
    const decision = { item, digit, comment, key: this.#newId(), number: ++this.#number };
    this.#skipped.delete(item.image);
    this.#decisions.push(decision);
    return decision;
  }

  /** Puts the image on show behind all others. Returns it, or null. */
  skip() {
    const item = this.#waiting.shift();
    if (!item) return null;
    this.#skipped.add(item.image);
    this.#waiting.push(item);
    return item;
  }

  /** Shows the image of the last decision again. Returns that decision, with the key of the request that takes it back, or null. */
  takeBack() {
    const decision = this.#decisions.pop();
    if (!decision) return null;
    this.#show(decision.item);
    return { ...decision, key: this.#newId() };
  }

  /** The server refused a decision: its image is on show again. */
  refused(decision) {
    this.#decisions = this.#decisions.filter((other) => other !== decision);
    this.#show(decision.item);
  }

  /** The server refused to take a decision back: it stands. */
  stands({ item, digit, comment }) {
    this.#waiting = this.#waiting.filter(({ image }) => image !== item.image);
    this.#decisions.push({ item, digit, comment, number: ++this.#number });
  }

  #show(item) {
    this.#waiting = [item, ...this.#waiting.filter(({ image }) => image !== item.image)];
  }
}
