import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../../../main/resources/static/js/sync/api.js";
import { sentence, untilAnswered } from "../../../main/resources/static/js/sync/retry.js";

globalThis.addEventListener ??= () => {};

test("trouble that passes is told with what to do about it, in no words of a protocol", () => {
  const advice = "Wait.";
  assert.equal(sentence(new ApiError(0, "?"), advice, true), "Nudge does not answer. Wait.");
  assert.equal(sentence(new ApiError(0, "?"), advice, false), "There is no network. Wait.");
  assert.equal(sentence(new ApiError(503, "send it again with the same idempotency key"), advice), "The database is down. Wait.");
  assert.match(sentence(new ApiError(500, "?"), advice), /^The server has a problem.* Wait\.$/);
});

test("what a person did wrong is told in the server's words", () => {
  assert.equal(sentence(new ApiError(400, "expected a name")), "Expected a name.");
  assert.equal(sentence(new ApiError(429, "too many attempts", 7_000)), "Too many attempts (7 s).");
});

const failing = (errors) => async () => {
  if (errors.length > 0) throw errors.shift();
  return "answer";
};
const soon = () => new ApiError(503, "down", 1);

test("a request is repeated until it is answered, and trouble is heard of until it has passed", async () => {
  const heard = [];
  const answer = await untilAnswered(failing([soon(), soon()]), (error) => heard.push(error?.status ?? null));
  assert.equal(answer, "answer");
  assert.deepEqual(heard, [503, 503, null]);
});

test("what will not pass is thrown at once, and the last of so many tries as well", async () => {
  await assert.rejects(untilAnswered(failing([new ApiError(403, "no")]), () => {}), { status: 403 });
  await assert.rejects(untilAnswered(failing([soon(), soon(), soon()]), () => {}, 2), { status: 503 });
});
