import assert from "node:assert/strict";
import { test } from "node:test";
import { addressWithName } from "../../../main/resources/static/js/access/passkeys.js";

test("this machine has a name for passkeys, and other addresses have none that is known", () => {
  const at = (href) => addressWithName(new URL(href));
  assert.equal(at("http://127.0.0.1:8080/account.html?x=1"), "http://localhost:8080/account.html");
  assert.equal(at("https://127.0.0.1/sign-in.html"), "https://localhost/sign-in.html");
  assert.equal(at("http://[::1]:8080/account.html"), "http://localhost:8080/account.html");
  assert.equal(at("http://localhost:8080/account.html"), null);
  assert.equal(at("https://nudge.example.org/account.html"), null);
  assert.equal(at("http://10.0.0.7:8080/account.html"), null);
});
