import { valuesWithPrefix } from "./storage.js";

/** Where labels that the server has not acknowledged are kept in the browser's storage: the beginnings of their keys. */
export const UNSENT_DECISIONS = "nudge.outbox.";
export const UNSENT_SHEETS = "nudge.bulk.";
export const UNSENT_DRAWINGS = "nudge.drawing.";

/**
 * How many labels in this browser are not sent yet: {own, others, bulk, draw}. `own` are the person's and `others` everybody
 * else's; `bulk` and `draw` are those among the person's own that only the pages Bulk and Draw send.
 */
export function countUnsent(storage, person) {
  const counts = { own: 0, others: 0, bulk: 0, draw: 0 };
  for (const [prefix, page] of [[UNSENT_DECISIONS], [UNSENT_SHEETS, "bulk"], [UNSENT_DRAWINGS, "draw"]]) {
    for (const kept of valuesWithPrefix(storage, prefix)) {
      const labels = kept.labels?.length ?? 1;
      counts[kept.person === person ? "own" : "others"] += labels;
      if (page && kept.person === person) counts[page] += labels;
    }
  }
  return counts;
}
