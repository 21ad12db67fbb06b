/** Web Storage's interface in memory: for tests, and for browsers that block storage. */
export class MemoryStorage {
  #map = new Map();
  get length() {
    return this.#map.size;
  }
  key(i) {
    return [...this.#map.keys()][i] ?? null;
  }
  getItem(key) {
    return this.#map.get(key) ?? null;
  }
  setItem(key, value) {
    this.#map.set(key, String(value));
  }
  removeItem(key) {
    this.#map.delete(key);
  }
}

/** Web Storage where the browser allows it, else memory: the page works, but a reload forgets. */
function storage(name) {
  try {
    const found = globalThis[name];
    found.setItem("nudge.probe", "1");
    found.removeItem("nudge.probe");
    return found;
  } catch {
    return new MemoryStorage();
  }
}

/** Shared by all tabs of this browser, and kept when they are closed. */
export const browserStorage = storage("localStorage");
/** This tab's alone: kept over a reload, gone when the tab is closed. */
export const tabStorage = storage("sessionStorage");

export const keysWithPrefix = (store, prefix) =>
  Array.from({ length: store.length }, (_, i) => store.key(i)).filter((key) => key?.startsWith(prefix));

/** All values whose keys have the prefix; what is not JSON was not written by a page and is passed over. */
export const valuesWithPrefix = (store, prefix) =>
  keysWithPrefix(store, prefix)
    .map((key) => readJson(store, key))
    .filter((value) => value !== null);

/** Those of them that belong to one person. */
export const valuesOfPerson = (person, store, prefix) =>
  valuesWithPrefix(store, prefix).filter((value) => value.person === person);

export function readJson(store, key) {
  try {
    return JSON.parse(store.getItem(key));
  } catch {
    return null;
  }
}
