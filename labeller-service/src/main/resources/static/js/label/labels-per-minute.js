const WINDOW_MS = 60_000;
const SHORTEST_MS = 5_000;

/**
 * Labels per minute during the last minute, or null when there were fewer than two. In a session younger than a minute, the
 * rate is that of the whole session.
 *
 * @param times  when the labels were given, epoch milliseconds, ascending
 */
export function labelsPerMinute(times, now) {
  const recent = times.filter((t) => t > now - WINDOW_MS);
  if (recent.length < 2) return null;
  const span = times[0] <= now - WINDOW_MS ? WINDOW_MS : Math.max(SHORTEST_MS, now - recent[0]);
  return (recent.length / span) * 60_000;
}
