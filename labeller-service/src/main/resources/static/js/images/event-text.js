const TEXTS = {
  "image.added": () => "Added",
  "image.put-aside": () => "Put aside: nearly the same as another image",
  "image.taken-in": () => "Not the same as the other: in use",
  "image.left-out": () => "The same as the other: left out",
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
export function eventText({ type, data }) {
  const text = TEXTS[type]?.(data) ?? type.replace(".", " ");
  const suggestion = data.suggested ? `; shown ${data.suggested.digit}` : "";
  return text + suggestion;
}
