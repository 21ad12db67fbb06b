/**
 * What this session decided, oldest first: the stack that undo walks back, and the strip to correct from.
 *
 * An item: {id, task, what: "label"|"skip"|"reject", digit, at, state: "unsent"|"sent"|"failed", reason, changed,
 * position}. `task` is the image as the server handed it out.
 */
export class History {
  #items = [];

  constructor(items = []) {
    this.#items = items;
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

  has(image) {
    return this.#items.some((item) => item.task.image === image);
  }

  add({ id, task, what, digit = null, at }) {
    const item = { id, task, what, digit, at, state: "unsent", reason: null, changed: false, position: null };
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

  /** How many of the acknowledged labels the network has learned, and how many are acknowledged. */
  learned(trained) {
    const acknowledged = this.labels().filter((item) => item.position !== null);
    return { learned: acknowledged.filter((item) => item.position <= trained).length, of: acknowledged.length };
  }

  /** The newest `count` items as plain data, for keeping over a reload. */
  toJSON(count = 300) {
    return this.#items.slice(-count);
  }
}
