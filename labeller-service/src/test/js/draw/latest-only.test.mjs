import assert from "node:assert/strict";
import { test } from "node:test";
import { latestOnly } from "../../../main/resources/static/js/draw/latest-only.js";

test("at most one request is in flight, and the last one asks about the newest drawing", async () => {
  const asked = [];
  const answers = [];
  let answer;
  const offer = latestOnly(
    (value) => {
      asked.push(value);
      return new Promise((done) => (answer = done));
    },
    (value) => answers.push(value),
  );
  for (const value of [1, 2, 3, 4]) offer(value);
  assert.deepEqual(asked, [1]);
  answer();
  await new Promise(setImmediate);
  assert.deepEqual(asked, [1, 4]);
  answer();
  await new Promise(setImmediate);
  assert.deepEqual(answers, [1, 4]);
});
