import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../../../main/resources/static/js/sync/api.js";
import { errorText } from "../../../main/resources/static/js/ui/error-text.js";

test("an error that passes is told with what to do about it, in no words of a protocol", () => {
  const advice = "Wait.";
  assert.equal(errorText(new ApiError(0, "?"), advice, true), "Nudge does not answer. Wait.");
  assert.equal(errorText(new ApiError(0, "?"), advice, false), "There is no network. Wait.");
  assert.equal(errorText(new ApiError(503, "send it again with the same idempotency key"), advice), "The database is down. Wait.");
  assert.match(errorText(new ApiError(500, "?"), advice), /^The server has a problem.* Wait\.$/);
});

test("what a person did wrong is told in the server's words", () => {
  assert.equal(errorText(new ApiError(400, "expected a name")), "Expected a name.");
  assert.equal(errorText(new ApiError(429, "too many attempts", 7_000)), "Too many attempts (7 s).");
});
