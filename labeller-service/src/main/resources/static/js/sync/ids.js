/** A random UUID, version 4. `crypto.randomUUID` exists on HTTPS and localhost only; this works on plain HTTP too. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** An id that sorts after all earlier ones of this browser: by the time, and within one page by a counter. */
export const monotonicId = (now, counter) => `${String(now).padStart(15, "0")}-${String(counter).padStart(6, "0")}`;

/** Items with monotonic ids, the oldest first. */
export const sortById = (items) => items.sort((a, b) => (a.id < b.id ? -1 : 1));
