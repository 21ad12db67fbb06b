import assert from "node:assert/strict";
import { test } from "node:test";
import { whyNoTasks } from "../../../main/resources/static/js/ui/no-images.js";

test("an empty queue is explained, once it is known why it is empty", () => {
  assert.equal(whyNoTasks(null), "loading");
  assert.equal(whyNoTasks({ images: 0, labelled: 0, rejected: 0 }), "none");
  assert.equal(whyNoTasks({ images: 9, labelled: 8, rejected: 1 }), "done");
  assert.equal(whyNoTasks({ images: 9, labelled: 7, rejected: 1 }), "held");
});
