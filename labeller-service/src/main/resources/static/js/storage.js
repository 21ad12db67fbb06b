import { MemoryStorage } from "./outbox.js";

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

export const local = storage("localStorage");
export const session = storage("sessionStorage");

/** All JSON values whose keys start so. */
export const stored = (store, prefix) =>
  Array.from({ length: store.length }, (_, i) => store.key(i))
    .filter((key) => key.startsWith(prefix))
    .map((key) => readJson(store, key));

export function readJson(store, key) {
  try {
    return JSON.parse(store.getItem(key));
  } catch {
    return null;
  }
}
