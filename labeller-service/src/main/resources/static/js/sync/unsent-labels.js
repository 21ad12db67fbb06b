import { WAITING } from "../draw/drawings.js";
import { PREFIX } from "./outbox.js";
import { SHEETS } from "../bulk/sheet-outbox.js";
import { stored } from "./storage.js";

/**
 * How many labels wait in this browser to be sent: {own, others, bulk, draw}. Those of the person, those of everybody else,
 * and how many of her own only the pages Bulk and Draw send.
 */
export function waiting(storage, person) {
  const counts = { own: 0, others: 0, bulk: 0, draw: 0 };
  for (const [prefix, page] of [[PREFIX], [SHEETS, "bulk"], [WAITING, "draw"]]) {
    for (const kept of stored(storage, prefix)) {
      const labels = kept.labels?.length ?? 1;
      counts[kept.person === person ? "own" : "others"] += labels;
      if (page && kept.person === person) counts[page] += labels;
    }
  }
  return counts;
}
