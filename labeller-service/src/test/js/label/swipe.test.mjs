import assert from "node:assert/strict";
import { test } from "node:test";
import { isSwipe } from "../../../main/resources/static/js/label/swipe.js";

test("a swipe is far or fast, and sideways", () => {
  assert.equal(isSwipe(90, 10, 900), true);
  assert.equal(isSwipe(-40, 5, 40), true);
  assert.equal(isSwipe(40, 5, 900), false);
  assert.equal(isSwipe(90, 80, 100), false);
});
