import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../../../main/resources/static/js/sync/api.js";
import { untilAnswered } from "../../../main/resources/static/js/sync/retry.js";

globalThis.addEventListener ??= () => {};

const failing = (errors) => async () => {
  if (errors.length > 0) throw errors.shift();
  return "answer";
};
const soon = () => new ApiError(503, "down", 1);

test("a request is repeated until it is answered, and its errors are reported until they have passed", async () => {
  const heard = [];
  const answer = await untilAnswered(failing([soon(), soon()]), (error) => heard.push(error?.status ?? null));
  assert.equal(answer, "answer");
  assert.deepEqual(heard, [503, 503, null]);
});

test("what will not pass is thrown at once, and the last of so many tries as well", async () => {
  await assert.rejects(untilAnswered(failing([new ApiError(403, "no")]), () => {}), { status: 403 });
  await assert.rejects(untilAnswered(failing([soon(), soon(), soon()]), () => {}, 2), { status: 503 });
});
