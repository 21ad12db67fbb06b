import assert from "node:assert/strict";
import { test } from "node:test";
import { keyCommand } from "../../../main/resources/static/js/ui/key-commands.js";

test("keys label, and leave shortcuts of the browser and text fields alone", () => {
  assert.deepEqual(keyCommand({ key: "7" }), { command: "label", digit: 7 });
  assert.deepEqual(keyCommand({ key: "à", code: "Digit0" }), { command: "label", digit: 0 });
  assert.equal(keyCommand({ key: "!", code: "Digit1", shiftKey: true }), null);
  assert.equal(keyCommand({ key: "U" }).command, "undo");
  assert.equal(keyCommand({ key: "?", code: "Minus", shiftKey: true }).command, "keys");
  assert.equal(keyCommand({ key: "1", ctrlKey: true }), null);
  assert.equal(keyCommand({ key: ",", code: "NumpadDecimal" }).command, "skip");
  assert.equal(keyCommand({ key: "1", target: { tagName: "INPUT" } }), null);
});
