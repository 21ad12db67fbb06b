const KEPT = 300;

/**
 * What this session decided, oldest first: the stack that undo walks back, and the strip to correct from.
 *
 * An item: {id, task, what: "label"|"skip"|"reject", digit, at, base, state: "unsent"|"sent"|"failed", reason, changed,
 * position}. `task` is the image as the server handed it out; `base` is what the server may still hold beneath a
 * correction that was never sent.
 */
export class History {
  #items;
  #forgotten; // labels that are too old to keep: how many, and the log position of the last

  /** @param kept  what `toJSON` of an earlier history gave */
  constructor({ items = [], forgotten = { labels: 0, position: 0 } } = {}) {
    this.#items = items;
    this.#forgotten = forgotten;
  }

  get items() {
    return this.#items;
  }

  get last() {
    return this.#items.at(-1) ?? null;
  }

  find(id) {
    return this.#items.find((item) => item.id === id) ?? null;
  }

  /** Whether an image needs no decision from this session: it has one, other than a skip that the server knows of. */
  settled(image) {
    const item = this.#items.findLast((candidate) => candidate.task.image === image);
    return item !== undefined && item.state !== "failed" && (item.what !== "skip" || item.state === "unsent");
  }

  add({ id, task, what, digit = null, at, base = null }) {
    const item = { id, task, what, digit, at, base, state: "unsent", reason: null, changed: false, position: null };
    this.#items.push(item);
    return item;
  }

  /** Puts a new decision in the place of an old one, so that a correction keeps its place in the strip. */
  replace(id, fields) {
    const index = this.#items.findIndex((item) => item.id === id);
    const item = this.add(fields);
    if (index < 0) return item;
    this.#items.pop();
    this.#items[index] = item;
    return item;
  }

  remove(id) {
    this.#items = this.#items.filter((item) => item.id !== id);
  }

  acknowledged(id, position) {
    const item = this.find(id);
    if (item) Object.assign(item, { state: "sent", position });
  }

  refused(id, reason, changed) {
    const item = this.find(id);
    if (item) Object.assign(item, { state: "failed", reason, changed });
  }

  recent(count) {
    return this.#items.slice(-count).reverse();
  }

  labels() {
    return this.#items.filter((item) => item.what === "label" && item.state !== "failed");
  }

  get failed() {
    return this.#items.filter((item) => item.state === "failed");
  }

  get labelCount() {
    return this.#forgotten.labels + this.labels().length;
  }

  /** How many labels of this session the network has learned: those up to the log position `trained`. */
  learned(trained) {
    const { labels, position } = this.#forgotten;
    const learned = this.labels().filter((item) => item.position !== null && item.position <= trained).length;
    return learned + (position <= trained ? labels : 0);
  }

  /** The newest items as plain data, for keeping over a reload. */
  toJSON(count = KEPT) {
    const older = this.#items.slice(0, -count).filter((item) => item.what === "label" && item.state === "sent");
    return {
      items: this.#items.slice(-count),
      forgotten: {
        labels: this.#forgotten.labels + older.length,
        position: Math.max(this.#forgotten.position, ...older.map((item) => item.position)),
      },
    };
  }
}
