import { percent, shortId } from "../ui/format.js";

const REASONS = {
  dispute: "its labels disagree",
  model: "the network reads another digit",
  audit: "drawn at random",
  contest: "somebody is sure of their label",
  rejected: "somebody says it is no digit",
};

const BASES = {
  single: "by one label",
  posterior: "by the weight of its labels",
  adjudicated: "by a reviewer",
  import: "by the label that it came with",
};

/** How the image came to the annotator, where that is worth saying. */
const ARMS = { second: "as a second opinion", bulk: "in bulk", gold: "as gold" };

const TEXTS = {
  "image.added": () => "Added",
  "image.put-aside": () => "Put aside: nearly the same as another image",
  "image.taken-in": () => "Not the same as the other: in use",
  "image.left-out": () => "The same as the other: left out",
  "label.given": ({ digit, arm }) => `Labelled ${digit}${ARMS[arm] ? ` ${ARMS[arm]}` : ""}`,
  "label.retracted": () => "Took the label back",
  "label.settled": settled,
  "label.unsettled": () => "Open again",
  "label.adjudicated": ({ digit, comment }) => `Adjudicated: ${digit ?? "not a digit"}${quoted(comment)}`,
  "adjudication.retracted": () => "Took the adjudication back",
  "review.asked": ({ reason }) => `Sent to review: ${REASONS[reason] ?? reason}`,
  "review.closed": () => "Out of review: its labels agree now",
  "image.skipped": () => "Skipped",
  "skip.retracted": () => "Took the skip back",
  "image.rejected": () => "Rejected: not a digit",
  "rejection.retracted": () => "Took the rejection back",
};

/** Under solo the latest label settles an image, so that nothing more is to be said. */
function settled({ digit, basis, policy, estimate, confidence }) {
  const basics = `Settled as ${digit}`;
  if (!basis || (basis === "single" && !policy)) return basics;
  const sure = basis === "posterior" && confidence != null ? `, ${(confidence * 100).toFixed(2)} % sure` : "";
  const by = policy > 0 ? `; policy of position ${policy}` : "";
  const from = estimate > 0 ? `, estimate ${estimate}` : "";
  return `${basics} ${BASES[basis] ?? basis}${sure}${by}${from}`;
}

const quoted = (comment) => (comment ? `, "${comment}"` : "");

/** What an event of an image says, in words; of a type that this page does not know, its name. */
export function eventText({ type, data }) {
  const text = TEXTS[type]?.(data) ?? type.replace(".", " ");
  const suggestion = data.suggested ? `; shown ${data.suggested.digit}` : "";
  return text + suggestion;
}

/** A label, who gave it, and what it weighs: for reviewers. */
export function weightText({ actor, name, digit, trust, counts }) {
  const who = name ?? shortId(actor);
  const label = digit == null ? "not a digit" : String(digit);
  return counts ? `${who}: ${label}, trust ${percent(trust)}` : `${who}: ${label}, without weight: distrusted`;
}
