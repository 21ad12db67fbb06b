import assert from "node:assert/strict";
import { test } from "node:test";
import { isStopped, whyNoTasks, whyRequestFailed } from "../../../main/resources/static/js/ui/no-images.js";

test("an empty queue is explained, once it is known why it is empty", () => {
  assert.equal(whyNoTasks(null), "loading");
  assert.equal(whyNoTasks({ images: 0, labelled: 0, rejected: 0 }), "none");
  assert.equal(whyNoTasks({ images: 9, labelled: 8, rejected: 1 }), "done");
  assert.equal(whyNoTasks({ images: 9, labelled: 7, rejected: 1 }), "held");
});

test("whoever gets no images because their labels do not count is not told that the server has a problem", () => {
  assert.equal(whyRequestFailed({ status: 403 }, true), "stopped");
  assert.equal(whyRequestFailed({ status: 403 }, false), "offline");
  assert.equal(whyRequestFailed({ status: 500 }, true), "server");
  assert.equal(whyRequestFailed({ status: 503 }, true), "database");
  assert.equal(isStopped({ status: 403 }), true);
  assert.equal(isStopped({ status: 0, unreachable: true }), false);
});
