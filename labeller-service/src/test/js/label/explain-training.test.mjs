import assert from "node:assert/strict";
import { test } from "node:test";
import { explainTraining, parameterCount } from "../../../main/resources/static/js/label/explain-training.js";

test("the explanation counts the network's parameters and the steps", () => {
  assert.equal(parameterCount("784-16-16-10"), 13_002);
  assert.equal(parameterCount("other"), null);
  const checkpoint = { model: "784-16-16-10", step: 115, examples: 42 };
  assert.equal(explainTraining(checkpoint, 100).title, "15 steps downhill");
  assert.match(explainTraining(checkpoint).text, /each of the 13,002 weights/);
  assert.equal(explainTraining(null).title, "Nothing learned yet");
});
