import { monotonicId, sortById } from "../sync/ids.js";
import { valuesOfPerson } from "../sync/storage.js";
import { UNSENT_SHEETS } from "../sync/unsent-labels.js";

/**
 * The sheets that a person confirmed or took back, in that order; each is in storage until the server has acknowledged it.
 *
 * An entry: {id, person, key, labels: [{image, digit, version}], tries}; a digit of null takes the label back, `key` is
 * the idempotency key.
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
    this.#sheets = sortById(valuesOfPerson(person, storage, UNSENT_SHEETS));
  }

  /** The entry to send next, or null. */
  get first() {
    return this.#sheets[0] ?? null;
  }

  /** How many labels wait. */
  get size() {
    return this.#sheets.reduce((sum, { labels }) => sum + labels.length, 0);
  }

  add(key, labels) {
    const sheet = { id: monotonicId(this.#now(), this.#counter++), person: this.#person, key, labels, tries: 0 };
    this.#sheets.push(sheet);
    this.#store(sheet);
  }

  /** To be called before each request: from then on the server may have seen the sheet. */
  recordAttempt(sheet) {
    sheet.tries++;
    this.#store(sheet);
  }

  acknowledged(sheet) {
    this.#sheets = this.#sheets.filter((one) => one !== sheet);
    this.#storage.removeItem(UNSENT_SHEETS + sheet.key);
  }

  /** Drops a sheet that no tab has tried to send. Returns whether it was dropped. */
  cancel(key) {
    const sheet = this.#sheets.find((one) => one.key === key);
    const kept = JSON.parse(this.#storage.getItem(UNSENT_SHEETS + key));
    if (!sheet || !kept || kept.tries > 0) return false;
    this.acknowledged(sheet);
    return true;
  }

  #store(sheet) {
    this.#storage.setItem(UNSENT_SHEETS + sheet.key, JSON.stringify(sheet));
  }
}
