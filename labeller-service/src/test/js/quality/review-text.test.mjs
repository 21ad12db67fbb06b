import assert from "node:assert/strict";
import { test } from "node:test";
import {
  digitText,
  doneText,
  modelText,
  queues,
  reasonText,
  reviewCommand,
  settledText,
} from "../../../main/resources/static/js/quality/review-text.js";

test("each reason has a queue, also one that nothing waits in, and one that this page does not know", () => {
  const found = queues({ waiting: 9, byReason: { dispute: 7, weather: 2 } });
  assert.deepEqual(found[0], ["", "All", 9]);
  assert.deepEqual(found[1], ["dispute", "Disputes", 7]);
  assert.deepEqual(found[2], ["model", "Model disagrees", 0]);
  assert.deepEqual(found.at(-1), ["weather", "weather", 2]);
  assert.equal(reasonText("weather"), "weather");
  assert.match(reasonText("rejected"), /not a digit/);
});

test("digits, skip, undo and not a digit by their keys; the minus of a number pad takes back as on the page Label", () => {
  const press = (key, code, more = {}) => reviewCommand({ key, code, ...more });
  assert.deepEqual(press("7", "Digit7"), { command: "label", digit: 7 });
  assert.equal(press("-", "Minus").command, "reject");
  assert.equal(press("x", "KeyX").command, "reject");
  assert.equal(press("-", "NumpadSubtract").command, "undo");
  assert.equal(press("s", "KeyS").command, "skip");
  assert.equal(press("u", "KeyU").command, "undo");
  assert.equal(press("-", "Minus", { ctrlKey: true }), null);
  assert.equal(press("-", "Minus", { target: { tagName: "INPUT" } }), null);
});

test("what an image's labels and the model say", () => {
  assert.equal(settledText({ digit: null, labels: [1, 2] }), "2 labels; nothing is settled.");
  assert.equal(settledText({ digit: 4, labels: [1] }), "1 label; settled as 4 now.");
  assert.match(modelText({ digit: 9, confidence: 0.931 }), /^The network reads 9, 93\.1\s% sure\.$/);
  assert.match(modelText(null), /not read/);
  assert.equal(digitText(null), "not a digit");
  assert.equal(doneText({ item: { image: "0123456789" }, digit: 3 }), "01234567 is adjudicated: 3.");
});
