import { storedBy } from "../sync/storage.js";

/**
 * The drawings that this tab gave a label, oldest first, and how far each has come.
 *
 * A drawing: {id, key, pixels (base64), digit, before, after, image, position, split, state, reason}. States: "storing"
 * (the image is on its way), "labelling", "saved", "learned", "held-out" (kept to measure, never trained on), "failed".
 * `before` and `after` are the output of the digit's neuron when it was labelled and when it was learned.
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

  get waiting() {
    return this.#items.filter((item) => item.state === "storing").length;
  }

  /** Takes over what another tab left. */
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

  /** Marks what the network has learned up to a log position. Returns the drawings that it has learned just now. */
  trainedTo(position) {
    const learned = this.#items.filter((item) => item.state === "saved" && item.position <= position);
    for (const item of learned) item.state = "learned";
    return learned;
  }

  toJSON() {
    return this.#items.slice(-24);
  }
}

export const WAITING = "nudge.drawing.";

/** Keeps drawings that are not stored by the server yet where a closed tab does not lose them. */
export function keepWaiting(items, storage, person) {
  for (const item of items) {
    if (item.state === "storing") storage.setItem(WAITING + item.id, JSON.stringify({ ...item, person }));
    else storage.removeItem(WAITING + item.id);
  }
}

/** What the person left waiting in a tab that was closed. */
export const leftWaiting = (storage, person) => storedBy(person, storage, WAITING);

export const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));
export const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
