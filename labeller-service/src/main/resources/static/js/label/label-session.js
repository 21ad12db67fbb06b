import { History } from "./decision-history.js";
import { Queue } from "./task-queue.js";

const inWords = ({ status, message }) =>
  status === 412 ? "Somebody changed this image meanwhile. Decide again." : message[0].toUpperCase() + message.slice(1);

/**
 * What one annotator does on the labelling page: decides on the image on show, undoes, corrects. Puts every decision
 * into the outbox and knows neither network nor DOM.
 */
export class LabelSession {
  #outbox;
  #now;
  #newId;
  #correcting = null; // id of a history item
  #shown = { image: null, at: 0, suggestion: false };
  #suggestions;

  /** @param kept  what `toJSON` of an earlier session gave, or null */
  constructor({ outbox, kept = null, suggestions = true, now = Date.now, newId }) {
    this.#outbox = outbox;
    this.#now = now;
    this.#newId = newId;
    this.#suggestions = suggestions;
    this.history = new History(kept?.history);
    this.queue = new Queue(kept?.queue);
    this.#show();
  }

  /** The history item that is being corrected, or null. */
  get correcting() {
    return this.#correcting && this.history.find(this.#correcting);
  }

  /** The task on show, or null when the queue is empty. */
  get current() {
    return this.correcting?.task ?? this.queue.current;
  }

  get suggestions() {
    return this.#suggestions;
  }

  /** A suggestion that was on show once while the image was, counts as shown. */
  set suggestions(on) {
    this.#suggestions = on;
    this.#shown.suggestion ||= on;
  }

  /** Takes over handed-out tasks, but for images that are decided here already. Returns how many are new. */
  receive(tasks) {
    const added = this.queue.add(tasks.filter((task) => !this.history.settled(task.image)));
    this.#show();
    return added;
  }

  /** Decides on the image on show: `what` is label (with a digit), skip or reject. Returns the item, or null. */
  decide(what, digit = null) {
    const old = this.correcting;
    const task = this.current;
    if (!task) return null;
    this.#correcting = null;
    if (old && old.state !== "failed" && old.what === what && old.digit === digit) {
      this.#show();
      return old;
    }
    const base = old ? this.#makeWay(old, what) : null;
    const id = this.#newId();
    const fields = { id, task, what, digit, at: this.#now(), base };
    const item = old ? this.history.replace(old.id, fields) : this.history.add(fields);
    if (!old) this.queue.take();
    this.#outbox.give({
      item: id,
      image: task.image,
      what,
      key: this.#newId(),
      version: task.version,
      lease: task.lease,
      body: what === "label" ? this.#labelBody(task, digit) : {},
    });
    this.#show();
    return item;
  }

  /** Takes back the last decision, or the one being corrected, and shows its image again. Returns the item, or null. */
  undo() {
    const item = this.correcting ?? this.history.last;
    if (!item) return null;
    this.#correcting = null;
    this.#takeBack(item);
    this.history.remove(item.id);
    this.queue.putBack(item.task);
    this.#show();
    return item;
  }

  correct(id) {
    if (!this.history.find(id)) return;
    this.#correcting = this.#correcting === id ? null : id;
    this.#show();
  }

  /** Goes back (-1) through the decisions of this session to correct one, or forward (1); past the last is the queue. */
  walk(step) {
    const items = this.history.items;
    const at = this.#correcting === null ? items.length : items.findIndex((item) => item.id === this.#correcting);
    this.#correcting = items[Math.max(0, at + step)]?.id ?? null;
    this.#show();
  }

  cancel() {
    this.#correcting = null;
    this.#show();
  }

  acknowledged({ item, image }, { version, position }) {
    this.history.acknowledged(item, position);
    this.refreshed(image, version);
  }

  /** After a reload: marks what the outbox no longer holds as sent, by another page. Returns the images concerned. */
  sentElsewhere() {
    const items = this.history.items.filter(
      ({ id, state }) => state === "unsent" && !this.#outbox.all().some((decision) => decision.item === id),
    );
    for (const item of items) item.state = "sent";
    return items.map((item) => item.task.image);
  }

  refused(gone, error) {
    for (const { item, method } of gone) {
      if (method === "POST") this.history.refused(item, inWords(error), error.status === 412);
    }
  }

  /** The server told an image's version: later decisions expect it, and no lease is needed any more. */
  refreshed(image, version) {
    const tasks = [...this.history.items.map((item) => item.task), this.queue.find(image)];
    for (const task of tasks) if (task?.image === image) Object.assign(task, { version, lease: null, expires: null });
  }

  toJSON() {
    return { history: this.history.toJSON(), queue: this.queue.toJSON() };
  }

  /** Clears the way for another decision on the same image. Returns what the server still holds beneath it, or null. */
  #makeWay(old, what) {
    if (old.state === "failed") return null;
    const replaces = old.what === "label" && what !== "skip"; // the server takes these over a label
    if (!replaces) {
      this.#takeBack(old);
      return null;
    }
    return this.#outbox.cancel(old.id) ? old.base : old.what;
  }

  #takeBack({ id, task: { image }, what, state, base }) {
    if (state === "failed") return;
    const outcome = this.#outbox.retract({ item: id, image, what, key: this.#newId() });
    if (outcome === "cancelled" && base) {
      this.#outbox.retract({ item: null, image, what: base, key: this.#newId() });
    }
  }

  #labelBody(task, digit) {
    const elapsedMs = Math.max(0, Math.round(this.#now() - this.#shown.at));
    const seen = this.#shown.suggestion && task.suggestion;
    return seen ? { digit, elapsedMs, suggested: task.suggestion } : { digit, elapsedMs };
  }

  #show() {
    const image = this.current?.image ?? null;
    if (image === this.#shown.image) return;
    this.#shown = { image, at: this.#now(), suggestion: this.#suggestions };
  }
}
