/** Events of the log that are not an image's own: those about people who label, and those about quality as a whole. */

import { count, percent, plural } from "../ui/format.js";

const EVIDENCE = ({ seen, correct, bound }) => `${count(correct)} of ${count(seen)} right on gold, at most ${percent(bound)}`;

const TEXTS = {
  "gold.answered": ({ digit, expected, correct }) => (correct ? `answered ${digit} on gold: right` : `answered ${digit} on gold that is ${expected}: wrong`),
  "gold.voided": ({ reason }) => `answer on gold counts no longer: ${reason}`,
  "annotator.distrusted": ({ from, evidence }) => `distrusted from position ${from}${evidence ? `: ${EVIDENCE(evidence)}` : ""}`,
  "annotator.trusted": ({ from, evidence }) => `trusted from position ${from}${evidence ? `: ${EVIDENCE(evidence)}` : ""}`,
  "annotator.estimated": ({ estimate, labels }) => `estimated (${estimate}) from ${plural(labels, "label")}`,
  "gold.chosen": ({ digit, reason }) => `chose gold ${digit}: ${reason}`,
  "gold.contested": ({ digit, reason }) => `contested gold, ${digit ?? "not a digit"}: ${reason}`,
  "gold.corrected": ({ digit, reason }) => `corrected gold to ${digit}: ${reason}`,
  "gold.retired": ({ reason }) => `retired gold: ${reason}`,
  "policy.set": ({ policy }) => `set the policy ${policy}`,
  "consensus.estimated": ({ number, horizon }) => `made estimate ${number} up to position ${horizon}`,
  "recompute.began": ({ cause }) => `began to look at images again because of position ${cause}`,
  "recompute.finished": ({ lookedAt, changed, opened }) =>
    `looked at ${plural(lookedAt, "image")} again: ${count(changed)} changed, ${count(opened)} open again`,
};

/** The families whose stream is a person who labels. */
const ABOUT_PEOPLE = /^(annotator\.|gold\.answered$|gold\.voided$)/;

/** What an event says, in words; null for an event of an image. */
export const qualityEventText = ({ type, data }) => TEXTS[type]?.(data) ?? null;

/** Whom and what an event is about: {person, image}, ids or null. `stream` is the event's. */
export function subjectsOf({ type, image: stream, data }) {
  if (!TEXTS[type]) return { person: null, image: stream };
  return { person: ABOUT_PEOPLE.test(type) ? stream : null, image: data.image ?? null };
}
