import assert from "node:assert/strict";
import { test } from "node:test";
import { TaskQueue } from "../../../main/resources/static/js/label/task-queue.js";

const task = (image, fields) => ({ image, version: 1, ...fields });

test("the queue refills before it runs dry, and takes no image twice", () => {
  const queue = new TaskQueue();
  assert.equal(queue.wanted, 8);
  assert.equal(queue.add(["a", "b", "c", "d", "e", "f"].map((image) => task(image))), 6);
  assert.equal(queue.wanted, 0);
  queue.take();
  assert.equal(queue.wanted, 3);
  assert.equal(queue.add([task("b"), task("g")]), 1);
});

test("an image whose lease ran out leaves the queue, unless it is on show", () => {
  const expired = { expires: "2026-01-01T00:00:00Z" };
  const queue = new TaskQueue([task("a", expired), task("b", expired), task("c", { expires: null })]);
  queue.dropExpired(Date.parse("2026-01-02T00:00:00Z"));
  assert.deepEqual(queue.toJSON().map((t) => t.image), ["a", "c"]);
});

test("whoever gets no images any more keeps none", () => {
  const queue = new TaskQueue([task("a"), task("b")]);
  queue.clear();
  assert.equal(queue.current, null);
  assert.equal(queue.wanted, 8);
});
