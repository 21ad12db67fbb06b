import assert from "node:assert/strict";
import { test } from "node:test";
import { ageAt, agesFor, ageText } from "../../../main/resources/static/js/explain/ages.js";

const texts = (state) => agesFor(state).map(ageText);

test("the slider has the kept steps and the latest network", () => {
  const latest = { step: null, checkpoint: null };
  assert.deepEqual(texts(latest), ["0", "100", "600", "6,000", "latest"]);
  assert.equal(ageAt(agesFor(latest), latest), 4);
  assert.equal(ageAt(agesFor({ step: 600, checkpoint: null }), { step: 600, checkpoint: null }), 2);
});

test("a step or checkpoint of the address is a stop of its own", () => {
  const step = { step: 1_234, checkpoint: null };
  assert.deepEqual(texts(step), ["0", "100", "600", "1,234", "6,000", "latest"]);
  assert.equal(ageAt(agesFor(step), step), 3);
  const checkpoint = { step: null, checkpoint: "0123456789ab" };
  assert.deepEqual(texts(checkpoint), ["0", "100", "600", "6,000", "checkpoint 01234567", "latest"]);
  assert.equal(ageAt(agesFor(checkpoint), checkpoint), 4);
});
