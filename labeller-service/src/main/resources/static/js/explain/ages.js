import { count, shortId } from "../ui/format.js";

/** Steps whose weights are kept for good. */
const KEPT = [0, 100, 600, 6_000];

/** The stops of the slider: the kept steps, the one of the address if it is another, and the latest network. */
export function agesFor({ step, checkpoint }) {
  const steps = step === null || KEPT.includes(step) ? KEPT : [...KEPT, step].sort((one, other) => one - other);
  const named = checkpoint ? [{ step: null, checkpoint }] : [];
  return [...steps.map((each) => ({ step: each, checkpoint: null })), ...named, { step: null, checkpoint: null }];
}

/** Which stop is that of the address. */
export const ageAt = (ages, { step, checkpoint }) => ages.findIndex((age) => age.step === step && age.checkpoint === checkpoint);

export function ageText({ step, checkpoint }) {
  if (checkpoint) return `checkpoint ${shortId(checkpoint)}`;
  return step === null ? "latest" : count(step);
}
