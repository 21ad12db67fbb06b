const REFILL_BELOW = 6;
const FULL = 8;

/** The tasks that the server handed to this page, the one on show first. */
export class TaskQueue {
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
    return this.#tasks.length < REFILL_BELOW ? FULL - this.#tasks.length : 0;
  }

  /** Appends the tasks that are not in the queue yet. Returns how many. */
  add(tasks) {
    const added = tasks.filter((task) => !this.#tasks.some((held) => held.image === task.image));
    this.#tasks.push(...added);
    return added.length;
  }

  /** Removes and returns the task on show, or null. */
  take() {
    return this.#tasks.shift() ?? null;
  }

  /** Puts the task of an undone decision on show again. */
  putBack(task) {
    this.#tasks = [task, ...this.#tasks.filter((held) => held.image !== task.image)];
  }

  /** Drops tasks whose lease has expired, since somebody else may get their images. The one on show stays. */
  dropExpired(now) {
    this.#tasks = this.#tasks.filter((task, i) => i === 0 || !task.expires || Date.parse(task.expires) > now);
  }

  /** Drops all tasks. */
  clear() {
    this.#tasks = [];
  }

  find(image) {
    return this.#tasks.find((task) => task.image === image) ?? null;
  }

  toJSON() {
    return this.#tasks;
  }
}
