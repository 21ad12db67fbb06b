import assert from "node:assert/strict";
import { test } from "node:test";
import { labelsPerMinute } from "../../../main/resources/static/js/label/labels-per-minute.js";

test("the rate counts the last minute, or the session when it is younger", () => {
  assert.equal(labelsPerMinute([0], 1_000), null);
  assert.equal(labelsPerMinute([0, 10_000, 20_000], 30_000), 6);
  assert.equal(labelsPerMinute([0, 70_000, 80_000, 90_000], 100_000), 3);
});
