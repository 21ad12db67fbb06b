import assert from "node:assert/strict";
import { test } from "node:test";
import { accuracyAt, AccuracyCurve, heightOf, heightRange } from "../../../main/resources/static/js/label/accuracy-curve.js";

test("the curve holds every point once, in order, and starts anew with a new trainer", () => {
  const curve = new AccuracyCurve();
  const item = (step, position = step) => ({ checkpoint: `${step}-${position}`, step, position, accuracy: 0.9, low: 0.89, high: 0.91 });
  curve.add([item(10), item(20)]);
  curve.add([item(20), item(30)]);
  assert.deepEqual(curve.columns()[0], [10, 20, 30]);
  curve.add([item(5, 40)]);
  assert.deepEqual(curve.columns()[0], [5]);
});

test("a long curve keeps its beginning and all of its end, and does not grow", () => {
  const curve = new AccuracyCurve();
  for (let step = 0; step < 20_000; step++) {
    curve.add([{ checkpoint: `c${step}`, step, position: step, accuracy: 0.9, low: 0.89, high: 0.91 }]);
    assert.ok(curve.size <= 1_000);
  }
  const steps = curve.columns()[0];
  assert.equal(steps[0], 0);
  assert.deepEqual(
    steps.slice(-500),
    Array.from({ length: 500 }, (_, i) => 19_500 + i),
  );
  assert.ok(steps.filter((step) => step < 19_000).length > 100);
});

test("the height of an accuracy is the logarithm of its error", () => {
  assert.ok(Math.abs(heightOf(0.99) - 2) < 1e-9);
  assert.ok(Math.abs(accuracyAt(heightOf(0.937)) - 0.937) < 1e-9);
  assert.deepEqual(heightRange(heightOf(0.1), heightOf(0.93)), [heightOf(0), heightOf(0.95)]);
});
