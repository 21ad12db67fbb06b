import { WAITING } from "./drawings.js";
import { PREFIX } from "./outbox.js";
import { SHEETS } from "./sheet-outbox.js";
import { stored } from "./storage.js";

/** How many labels wait in this browser to be sent: {own, others}, those of the person and those of everybody else. */
export function waiting(storage, person) {
  const counts = { own: 0, others: 0 };
  for (const kept of [PREFIX, SHEETS, WAITING].flatMap((prefix) => stored(storage, prefix))) {
    counts[kept.person === person ? "own" : "others"] += kept.labels?.length ?? 1;
  }
  return counts;
}
