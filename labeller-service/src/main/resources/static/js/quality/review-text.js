/** The words of the page Review. */

import { keyCommand } from "../ui/key-commands.js";
import { percent, plural, shortId } from "../ui/format.js";

/** By the reason that an image waits: [name of its queue, why it waits]. */
const REASONS = {
  dispute: ["Disputes", "Undecided after as many labels as the policy allows"],
  model: ["Model disagrees", "The network, trained without this label, reads another digit"],
  audit: ["Random audit", "Drawn at random, to see how often a settled label is wrong"],
  contest: ["Contested", "Somebody who labelled it is sure of their label"],
  rejected: ["No digit?", "Somebody says that this is not a digit"],
};

/** The queues: [reason, name, images that wait], in a fixed order; first all of them, under the reason "". */
export function queues({ waiting, byReason }) {
  const known = Object.keys(REASONS).map((reason) => [reason, REASONS[reason][0], byReason[reason] ?? 0]);
  const others = Object.keys(byReason).filter((reason) => !REASONS[reason]).map((reason) => [reason, reason, byReason[reason]]);
  return [["", "All", waiting], ...known, ...others];
}

export const reasonText = (reason) => REASONS[reason]?.[1] ?? reason;

/** What the network reads, and how sure it is. */
export const modelText = (model) =>
  model ? `The network reads ${model.digit}, ${percent(model.confidence)} sure.` : "The network has not read this image.";

/** What the labels come to so far. */
export function settledText({ digit, labels }) {
  const from = plural(labels.length, "label");
  return digit == null ? `${from}; nothing is settled.` : `${from}; settled as ${digit} now.`;
}

export const digitText = (digit) => (digit == null ? "not a digit" : String(digit));

/** What was just done, for the eye and for screen readers. */
export const doneText = ({ item, digit }) => `${shortId(item.image)} is adjudicated: ${digitText(digit)}.`;

/**
 * What a key asks of the page: as on the page Label, and a minus sign as well says that the image is not a digit. The minus of
 * a number pad takes back, as there.
 */
export function reviewCommand({ key, code, shiftKey, ctrlKey, metaKey, altKey, target }) {
  const isMinus = key === "-" && code !== "NumpadSubtract";
  return keyCommand({ key: isMinus ? "x" : key, code: isMinus ? "" : code, shiftKey, ctrlKey, metaKey, altKey, target });
}
