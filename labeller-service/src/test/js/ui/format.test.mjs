import assert from "node:assert/strict";
import { test } from "node:test";
import { percent } from "../../../main/resources/static/js/ui/format.js";

test("only a whole is a hundred percent", () => {
  assert.equal(percent(0.9412), "94.1\u00a0%");
  assert.equal(percent(0.9999), ">\u202f99.9\u00a0%");
  assert.equal(percent(0.996, 0), ">\u202f99\u00a0%");
  assert.equal(percent(1, 0), "100\u00a0%");
});
