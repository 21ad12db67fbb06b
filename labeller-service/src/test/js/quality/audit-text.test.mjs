import assert from "node:assert/strict";
import { test } from "node:test";
import { qualityEventText, subjectsOf } from "../../../main/resources/static/js/quality/audit-text.js";

const stream = "stream-of-the-event";

test("events about people name the person and the image, those about quality the image alone", () => {
  const answered = { type: "gold.answered", image: stream, data: { image: "i", digit: 4, expected: 9, correct: false } };
  assert.equal(qualityEventText(answered), "answered 4 on gold that is 9: wrong");
  assert.deepEqual(subjectsOf(answered), { person: stream, image: "i" });
  assert.deepEqual(subjectsOf({ type: "gold.corrected", image: stream, data: { image: "i", digit: 4 } }), { person: null, image: "i" });
  assert.deepEqual(subjectsOf({ type: "policy.set", image: stream, data: { policy: "crowd" } }), { person: null, image: null });
});

test("an event of an image is about the image", () => {
  const given = { type: "label.given", image: stream, data: { digit: 4 } };
  assert.equal(qualityEventText(given), null);
  assert.deepEqual(subjectsOf(given), { person: null, image: stream });
});

test("a distrust says what it rests on, if on anything", () => {
  const data = { from: 500, evidence: { seen: 8, correct: 5, bound: 0.839 } };
  assert.match(qualityEventText({ type: "annotator.distrusted", data }), /^distrusted from position 500: 5 of 8 right on gold, at most 83\.9\s%$/);
  assert.equal(qualityEventText({ type: "annotator.trusted", data: { from: 7 } }), "trusted from position 7");
});

test("recomputation and estimates are told with their figures", () => {
  assert.equal(
    qualityEventText({ type: "recompute.finished", data: { cause: 3, lookedAt: 1, changed: 1, opened: 0 } }),
    "looked at 1 image again: 1 changed, 0 open again",
  );
  assert.equal(qualityEventText({ type: "consensus.estimated", data: { number: 2, horizon: 1_000 } }), "made estimate 2 up to position 1000");
});
