import { PREFIX } from "./outbox.js";
import { SHEETS } from "./sheet-outbox.js";
import { stored } from "./storage.js";

/** How many labels wait in this browser to be sent: {own, others}, those of the person and those of everybody else. */
export function waiting(storage, person) {
  const counts = { own: 0, others: 0 };
  for (const decision of stored(storage, PREFIX)) counts[decision.person === person ? "own" : "others"]++;
  for (const sheet of stored(storage, SHEETS)) counts[sheet.person === person ? "own" : "others"] += sheet.labels.length;
  return counts;
}
