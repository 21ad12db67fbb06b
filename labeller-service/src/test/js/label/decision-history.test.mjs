import assert from "node:assert/strict";
import { test } from "node:test";
import { DecisionHistory } from "../../../main/resources/static/js/label/decision-history.js";

const task = (image) => ({ image, version: 1 });

test("the history tells how many labels the network has learned", () => {
  const history = new DecisionHistory();
  for (const [id, position] of [["a", 5], ["b", 9], ["c", null]]) {
    history.add({ id, task: task(id), what: "label", digit: 1, at: 0 });
    if (position) history.acknowledged(id, position);
  }
  assert.equal(history.learnedCount(5), 1);
});

test("labels that are too old to keep still count", () => {
  const history = new DecisionHistory();
  for (let i = 0; i < 5; i++) {
    history.add({ id: `${i}`, task: task(`${i}`), what: "label", digit: 1, at: 0 });
    history.acknowledged(`${i}`, i);
  }
  const again = new DecisionHistory(JSON.parse(JSON.stringify(history.toJSON(2))));
  assert.equal(again.items.length, 2);
  assert.equal(again.labelCount, 5);
  assert.equal(again.learnedCount(3), 4);
});

test("labels whose position nobody tells are saved, and never said to be learned", () => {
  const history = new DecisionHistory();
  assert.equal(history.tellsPositions, true);
  for (const id of ["a", "b"]) history.add({ id, task: task(id), what: "label", digit: 1, at: 0 });
  history.acknowledged("a", 0);
  assert.equal(history.find("a").state, "sent");
  assert.equal(history.find("a").position, null);
  assert.equal(history.learnedCount(1_000), 0);
  assert.equal(history.tellsPositions, false);
  history.acknowledged("b", 7);
  assert.equal(history.tellsPositions, true);
});
