/**
 * Decodes an answer of /api/explain; docs/explanation.md says what it holds, and nudge.network.Explanation what each number
 * means. Layers of neurons are counted from 0, the pixels, to L, the outputs; layers of weights from 0 to L - 1.
 */

const MAGIC = 0x4547444e; // "NDGE", read as a little endian number
const LAYOUT = 1;
const HEAD = 36; // bytes before the sizes
const MOST_LAYERS = 64;
const ACTIVATIONS = ["sigmoid", "relu", "tanh"];
const COSTS = ["squared", "cross-entropy"];

/**
 * @param {ArrayBuffer} buffer
 * @returns {digit, step, checkpoint, activation, costKind, sizes, last, a, z, costs, cost, wishes, contributions, gradient,
 *   network}: a and wishes [L + 1][s(l)], z the same but empty for the pixels, costs [s(L)], contributions [L][s(l) s(l + 1)];
 *   gradient, which is the negative one, and network {weights: [L][s(l) s(l + 1)], biases: [L][s(l + 1)]}
 * @throws Error when the answer is of another layout, or broke off
 */
export function decodeExplanation(buffer) {
  if (buffer.byteLength < HEAD) throw cutOff(HEAD, buffer.byteLength);
  const view = new DataView(buffer);
  const word = (at) => view.getUint32(at, true);
  if (word(0) !== MAGIC || word(4) !== LAYOUT)
    throw new Error("Expected an explanation of layout 1, got something else: load this page again.");
  const layers = word(32);
  const begin = word(8);
  if (layers < 2 || layers > MOST_LAYERS || begin > buffer.byteLength || begin < HEAD + 4 * layers + 4)
    throw cutOff(begin, buffer.byteLength);
  const sizes = Array.from({ length: layers }, (_, l) => word(HEAD + 4 * l));
  const idAt = HEAD + 4 * layers + 4;
  const id = new Uint8Array(buffer, idAt, Math.min(word(idAt - 4), begin - idAt));
  const expected = begin + 4 * numbersOf(sizes);
  if (buffer.byteLength !== expected) throw cutOff(expected, buffer.byteLength);
  return {
    digit: word(12),
    step: Number(view.getBigInt64(16, true)),
    checkpoint: String.fromCharCode(...id),
    activation: nameOf(ACTIVATIONS, word(24)),
    costKind: nameOf(COSTS, word(28)),
    sizes,
    last: layers - 1,
    ...parts(sizes, reader(buffer, begin)),
  };
}

const cutOff = (expected, got) => new Error(`Expected an explanation of ${expected} bytes, got ${got}: load this page again.`);

function nameOf(names, code) {
  if (names[code]) return names[code];
  throw new Error(`Expected a code from 0 to ${names.length - 1}, got ${code}: load this page again.`);
}

/** How many weights and biases a network of these sizes has. */
export function parametersOf(sizes) {
  return sizes.slice(1).reduce((all, size, l) => all + (sizes[l] + 1) * size, 0);
}

/** How many numbers an answer holds. */
function numbersOf(sizes) {
  const neurons = sizes.reduce((all, size) => all + size, 0);
  const pairs = sizes.slice(1).reduce((all, size, l) => all + sizes[l] * size, 0);
  return 3 * neurons - sizes[0] + sizes.at(-1) + 1 + pairs + 2 * parametersOf(sizes);
}

/** Gives one part of the numbers after the other, without copying them. */
function reader(buffer, begin) {
  let at = begin;
  return (count) => {
    const part = new Float32Array(buffer, at, count);
    at += 4 * count;
    return part;
  };
}

function parts(sizes, next) {
  const pairs = sizes.slice(1).map((size, l) => sizes[l] * size);
  const parameters = () => {
    const layers = pairs.map((count, l) => [next(count), next(sizes[l + 1])]);
    return { weights: layers.map(([weights]) => weights), biases: layers.map(([, biases]) => biases) };
  };
  return {
    a: sizes.map((size) => next(size)),
    z: sizes.map((size, l) => next(l === 0 ? 0 : size)),
    costs: next(sizes.at(-1)),
    cost: next(1)[0],
    wishes: sizes.map((size) => next(size)),
    contributions: pairs.map((count) => next(count)),
    gradient: parameters(),
    network: parameters(),
  };
}

/** Where in a layer of weights that from neuron i to neuron j of the next layer is. */
export const indexOf = ({ sizes }, l, i, j) => i * sizes[l + 1] + j;

/** Numbers of the weights into a neuron, one of each neuron before it. @param weights  one array a layer */
export const numbersInto = (e, weights, { layer, index }) =>
  Float32Array.from(e.a[layer - 1], (_, i) => weights[layer - 1][indexOf(e, layer - 1, i, index)]);
