import assert from "node:assert/strict";
import { test } from "node:test";
import { nextPage } from "../../../main/resources/static/js/access/next-page.js";

test("after signing in one goes where one wanted, but to no other site", () => {
  assert.equal(nextPage(""), "/");
  assert.equal(nextPage("?next=%2Faudit.html"), "/audit.html");
  for (const evil of ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/a?b", "/\t/evil.example"]) {
    assert.equal(nextPage(`?next=${encodeURIComponent(evil)}`), "/", evil);
  }
});
