import { inOrder, risingId } from "../sync/ids.js";
import { storedBy } from "../sync/storage.js";

export const SHEETS = "nudge.bulk.";

/**
 * The sheets that a person confirmed or took back, in that order; each is in storage until the server has acknowledged it.
 *
 * A sheet: {id, person, key, labels: [{image, digit, version, lease}], tries}; a digit of null takes the label back.
 */
export class SheetOutbox {
  #storage;
  #person;
  #now;
  #sheets;
  #counter = 0;

  constructor({ storage, person, now = Date.now }) {
    this.#storage = storage;
    this.#person = person;
    this.#now = now;
    this.#sheets = inOrder(storedBy(person, storage, SHEETS));
  }

  get first() {
    return this.#sheets[0] ?? null;
  }

  /** Labels that wait. */
  get size() {
    return this.#sheets.reduce((sum, { labels }) => sum + labels.length, 0);
  }

  add(key, labels) {
    const sheet = { id: risingId(this.#now(), this.#counter++), person: this.#person, key, labels, tries: 0 };
    this.#sheets.push(sheet);
    this.#store(sheet);
  }

  /** Recorded before the request leaves: from here on the server may have seen it. */
  attempt(sheet) {
    sheet.tries++;
    this.#store(sheet);
  }

  acknowledged(sheet) {
    this.#sheets = this.#sheets.filter((one) => one !== sheet);
    this.#storage.removeItem(SHEETS + sheet.key);
  }

  /** Drops a sheet that no tab has tried to send. Returns whether it was dropped. */
  cancel(key) {
    const sheet = this.#sheets.find((one) => one.key === key);
    const kept = JSON.parse(this.#storage.getItem(SHEETS + key));
    if (!sheet || !kept || kept.tries > 0) return false;
    this.acknowledged(sheet);
    return true;
  }

  #store(sheet) {
    this.#storage.setItem(SHEETS + sheet.key, JSON.stringify(sheet));
  }
}
