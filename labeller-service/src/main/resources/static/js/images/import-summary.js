/** What came of the files that a person added, as sentences. */

import { count, plural } from "../ui/format.js";

/** What came of one file: {added, duplicates, labelled, failures}. */
export function outcome({ added, duplicates, labelled, failures }) {
  const parts = [`${count(added)} added`];
  if (duplicates > 0) parts.push(`${count(duplicates)} there already`);
  if (labelled > 0) parts.push(`${count(labelled)} labelled`);
  if (failures > 0) parts.push(`${count(failures)} not read`);
  return parts.join(", ");
}

/** The sum of all outcomes. */
export const total = (outcomes) =>
  outcomes.reduce(
    (sum, one) => ({
      added: sum.added + one.added,
      duplicates: sum.duplicates + one.duplicates,
      labelled: sum.labelled + one.labelled,
      failures: sum.failures + one.failures,
    }),
    { added: 0, duplicates: 0, labelled: 0, failures: 0 },
  );

/** How far it has come: files and bytes, their rate, and the time left. */
export function progress({ done, files, sent, bytes, ms }) {
  const rate = ms > 0 ? sent / (ms / 1000) : 0;
  const left = rate > 0 && sent < bytes ? `, ${Math.ceil((bytes - sent) / rate)} s left` : "";
  const speed = rate > 0 ? `, ${(rate / 1024 / 1024).toFixed(1)} MB/s` : "";
  return `${count(done)} of ${plural(files, "file")}${speed}${left}`;
}

const WORDS = {
  "image.added": () => "Added",
  "label.given": ({ digit }) => `Labelled ${digit}`,
  "label.retracted": () => "Took the label back",
  "label.settled": ({ digit }) => `Settled as ${digit}`,
  "label.unsettled": () => "Open again",
  "image.skipped": () => "Skipped",
  "skip.retracted": () => "Took the skip back",
  "image.rejected": () => "Rejected: not a digit",
  "rejection.retracted": () => "Took the rejection back",
};

/** What an event of an image says, in words; of a type that this page does not know, its name. */
export function happened({ type, data }) {
  const words = WORDS[type]?.(data) ?? type.replace(".", " ");
  const shown = data.suggested ? `; shown ${data.suggested.digit}` : "";
  return words + shown;
}
