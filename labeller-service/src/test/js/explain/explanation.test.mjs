import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeExplanation, indexOf, parametersOf } from "../../../main/resources/static/js/explain/explanation.js";

/** An answer for a network of those sizes, whose numbers are 1, 2, 3 ... in the order of the bytes. */
function answer({ sizes = [3, 2, 2], id = "c1", digit = 1, step = 600n, activation = 0, cost = 0, layout = 1 } = {}) {
  const idAt = 36 + 4 * sizes.length + 4;
  const begin = Math.ceil((idAt + id.length) / 8) * 8;
  const pairs = sizes.slice(1).reduce((all, size, l) => all + size * sizes[l], 0);
  const neurons = sizes.reduce((all, size) => all + size);
  const numbers = neurons + (neurons - sizes[0]) + sizes.at(-1) + 1 + neurons + pairs + 2 * parametersOf(sizes);
  const buffer = new ArrayBuffer(begin + 4 * numbers);
  const view = new DataView(buffer);
  new Uint8Array(buffer).set(Buffer.from("NDGE"));
  const words = [[4, layout], [8, begin], [12, digit], [24, activation], [28, cost], [32, sizes.length], ...sizes.map((size, l) => [36 + 4 * l, size]), [idAt - 4, id.length]];
  for (const [at, word] of words) view.setUint32(at, word, true);
  view.setBigInt64(16, step, true);
  new Uint8Array(buffer).set(Buffer.from(id), idAt);
  new Float32Array(buffer, begin).forEach((_, k, all) => (all[k] = k + 1));
  return buffer;
}

test("every number is in its part, in the order of the bytes", () => {
  const e = decodeExplanation(answer());
  assert.deepEqual([e.digit, e.step, e.checkpoint, e.sizes, e.last, e.activation, e.costKind], [1, 600, "c1", [3, 2, 2], 2, "sigmoid", "squared"]);
  assert.deepEqual(e.a.map((part) => [...part]), [[1, 2, 3], [4, 5], [6, 7]]);
  assert.deepEqual(e.z.map((part) => [...part]), [[], [8, 9], [10, 11]]);
  assert.deepEqual([...e.costs], [12, 13]);
  assert.equal(e.cost, 14);
  assert.deepEqual(e.wishes.map((part) => [...part]), [[15, 16, 17], [18, 19], [20, 21]]);
  assert.deepEqual(e.contributions.map((part) => [...part]), [[22, 23, 24, 25, 26, 27], [28, 29, 30, 31]]);
  assert.deepEqual(e.gradient.weights.map((part) => [...part]), [[32, 33, 34, 35, 36, 37], [40, 41, 42, 43]]);
  assert.deepEqual(e.gradient.biases.map((part) => [...part]), [[38, 39], [44, 45]]);
  assert.deepEqual(e.network.weights.map((part) => [...part]), [[46, 47, 48, 49, 50, 51], [54, 55, 56, 57]]);
  assert.deepEqual(e.network.biases.map((part) => [...part]), [[52, 53], [58, 59]]);
});

test("the default network's answer is as long as the document says", () => {
  const e = decodeExplanation(answer({ sizes: [784, 16, 16, 10], id: "" }));
  assert.equal(e.checkpoint, "");
  assert.equal(e.network.biases[2][9], 40_669);
});

test("other networks are read as well, also without hidden layers and with any length of the id", () => {
  for (const id of ["", "a", "abcdefg", "0123456789abcdef0123456789abcdef"])
    for (const sizes of [[784, 10], [784, 30, 10], [4, 3, 2, 3, 2]]) assert.deepEqual(decodeExplanation(answer({ sizes, id })).sizes, sizes);
  assert.deepEqual(decodeExplanation(answer({ activation: 2, cost: 1 })).activation, "tanh");
  assert.deepEqual(decodeExplanation(answer({ activation: 1, cost: 1 })).costKind, "cross-entropy");
});

test("the weight from i to j is beside those from i to other neurons", () => {
  assert.equal(indexOf({ sizes: [3, 2, 2] }, 0, 2, 1), 5);
});

test("what broke off or is of another layout is refused", () => {
  const whole = answer();
  for (const length of [0, 10, 40, whole.byteLength - 4]) assert.throws(() => decodeExplanation(whole.slice(0, length)), /Expected an explanation/);
  assert.throws(() => decodeExplanation(answer({ layout: 2 })), /layout 1/);
  assert.throws(() => decodeExplanation(answer({ activation: 3 })), /Expected a code from 0 to 2, got 3/);
});
