/** The words of the page Explain: numbers as people read them, what neurons are called, what went wrong and the way out. */

import { errorText } from "../ui/error-text.js";
import { count } from "../ui/format.js";
import { parametersOf } from "./explanation.js";

const MINUS = "\u2212";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const PICTURE_SIDE = 28;

/** Three digits that count: 0.0241, −1.27, 1,240, 3.1 × 10⁻⁷. */
export function figure(value) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : "";
  if (size >= 999.5) return sign + count(size);
  if (size >= 0.0001) return sign + size.toPrecision(3);
  const [digits, exponent] = size.toExponential(1).split("e");
  const raised = [...String(Math.abs(Number(exponent)))].map((digit) => SUPERSCRIPTS[digit]).join("");
  return `${sign}${digits}\u202f×\u202f10⁻${raised}`;
}

/** The same with a plus where it is positive. */
export const signed = (value) => (value > 0 ? "+" : "") + figure(value);

/** Whether the pixels are those of a picture, so that a layer of that size is drawn as one. */
export const isPicture = (size) => size === PICTURE_SIDE * PICTURE_SIDE;

/** "the output 7", "neuron 3 of layer 1", "the pixel in row 4, column 12". */
export function neuronName({ sizes, last }, layer, index) {
  if (layer === last) return `output ${index}`;
  if (layer > 0) return `neuron ${index} of layer ${layer}`;
  if (!isPicture(sizes[0])) return `input ${index}`;
  return `pixel in row ${Math.floor(index / PICTURE_SIDE)}, column ${index % PICTURE_SIDE}`;
}

/** "the pixels", "layer 1", "the outputs". */
export function layerName({ last }, layer) {
  if (layer === 0) return "the pixels";
  return layer === last ? "the outputs" : `layer ${layer}`;
}

/** The activation's name in a formula. */
export const activationName = ({ activation, costKind, last }, layer) => {
  if (layer === last && costKind === "cross-entropy") return "softmax";
  return { sigmoid: "sigmoid", relu: "ReLU", tanh: "tanh" }[activation];
};

/** How much of a layer is drawn; nothing when it is all of it. */
export const drawnText = (size, drawn) => (size > drawn ? `${count(drawn)} of ${count(size)} neurons are drawn.` : "");

/** Which output is the brightest: the network's answer. */
export function answerOf({ a, last }) {
  return a[last].indexOf(Math.max(...a[last]));
}

/** "Step 600 reads a 2; wanted is a 2." */
export function readingText(e) {
  const answer = answerOf(e);
  const right = answer === e.digit ? "as wanted" : `wanted is a ${e.digit}`;
  return `At step ${count(e.step)} the network reads a ${answer}, ${right}.`;
}

/** "12,544 + 16 + 256 + 16 + 160 + 10 = 13,002" from the sizes of the layers. */
export function parametersText(sizes) {
  const parts = sizes.slice(1).flatMap((size, l) => [sizes[l] * size, size]);
  return `${parts.map(count).join(" + ")} = ${count(parametersOf(sizes))}`;
}

/**
 * One plain line about a request that failed, and the way out of it.
 *
 * @returns {text, way}: way is "label", "latest", "image", "again", or null where the page itself shows what to do
 */
export function problemOf(error, { step, checkpoint }) {
  if (error.name !== "ApiError") return { text: error.message, way: "again" };
  if (error.temporary) return { text: errorText(error), way: "again" };
  const { status, message } = error;
  if (status === 403)
    return { text: "While labels of several people are collected, only reviewers see what the network reads.", way: "label" };
  if (status === 410) return { text: "The weights of this step are forgotten by now.", way: "latest" };
  if (status === 409 && /no checkpoint yet/.test(message))
    return { text: "There is no network yet: the first one follows the first labels.", way: "label" };
  if (status === 404 && /no image/.test(message)) return { text: "There is no such image.", way: "image" };
  if (status === 404 && step != null)
    return { text: `The training has not been at step ${count(step)} yet, or kept nothing of it.`, way: "latest" };
  if (status === 400 && /no settled label|has no label/.test(message))
    return { text: "No label tells which digit it is: choose above which one is wanted.", way: null };
  return { text: errorText(error), way: step != null || checkpoint ? "latest" : null };
}
