import { count, plural } from "../ui/format.js";

/** Weights and biases of a network named by its layers: "784-16-16-10" -> 13,002; null when the name tells no layers. */
export function parameterCount(model) {
  const layers = /\d+(?:-\d+)+/.exec(model ?? "")?.[0].split("-").map(Number);
  if (!layers) return null;
  let sum = 0;
  for (let i = 1; i < layers.length; i++) sum += layers[i - 1] * layers[i] + layers[i];
  return sum;
}

/**
 * What the network did to reach a checkpoint, in sentences that are true for every mini-batch size: {title, text}.
 *
 * @param checkpoint    an item of /api/checkpoints, or null before the first
 * @param previousStep  the step of the checkpoint before, or null when this page did not see it
 */
export function explainTraining(checkpoint, previousStep = null) {
  if (!checkpoint) {
    return {
      title: "Nothing learned yet",
      text: "Label a few digits. The network starts to learn as soon as the first labels arrive.",
    };
  }
  const steps = previousStep !== null && checkpoint.step > previousStep ? checkpoint.step - previousStep : null;
  const weights = parameterCount(checkpoint.model);
  const every = weights === null ? "every weight" : `each of the ${count(weights)} weights and biases`;
  return {
    title: steps === null ? `${plural(checkpoint.step, "step")} so far` : `${plural(steps, "step")} downhill`,
    text:
      `It has ${plural(checkpoint.examples, "labelled image")} to learn from. In each step every image of a small batch ` +
      `nudges ${every} a little, to make its own error smaller. The nudges are averaged: the average is the step.`,
  };
}
