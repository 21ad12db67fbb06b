const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

export const count = (n) => (n == null ? "–" : whole.format(n));

/** A fraction as a percentage: 0.9412 -> "94.1 %". Only 1 becomes 100 %; what would round to it becomes ">99.9 %". */
export function percent(fraction, digits = 1) {
  if (fraction == null) return "–";
  const most = 100 - 10 ** -digits;
  const rounded = (fraction * 100).toFixed(digits);
  return fraction < 1 && Number(rounded) === 100 ? `>\u202f${most.toFixed(digits)}\u00a0%` : `${rounded}\u00a0%`;
}

export const interval = (low, high) =>
  low == null || high == null ? "" : `${(low * 100).toFixed(1)} – ${(high * 100).toFixed(1)}\u00a0%`;

export const plural = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

/** With a capital letter at its beginning. */
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

export const shortId = (id) => (id ? String(id).slice(0, 8) : "–");

/** How long ago, in words. */
export function ago(at, now) {
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  if (seconds < 5) return "now";
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return new Date(at).toISOString().slice(0, 10);
}
