import assert from "node:assert/strict";
import { test } from "node:test";
import {
  arrowPath,
  curveOf,
  drawnLayers,
  drawnNeurons,
  greatest,
  largest,
  movementAt,
  neuronPlaces,
  pairApart,
  placeOf,
  rangeOf,
  stackOf,
  sumOf,
} from "../../../main/resources/static/js/explain/geometry.js";

test("of a wide layer a bounded number is drawn, with the one that is looked at", () => {
  assert.equal(drawnNeurons(16).length, 16);
  assert.equal(drawnNeurons(10_000).length, 20);
  assert.ok(drawnNeurons(10_000, 777).includes(777));
  assert.equal(drawnNeurons(10_000, 777).length, 20);
  assert.deepEqual(drawnNeurons(3, 99), [0, 1, 2], "a neuron that is not there is not drawn");
});

test("of a deep network the pixels and the last layers are drawn", () => {
  assert.deepEqual(drawnLayers(4), [0, 1, 2, 3]);
  assert.deepEqual(drawnLayers(12), [0, 7, 8, 9, 10, 11]);
});

test("all neurons that are drawn lie inside the picture, each in a place of its own", () => {
  for (const sizes of [[784, 16, 16, 10], [784, 10], [784, 30, 10], [784, ...Array(62).fill(500), 10]]) {
    const places = neuronPlaces(sizes, { layer: sizes.length - 1, index: 9 });
    for (const { x, y } of places) assert.ok(x > 0.24 && x < 1 && y > 0 && y < 1);
    assert.equal(new Set(places.map(({ x, y }) => `${x} ${y}`)).size, places.length);
  }
  assert.equal(neuronPlaces([784, 16, 16, 10], null).length, 42);
});

test("the movement goes forward to the outputs, then back to the pixels", () => {
  assert.deepEqual(movementAt(0, 4), { forward: true, from: 0, share: 0, lit: 0 });
  assert.deepEqual(movementAt(1.5, 4), { forward: true, from: 1, share: 0.5, lit: 1 });
  assert.equal(movementAt(3, 4).lit, 3);
  assert.deepEqual(movementAt(3.25, 4), { forward: false, from: 3, share: 0.25, lit: 3 });
  assert.deepEqual(movementAt(6, 4), { forward: false, from: 0, share: 0, lit: 0 });
});

test("an arrow's point is as far from its foot as its length says", () => {
  assert.match(arrowPath(10, 50, 30), /L10\.0 20\.0L/);
  assert.match(arrowPath(10, 50, -30), /L10\.0 80\.0L/);
  assert.doesNotMatch(arrowPath(10, 50, 0), /NaN/);
});

test("stacks grow from zero to both sides and add up to the sum", () => {
  const values = [0.5, -0.25, 0.125, -1, 0];
  assert.deepEqual(stackOf(values), [
    { index: 0, from: 0, to: 0.5 },
    { index: 1, from: 0, to: -0.25 },
    { index: 2, from: 0.5, to: 0.625 },
    { index: 3, from: -0.25, to: -1.25 },
  ]);
  assert.equal(sumOf(values), -0.625);
  assert.deepEqual(stackOf(Float32Array.from(values), new Set([0, 3])).map(({ index }) => index), [1, 2]);
  assert.equal(sumOf(values, new Set([0, 3])), -0.125);
});

test("nothing is divided by zero", () => {
  assert.equal(greatest([0, 0]), 1);
  assert.equal(greatest([]), 1);
  assert.equal(greatest([1, -3]), 3);
  assert.deepEqual(rangeOf([0, 0]), { least: 0, most: 1 });
  assert.equal(placeOf(0.5, rangeOf([1, -1]), 0, 100), 75);
});

test("a pair is 32 times apart within a fiftieth, and turns give others", () => {
  const values = Float32Array.from({ length: 2_000 }, (_, k) => (k % 3 === 0 ? 0 : (k % 2 ? 1 : -1) * 1.01 ** -k));
  const seen = new Set();
  for (let turn = 0; turn < 5; turn++) {
    const { large, small } = pairApart(values, 32, turn);
    const ratio = Math.abs(values[large] / values[small]);
    assert.ok(Math.abs(ratio / 32 - 1) < 0.02, `${ratio}`);
    seen.add(large);
  }
  assert.equal(seen.size, 5);
  assert.equal(pairApart([0, 0, 0], 32, 0), null);
  assert.equal(pairApart([1, 2], 32, 3), null);
});

test("the largest come first, whatever their sign", () => {
  assert.deepEqual(largest([1, -3, 2], 2), [1, 2]);
});

test("curves go through the middle of where they bend", () => {
  const middle = (activation) => curveOf(activation, 4)[30];
  assert.deepEqual([middle("sigmoid"), middle("relu"), middle("tanh")], [[0, 0.5], [0, 0], [0, 0]]);
});
