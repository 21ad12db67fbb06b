import { capital } from "../ui/format.js";
import { DecisionHistory } from "./decision-history.js";
import { TaskQueue } from "./task-queue.js";

const refusalText = ({ status, message }) =>
  status === 412 ? "Somebody changed this image meanwhile. Decide again." : capital(message);

/**
 * What one annotator does on the labelling page: decides on the image on show, undoes, corrects. Puts every decision into the
 * outbox; knows neither network nor DOM.
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
    this.history = new DecisionHistory(kept?.history);
    this.queue = new TaskQueue(kept?.queue);
    this.#noteShown();
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

  /** A suggestion counts as shown if it was shown at any time while its image was. */
  set suggestions(on) {
    this.#suggestions = on;
    this.#shown.suggestion ||= on;
  }

  /** Adds tasks to the queue, except those of images that this session has decided on. Returns how many are new. */
  receive(tasks) {
    const added = this.queue.add(tasks.filter((task) => !this.history.isDecided(task.image)));
    this.#noteShown();
    return added;
  }

  /** Decides on the image on show: `what` is label (with a digit), skip or reject. Returns the item, or null. */
  decide(what, digit = null) {
    const old = this.correcting;
    const task = this.current;
    if (!task) return null;
    this.#correcting = null;
    if (old && old.state !== "failed" && old.what === what && old.digit === digit) {
      this.#noteShown();
      return old;
    }
    const base = old ? this.#clearFor(old, what) : null;
    const id = this.#newId();
    const fields = { id, task, what, digit, at: this.#now(), base };
    const item = old ? this.history.replace(old.id, fields) : this.history.add(fields);
    if (!old) this.queue.take();
    this.#outbox.add({
      item: id,
      image: task.image,
      what,
      key: this.#newId(),
      version: task.version,
      body: what === "label" ? this.#labelBody(task, digit) : {},
    });
    this.#noteShown();
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
    this.#noteShown();
    return item;
  }

  /** Shows a decision's image again, to correct it; the one being corrected already is left as it was. */
  correct(id) {
    if (!this.history.find(id)) return;
    this.#correcting = this.#correcting === id ? null : id;
    this.#noteShown();
  }

  /** Moves back (-1) to the decision before, to correct it, or forward (1); after the last decision comes the queue. */
  moveBy(step) {
    const items = this.history.items;
    const at = this.#correcting === null ? items.length : items.findIndex((item) => item.id === this.#correcting);
    this.#correcting = items[Math.max(0, at + step)]?.id ?? null;
    this.#noteShown();
  }

  /** Leaves the decision that is being corrected as it was. */
  cancel() {
    this.#correcting = null;
    this.#noteShown();
  }

  acknowledged({ item, image }, { version, position }) {
    this.history.acknowledged(item, position);
    this.setVersion(image, version);
  }

  /** After a reload: marks as sent what has left the outbox, because another page sent it. Returns the images concerned. */
  markSentElsewhere() {
    const items = this.history.items.filter(
      ({ id, state }) => state === "unsent" && !this.#outbox.all().some((decision) => decision.item === id),
    );
    for (const item of items) item.state = "sent";
    return items.map((item) => item.task.image);
  }

  /** @param dropped  the decisions that the outbox dropped */
  refused(dropped, error) {
    for (const { item, method } of dropped) {
      if (method === "POST") this.history.refused(item, refusalText(error), error.status === 412);
    }
  }

  /** Notes an image's version: later decisions expect it, and its time no longer runs out. */
  setVersion(image, version) {
    const tasks = [...this.history.items.map((item) => item.task), this.queue.find(image)];
    for (const task of tasks) if (task?.image === image) Object.assign(task, { version, expires: null });
  }

  toJSON() {
    return { history: this.history.toJSON(), queue: this.queue.toJSON() };
  }

  /** Takes back the old decision on an image where the new one cannot replace it. Returns the new one's `base`. */
  #clearFor(old, what) {
    if (old.state === "failed") return null;
    const replaces = old.what === "label" && what !== "skip"; // the server accepts these in place of a label
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
    const wasShown = this.#shown.suggestion && task.suggestion;
    return wasShown ? { digit, elapsedMs, suggested: task.suggestion } : { digit, elapsedMs };
  }

  /** Notes since when the current image is on show, and whether its suggestion is. */
  #noteShown() {
    const image = this.current?.image ?? null;
    if (image === this.#shown.image) return;
    this.#shown = { image, at: this.#now(), suggestion: this.#suggestions };
  }
}
