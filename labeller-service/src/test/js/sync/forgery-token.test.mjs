import assert from "node:assert/strict";
import { test } from "node:test";
import { forgeryToken } from "../../../main/resources/static/js/sync/forgery-token.js";

const HERE = { protocol: "http:", port: "8080" };

test("a page sends the token of its own port", () => {
  const cookies = "a=b; XSRF-TOKEN-8081=other; XSRF-TOKEN-8080=own; XSRF-TOKEN=old";
  assert.equal(forgeryToken(cookies, HERE), "own");
});

test("without a port in the address it is the usual one of the protocol", () => {
  assert.equal(forgeryToken("XSRF-TOKEN-80=own; XSRF-TOKEN-443=other", { protocol: "http:", port: "" }), "own");
  const secure = "XSRF-TOKEN-443=planted; __Host-XSRF-TOKEN-443=own";
  assert.equal(forgeryToken(secure, { protocol: "https:", port: "" }), "own");
});

test("behind a proxy that hides the port it is the only one there is, and of several none", () => {
  assert.equal(forgeryToken("XSRF-TOKEN-9090=own", HERE), "own");
  assert.equal(forgeryToken("XSRF-TOKEN-9090=one; XSRF-TOKEN-9091=other", HERE), null);
  assert.equal(forgeryToken("", HERE), null);
});
