import assert from "node:assert/strict";
import { test } from "node:test";
import { indexAfterKey } from "../../../main/resources/static/js/ui/grid-keys.js";

test("arrow keys move within the grid and stay inside", () => {
  assert.equal(indexAfterKey("ArrowRight", 0, 10, 4), 1);
  assert.equal(indexAfterKey("ArrowDown", 1, 10, 4), 5);
  assert.equal(indexAfterKey("ArrowDown", 7, 10, 4), 7);
  assert.equal(indexAfterKey("ArrowLeft", 0, 10, 4), 0);
  assert.equal(indexAfterKey("End", 0, 10, 4), 9);
  assert.equal(indexAfterKey("a", 0, 10, 4), null);
});
