/** What became of the files that a person added, as text. */

import { count, plural } from "../ui/format.js";

/** What became of one file: {added, duplicates, putAside, labelled, failures, leftOut}. */
export function importSummary({ added, duplicates, putAside = 0, labelled, failures, leftOut = 0 }) {
  const parts = [`${count(added)} added`];
  if (duplicates > 0) parts.push(`${count(duplicates)} there already`);
  if (putAside > 0) parts.push(`${count(putAside)} of them put aside`);
  if (labelled > 0) parts.push(`${count(labelled)} labelled`);
  if (failures > 0) parts.push(`${count(failures)} not read`);
  if (leftOut > 0) parts.push(leftOutText(leftOut));
  return parts.join(", ");
}

export const leftOutText = (files) => `${plural(files, "hidden or system file")} left out`;

/** The sum of the results of several files. */
export const sumOfImports = (results) =>
  results.reduce(
    (sum, one) => ({
      added: sum.added + one.added,
      duplicates: sum.duplicates + one.duplicates,
      putAside: sum.putAside + (one.putAside ?? 0),
      labelled: sum.labelled + one.labelled,
      failures: sum.failures + one.failures,
      leftOut: sum.leftOut + (one.leftOut ?? 0),
    }),
    { added: 0, duplicates: 0, putAside: 0, labelled: 0, failures: 0, leftOut: 0 },
  );

/** How far an upload has come: files, rate and the time left. `sent` and `bytes` are in bytes, `ms` since it began. */
export function uploadProgress({ done, files, sent, bytes, ms }) {
  const rate = ms > 0 ? sent / (ms / 1000) : 0;
  const left = rate > 0 && sent < bytes ? `, ${Math.ceil((bytes - sent) / rate)} s left` : "";
  const speed = rate > 0 ? `, ${(rate / 1024 / 1024).toFixed(1)} MB/s` : "";
  return `${count(done)} of ${plural(files, "file")}${speed}${left}`;
}
