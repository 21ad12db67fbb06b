import { valuesOfPerson } from "../sync/storage.js";
import { UNSENT_DRAWINGS } from "../sync/unsent-labels.js";

const MOST_KEPT = 24;

/**
 * The drawings that were labelled in this tab, oldest first, and how far each has come.
 *
 * A drawing: {id, key, pixels (base64), digit, before, after, image, position, split, state, reason}. States: "storing" (the
 * server does not have the image yet), "labelling", "saved", "learned", "held-out" (kept to measure, never trained on),
 * "failed". `before` and `after` are the network's output for the digit when it was labelled and when it was learned.
 */
export class Drawings {
  #items;

  constructor(items = []) {
    this.#items = items ?? [];
  }

  get items() {
    return this.#items;
  }

  find(id) {
    return this.#items.find((item) => item.id === id) ?? null;
  }

  add({ id, key, pixels, digit, before }) {
    const item = { id, key, pixels, digit, before, after: null, image: null, position: null, split: null, reason: null };
    item.state = "storing";
    this.#items.push(item);
    return item;
  }

  /** How many drawings the server does not have yet. */
  get unsent() {
    return this.#items.filter((item) => item.state === "storing").length;
  }

  /** Takes over the drawings of a closed tab. */
  adopt(items) {
    for (const item of items) if (!this.find(item.id)) this.#items.push(item);
  }

  stored(id, { image, split }) {
    Object.assign(this.find(id), { image, split, state: "labelling" });
  }

  acknowledged(id, { position }) {
    const item = this.find(id);
    if (item) Object.assign(item, { position, state: item.split === "held-out" ? "held-out" : "saved" });
  }

  failed(id, reason) {
    const item = this.find(id);
    if (item) Object.assign(item, { state: "failed", reason });
  }

  /** Notes that the network has trained up to a position in the log. Returns the drawings that it has newly learned. */
  trainedTo(position) {
    const learned = this.#items.filter((item) => item.state === "saved" && item.position > 0 && item.position <= position);
    for (const item of learned) item.state = "learned";
    return learned;
  }

  toJSON() {
    return this.#items.slice(-MOST_KEPT);
  }
}

/** Keeps the drawings that the server does not have yet in the browser's storage, where a closed tab does not lose them. */
export function keepUnsent(items, storage, person) {
  for (const item of items) {
    if (item.state === "storing") storage.setItem(UNSENT_DRAWINGS + item.id, JSON.stringify({ ...item, person }));
    else storage.removeItem(UNSENT_DRAWINGS + item.id);
  }
}

/** The unsent drawings of a person, whichever tab made them. */
export const keptUnsent = (storage, person) => valuesOfPerson(person, storage, UNSENT_DRAWINGS);

export const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));
export const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
