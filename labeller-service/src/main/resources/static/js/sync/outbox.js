import { monotonicId, sortById } from "./ids.js";
import { valuesOfPerson } from "./storage.js";
import { UNSENT_DECISIONS } from "./unsent-labels.js";

/**
 * The decisions that the server has not acknowledged yet. Each is a storage entry of its own from the moment it is made until
 * its answer has come, so that neither a reload nor an offline minute loses one.
 *
 * Decisions on one image are sent strictly in order; different images do not wait for each other. Everything here is
 * synchronous and knows no network: `Sender` does the sending.
 *
 * A person's decisions are sent by that person only: what somebody else left in this browser waits until they sign in again.
 *
 * A decision: {id, owner, person, item, image, method: "POST"|"DELETE", what: "label"|"skip"|"reject", key, body, tries,
 * notBefore}. `owner` is the page that keeps it (see outbox-owner.js), `item` the entry of the history that it belongs to,
 * `key` the idempotency key.
 */
export class Outbox {
  #storage;
  #owner;
  #person;
  #now;
  #decisions = [];
  #versions = new Map(); // image -> version in the last answer
  #counter = 0;

  constructor({ storage, owner, person, now = Date.now }) {
    this.#storage = storage;
    this.#owner = owner;
    this.#person = person;
    this.#now = now;
    for (const decision of this.#stored(owner)) this.#decisions.push({ ...decision, notBefore: 0 });
  }

  get size() {
    return this.#decisions.length;
  }

  all() {
    return [...this.#decisions];
  }

  pending(image) {
    return this.#decisions.filter((d) => d.image === image);
  }

  /** Queues a POST. `version` is the task's, until a later answer tells a newer one. */
  add({ item, image, what, key, version, body }) {
    const waits = this.pending(image).length > 0;
    const answered = this.#versions.has(image);
    return this.#append({
      item,
      image,
      method: "POST",
      what,
      key,
      body: {
        ...body,
        version: waits ? null : answered ? this.#versions.get(image) : version,
      },
    });
  }

  /**
   * Takes back what `item` decided. If that was never sent, it is cancelled and nothing is sent; if it was sent, or may
   * have been, a DELETE follows it. Returns "cancelled" or "queued".
   */
  retract({ item, image, what, key }) {
    if (item !== null && this.cancel(item)) return "cancelled";
    this.#append({ item, image, method: "DELETE", what, key, body: null });
    return "queued";
  }

  /** Drops what `item` decided if it was never sent. Returns whether it was dropped. */
  cancel(item) {
    const unsent = this.#decisions.find((d) => d.item === item && d.method === "POST" && d.tries === 0);
    if (unsent) this.#remove(unsent);
    return unsent !== undefined;
  }

  /** The decisions that may be sent now: the first of each image, if it is due and no other of the image is in flight. */
  due(imagesInFlight) {
    const seen = new Set(imagesInFlight);
    const due = [];
    for (const decision of this.#decisions) {
      if (seen.has(decision.image)) continue;
      seen.add(decision.image);
      if (decision.notBefore <= this.#now()) due.push(decision);
    }
    return due;
  }

  /** The earliest time at which a delayed decision is due, or null. */
  nextDue(imagesInFlight) {
    const seen = new Set(imagesInFlight);
    let next = null;
    for (const decision of this.#decisions) {
      if (seen.has(decision.image)) continue;
      seen.add(decision.image);
      if (next === null || decision.notBefore < next) next = decision.notBefore;
    }
    return next;
  }

  /** To be called before each request: from then on the server may have seen the decision. */
  recordAttempt(decision) {
    decision.tries++;
    this.#store(decision);
  }

  delay(decision, ms) {
    decision.notBefore = this.#now() + ms;
  }

  acknowledged(decision, { version }) {
    this.#versions.set(decision.image, version);
    const next = this.pending(decision.image).find((d) => d !== decision);
    if (next?.body) {
      next.body.version = version;
      this.#store(next); // before the removal below: a crash in between repeats a request, but loses nothing
    }
    this.#remove(decision);
  }

  /** Refused for good: drops the decision, and those on the same image that build upon it. Returns all of them. */
  refused(decision) {
    this.#versions.delete(decision.image);
    const dropped = this.pending(decision.image);
    for (const d of dropped) this.#remove(d);
    return dropped;
  }

  /** Owners other than this one that keep decisions of the same person. */
  otherOwners() {
    const owners = new Set(this.#own().map((decision) => decision.owner));
    owners.delete(this.#owner);
    return [...owners];
  }

  /** Takes over what a closed page left behind. Returns the adopted decisions. */
  adopt(owner) {
    return this.#stored(owner).map((left) => {
      const adopted = this.#append(left);
      this.#storage.removeItem(storageKey(left)); // after the copy is stored: sent twice it does no harm, the key is the same
      return adopted;
    });
  }

  #append(fields) {
    const decision = { tries: 0, ...fields, id: monotonicId(this.#now(), this.#counter++), owner: this.#owner, person: this.#person, notBefore: 0 };
    this.#decisions.push(decision);
    this.#store(decision);
    return decision;
  }

  #remove(decision) {
    this.#decisions = this.#decisions.filter((d) => d !== decision);
    this.#storage.removeItem(storageKey(decision));
  }

  #store({ notBefore, ...kept }) {
    this.#storage.setItem(storageKey(kept), JSON.stringify(kept));
  }

  #stored(owner) {
    return sortById(this.#own().filter((decision) => decision.owner === owner));
  }

  #own() {
    return valuesOfPerson(this.#person, this.#storage, UNSENT_DECISIONS);
  }
}

const storageKey = (decision) => `${UNSENT_DECISIONS}${decision.owner}.${decision.id}`;
