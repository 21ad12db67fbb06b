import assert from "node:assert/strict";
import { test } from "node:test";
import { bars, coefficientRange, linePieces, pathOf } from "../../../main/resources/static/js/quality/chart-geometry.js";

const range = { least: 0, most: 1 };

test("a line spans the whole width, and its highest value is at the top", () => {
  const [piece] = linePieces([{ x: 10, y: 0 }, { x: 20, y: 0.5 }, { x: 30, y: 1 }], range, 100, 50);
  assert.deepEqual(piece, [[0, 50], [50, 25], [100, 0]]);
  assert.equal(pathOf(piece), "M0.0 50.0L50.0 25.0L100.0 0.0");
});

test("where a value is undefined the line has a gap", () => {
  const pieces = linePieces([{ x: 0, y: null }, { x: 1, y: 1 }, { x: 2, y: null }, { x: 4, y: 0 }], range, 100, 50);
  assert.deepEqual(pieces, [[[25, 0]], [[100, 50]]]);
  assert.equal(pathOf(pieces[0]), "M25.0 0.0h0");
});

test("a single point is in the middle, and a value outside the range at its edge", () => {
  assert.deepEqual(linePieces([{ x: 7, y: 5 }], range, 100, 50), [[[50, 0]]]);
  assert.deepEqual(linePieces([], range, 100, 50), []);
});

test("the highest bar reaches the top, and nothing is divided by zero", () => {
  const [low, high] = bars([1, 2], 100, 50, 0);
  assert.deepEqual([low.height, high.height], [25, 50]);
  assert.deepEqual([low.y, high.y], [25, 0]);
  assert.deepEqual([low.x, high.x], [0, 50]);
  assert.deepEqual(bars([0, 0], 100, 50).map(({ height }) => height), [0, 0]);
});

test("a chart of coefficients reaches down to its lowest value", () => {
  assert.deepEqual(coefficientRange([0.9, null]), { least: 0.5, most: 1 });
  assert.equal(coefficientRange([0.9, 0.23]).least, 0.2);
  assert.equal(coefficientRange([-0.15]).least, -0.2);
});
