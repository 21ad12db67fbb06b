import assert from "node:assert/strict";
import { test } from "node:test";
import { accuracyAt, CurvePoints, height, heightRange } from "../../main/resources/static/js/label/accuracy-curve.js";
import { percent } from "../../main/resources/static/js/ui/format.js";
import { health, whyEmpty } from "../../main/resources/static/js/ui/health.js";
import { History } from "../../main/resources/static/js/label/decision-history.js";
import { command } from "../../main/resources/static/js/ui/key-commands.js";
import { lesson, parameters } from "../../main/resources/static/js/label/explain-training.js";
import { claimOwner, gone } from "../../main/resources/static/js/sync/outbox-owner.js";
import { Queue } from "../../main/resources/static/js/label/task-queue.js";
import { labelsPerMinute } from "../../main/resources/static/js/label/labels-per-minute.js";
import { MemoryStorage } from "../../main/resources/static/js/sync/storage.js";
import { isSwipe } from "../../main/resources/static/js/label/swipe.js";

const task = (image, fields) => ({ image, version: 1, ...fields });

test("the queue refills before it runs dry, and takes no image twice", () => {
  const queue = new Queue();
  assert.equal(queue.wanted, 8);
  assert.equal(queue.add(["a", "b", "c", "d", "e", "f"].map((image) => task(image))), 6);
  assert.equal(queue.wanted, 0);
  queue.take();
  assert.equal(queue.wanted, 3);
  assert.equal(queue.add([task("b"), task("g")]), 1);
});

test("an image whose lease ran out leaves the queue, unless it is on show", () => {
  const expired = { expires: "2026-01-01T00:00:00Z" };
  const queue = new Queue([task("a", expired), task("b", expired), task("c", { expires: null })]);
  queue.dropExpired(Date.parse("2026-01-02T00:00:00Z"));
  assert.deepEqual(queue.toJSON().map((t) => t.image), ["a", "c"]);
});

test("the history tells how many labels the network has learned", () => {
  const history = new History();
  for (const [id, position] of [["a", 5], ["b", 9], ["c", null]]) {
    history.add({ id, task: task(id), what: "label", digit: 1, at: 0 });
    if (position) history.acknowledged(id, position);
  }
  assert.equal(history.learned(5), 1);
});

test("labels that are too old to keep still count", () => {
  const history = new History();
  for (let i = 0; i < 5; i++) {
    history.add({ id: `${i}`, task: task(`${i}`), what: "label", digit: 1, at: 0 });
    history.acknowledged(`${i}`, i);
  }
  const again = new History(JSON.parse(JSON.stringify(history.toJSON(2))));
  assert.equal(again.items.length, 2);
  assert.equal(again.labelCount, 5);
  assert.equal(again.learned(3), 4);
});

test("the rate counts the last minute, or the session when it is younger", () => {
  assert.equal(labelsPerMinute([0], 1_000), null);
  assert.equal(labelsPerMinute([0, 10_000, 20_000], 30_000), 6);
  assert.equal(labelsPerMinute([0, 70_000, 80_000, 90_000], 100_000), 3);
});

test("health names the most pressing thing, and what it means for the labels", () => {
  const fine = { online: true, trouble: null, services: {}, unsent: 0 };
  assert.equal(health(fine).level, "ok");
  assert.match(health({ ...fine, online: false, unsent: 3 }).text, /^Offline\. 3 labels kept/);
  assert.match(health({ ...fine, trouble: { unreachable: true } }).text, /does not answer/);
  assert.match(health({ ...fine, services: { database: "down", kafka: "down" } }).text, /database/);
  assert.match(health({ ...fine, services: { kafka: "down" } }).text, /labels are saved/);
  assert.match(health({ ...fine, others: 2 }).text, /^2 labels of somebody else wait here/);
  assert.equal(health({ ...fine, elsewhere: ["bulk", "draw"] }).text, "Labels wait until you open Bulk and Draw.");
});

test("an empty queue is explained, once it is known why it is empty", () => {
  assert.equal(whyEmpty(null), "loading");
  assert.equal(whyEmpty({ images: 0, labelled: 0, rejected: 0 }), "none");
  assert.equal(whyEmpty({ images: 9, labelled: 8, rejected: 1 }), "done");
  assert.equal(whyEmpty({ images: 9, labelled: 7, rejected: 1 }), "held");
});

test("only a whole is a hundred percent", () => {
  assert.equal(percent(0.9412), "94.1\u00a0%");
  assert.equal(percent(0.9999), ">\u202f99.9\u00a0%");
  assert.equal(percent(0.996, 0), ">\u202f99\u00a0%");
  assert.equal(percent(1, 0), "100\u00a0%");
});

test("keys label, and leave shortcuts of the browser and text fields alone", () => {
  assert.deepEqual(command({ key: "7" }), { command: "label", digit: 7 });
  assert.deepEqual(command({ key: "à", code: "Digit0" }), { command: "label", digit: 0 });
  assert.equal(command({ key: "!", code: "Digit1", shiftKey: true }), null);
  assert.equal(command({ key: "U" }).command, "undo");
  assert.equal(command({ key: "?", code: "Minus", shiftKey: true }).command, "keys");
  assert.equal(command({ key: "1", ctrlKey: true }), null);
  assert.equal(command({ key: ",", code: "NumpadDecimal" }).command, "skip");
  assert.equal(command({ key: "1", target: { tagName: "INPUT" } }), null);
});

test("a swipe is far or fast, and sideways", () => {
  assert.equal(isSwipe(90, 10, 900), true);
  assert.equal(isSwipe(-40, 5, 40), true);
  assert.equal(isSwipe(40, 5, 900), false);
  assert.equal(isSwipe(90, 80, 100), false);
});

test("a reload keeps the owner of unsent labels, a duplicated tab gets its own", () => {
  const local = new MemoryStorage();
  const session = new MemoryStorage();
  const claim = (now) => claimOwner({ page: "label", person: "ada", session, local, now: () => now, newId: () => `owner-${now}` });
  assert.equal(claim(1_000), "owner-1000");
  assert.equal(claim(2_000), "owner-2000", "the first still lives");
  assert.equal(claim(60_000), "owner-2000", "the second stopped long ago");
  assert.deepEqual(gone(["owner-1000", "owner-2000"], local, 200_000), ["owner-1000"]);
});

test("the curve holds every point once, in order, and starts anew with a new trainer", () => {
  const points = new CurvePoints();
  const item = (step, position = step) => ({ checkpoint: `${step}-${position}`, step, position, accuracy: 0.9, low: 0.89, high: 0.91 });
  points.add([item(10), item(20)]);
  points.add([item(20), item(30)]);
  assert.deepEqual(points.columns()[0], [10, 20, 30]);
  points.add([item(5, 40)]);
  assert.deepEqual(points.columns()[0], [5]);
});

test("the height of an accuracy is the logarithm of its error", () => {
  assert.ok(Math.abs(height(0.99) - 2) < 1e-9);
  assert.ok(Math.abs(accuracyAt(height(0.937)) - 0.937) < 1e-9);
  assert.deepEqual(heightRange(height(0.1), height(0.93)), [height(0), height(0.95)]);
});

test("the lesson counts the network's parameters and the steps", () => {
  assert.equal(parameters("784-16-16-10"), 13_002);
  assert.equal(parameters("other"), null);
  const checkpoint = { model: "784-16-16-10", step: 115, examples: 42 };
  assert.equal(lesson(checkpoint, 100).title, "15 steps downhill");
  assert.match(lesson(checkpoint).text, /each of the 13,002 weights/);
  assert.equal(lesson(null).title, "Nothing learned yet");
});
