import { inOrder, risingId } from "./ids.js";
import { storedBy } from "./storage.js";

/**
 * The decisions that the server has not acknowledged yet. Each is kept in storage from the moment it is given until its
 * answer has come, one storage entry each, so that neither a reload nor an offline minute loses one.
 *
 * Decisions on one image go out strictly in order; different images do not wait for each other. Everything here is
 * synchronous and knows no network: `Sender` does the sending.
 *
 * Each is its person's alone: what somebody else left in this browser stays until they are here again.
 *
 * A decision: {id, person, item, image, method: "POST"|"DELETE", what: "label"|"skip"|"reject", key, body, tries, notBefore}.
 * `item` names the entry of the history that it belongs to.
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

  /** Queues a POST. `version` and `lease` are those of the task; a later answer's version wins over the task's. */
  give({ item, image, what, key, version, lease, body }) {
    const waits = this.pending(image).length > 0;
    const answered = this.#versions.has(image);
    return this.#add({
      item,
      image,
      method: "POST",
      what,
      key,
      body: {
        ...body,
        version: waits ? null : answered ? this.#versions.get(image) : version,
        lease: waits || answered ? null : lease,
      },
    });
  }

  /**
   * Takes back what `item` decided. If that was never sent it is cancelled and nothing goes out; if it was sent, or may
   * have been, a DELETE follows it. Returns "cancelled" or "queued".
   */
  retract({ item, image, what, key }) {
    if (item !== null && this.cancel(item)) return "cancelled";
    this.#add({ item, image, method: "DELETE", what, key, body: null });
    return "queued";
  }

  /** Drops what `item` decided if it was never sent. Returns whether it was dropped. */
  cancel(item) {
    const unsent = this.#decisions.find((d) => d.item === item && d.method === "POST" && d.tries === 0);
    if (unsent) this.#remove(unsent);
    return unsent !== undefined;
  }

  /** The decisions that may go out now: the first of each image that is due and not under way. */
  due(underWay) {
    const seen = new Set(underWay);
    const due = [];
    for (const decision of this.#decisions) {
      if (seen.has(decision.image)) continue;
      seen.add(decision.image);
      if (decision.notBefore <= this.#now()) due.push(decision);
    }
    return due;
  }

  /** The earliest time at which a delayed decision is due, or null. */
  nextDue(underWay) {
    const seen = new Set(underWay);
    let next = null;
    for (const decision of this.#decisions) {
      if (seen.has(decision.image)) continue;
      seen.add(decision.image);
      if (next === null || decision.notBefore < next) next = decision.notBefore;
    }
    return next;
  }

  /** Recorded before the request leaves: from here on the server may have seen it. */
  attempt(decision) {
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
      this.#store(next); // before the removal below: a crash in between repeats a request, it loses nothing
    }
    this.#remove(decision);
  }

  /** Refused for good: the decision goes, and those of the same image that build upon it. Returns all of them. */
  refused(decision) {
    this.#versions.delete(decision.image);
    const gone = this.pending(decision.image);
    for (const d of gone) this.#remove(d);
    return gone;
  }

  /** Owners other than this one that left decisions of the same person behind. */
  otherOwners() {
    const owners = new Set(this.#own().map((decision) => decision.owner));
    owners.delete(this.#owner);
    return [...owners];
  }

  /** Takes over what a closed page left behind. Returns the adopted decisions. */
  adopt(owner) {
    return this.#stored(owner).map((left) => {
      const adopted = this.#add(left);
      this.#storage.removeItem(storageKey(left)); // after the copy is kept: twice does no harm, the key is the same
      return adopted;
    });
  }

  #add(fields) {
    const decision = { tries: 0, ...fields, id: risingId(this.#now(), this.#counter++), owner: this.#owner, person: this.#person, notBefore: 0 };
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
    return inOrder(this.#own().filter((decision) => decision.owner === owner));
  }

  #own() {
    return storedBy(this.#person, this.#storage, PREFIX);
  }
}

export const PREFIX = "nudge.outbox.";
const storageKey = (decision) => `${PREFIX}${decision.owner}.${decision.id}`;
