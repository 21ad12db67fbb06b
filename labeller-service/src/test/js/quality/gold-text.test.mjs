import assert from "node:assert/strict";
import { test } from "node:test";
import { contestText, missedText, ofDigit } from "../../../main/resources/static/js/quality/gold-text.js";

test("how many missed a gold image, and who contests it", () => {
  assert.equal(missedText({ seen: 0, missed: 0 }), "nobody had it yet");
  assert.match(missedText({ seen: 12, missed: 3 }), /^3 of 12, 25\.0\s%$/);
  assert.equal(contestText({ by: "x", byName: "Ada", digit: 4, reason: "open top" }), "Ada: it is a 4 (open top)");
  assert.equal(contestText({ by: "0123456789", byName: null, digit: null, reason: "" }), "erased (01234567): it is not a digit");
});

test("images of one digit, or of any", () => {
  const images = [{ digit: 0 }, { digit: 4 }];
  assert.deepEqual(ofDigit(images, "0"), [{ digit: 0 }]);
  assert.equal(ofDigit(images, ""), images);
});
