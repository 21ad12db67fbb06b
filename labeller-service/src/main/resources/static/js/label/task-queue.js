/** Below this many waiting images the page fetches more. */
const LOW = 6;
const FULL = 8;

/** The images that this page holds, the one on show first. Tasks are kept as the server handed them out. */
export class Queue {
  #tasks;

  constructor(tasks = []) {
    this.#tasks = [...tasks];
  }

  get current() {
    return this.#tasks[0] ?? null;
  }

  get upcoming() {
    return this.#tasks.slice(1);
  }

  get size() {
    return this.#tasks.length;
  }

  /** How many more to fetch now; 0 while there are enough. */
  get wanted() {
    return this.#tasks.length < LOW ? FULL - this.#tasks.length : 0;
  }

  /** Appends what is new. Returns how many were. */
  add(tasks) {
    const fresh = tasks.filter((task) => !this.#tasks.some((held) => held.image === task.image));
    this.#tasks.push(...fresh);
    return fresh.length;
  }

  take() {
    return this.#tasks.shift() ?? null;
  }

  /** An undone image is on show again. */
  putBack(task) {
    this.#tasks = [task, ...this.#tasks.filter((held) => held.image !== task.image)];
  }

  /** Leases that ran out: somebody else may get these images. The one on show stays. */
  dropExpired(now) {
    this.#tasks = this.#tasks.filter((task, i) => i === 0 || !task.expires || Date.parse(task.expires) > now);
  }

  find(image) {
    return this.#tasks.find((task) => task.image === image) ?? null;
  }

  toJSON() {
    return this.#tasks;
  }
}
