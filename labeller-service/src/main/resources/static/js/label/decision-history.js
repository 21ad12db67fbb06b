const KEPT = 300;

/**
 * The decisions of this session, oldest first: what undo takes back, and what the filmstrip shows for correction.
 *
 * An item: {id, task, what: "label"|"skip"|"reject", digit, at, base, state: "unsent"|"sent"|"failed", reason, changed,
 * position}. `task` is the image as the server handed it out. `position` is null while the server has not told one: before its
 * answer, and for good under a policy by which nobody is to learn what became of a label. `base` is set on a correction: what the server may still have
 * from before ("label"), which undo must take back even if the correction was never sent.
 */
export class DecisionHistory {
  #items;
  #forgotten; // labels too old to keep: {labels: how many, position: the last one's in the log}

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

  /** Whether this session has decided on an image and need not be asked again. After a skip that the server knows, it may be. */
  isDecided(image) {
    const item = this.#items.findLast((candidate) => candidate.task.image === image);
    return item !== undefined && item.state !== "failed" && (item.what !== "skip" || item.state === "unsent");
  }

  add({ id, task, what, digit = null, at, base = null }) {
    const item = { id, task, what, digit, at, base, state: "unsent", reason: null, changed: false, position: null };
    this.#items.push(item);
    return item;
  }

  /** Puts a new decision in the place of an old one, so that a correction keeps its place in the filmstrip. */
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
    if (item) Object.assign(item, { state: "sent", position: position > 0 ? position : null });
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
  learnedCount(trained) {
    const { labels, position } = this.#forgotten;
    const learned = this.labels().filter((item) => item.position !== null && item.position <= trained).length;
    return learned + (position <= trained ? labels : 0);
  }

  /** Whether the server tells where labels stand in the log: false when it has accepted some, and told no position. */
  get tellsPositions() {
    const sent = this.#items.filter((item) => item.state === "sent");
    return sent.length === 0 || sent.some((item) => item.position !== null);
  }

  /** The newest items as plain data, to be kept over a reload. */
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
