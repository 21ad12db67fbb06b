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

const label = (digit) => ({ command: "label", digit });

test("digits label in every script, and on a number pad with and without NumLock", () => {
  assert.deepEqual(keyCommand({ key: "٧", code: "Digit7" }), label(7));
  assert.deepEqual(keyCommand({ key: "۴", code: "Digit4" }), label(4));
  assert.deepEqual(keyCommand({ key: "９", code: "Digit9" }), label(9));
  assert.deepEqual(keyCommand({ key: "5", code: "Numpad5" }), label(5));
  assert.deepEqual(keyCommand({ key: "ArrowLeft", code: "Numpad4" }), label(4));
  assert.deepEqual(keyCommand({ key: "Clear", code: "Numpad5" }), label(5));
  assert.deepEqual(keyCommand({ key: "Insert", code: "Numpad0", shiftKey: true }), label(0));
  assert.equal(keyCommand({ key: "ArrowLeft", code: "ArrowLeft" }).command, "earlier");
  assert.equal(keyCommand({ key: "Delete", code: "NumpadDecimal" }).command, "skip");
});

test("a French number row labels with and without Shift", () => {
  assert.deepEqual(keyCommand({ key: "-", code: "Digit6" }), label(6));
  assert.deepEqual(keyCommand({ key: "6", code: "Digit6", shiftKey: true }), label(6));
});

test("under an input method keys count by their place", () => {
  assert.deepEqual(keyCommand({ key: "Process", code: "Digit3" }), label(3));
  assert.equal(keyCommand({ key: "Process", code: "KeyS" }).command, "skip");
});

test("letters count by what they write in Latin, and by their place in other scripts", () => {
  assert.equal(keyCommand({ key: "ы", code: "KeyS" }).command, "skip");
  assert.equal(keyCommand({ key: "γ", code: "KeyU" })?.command, "undo");
  assert.equal(keyCommand({ key: "Ч", code: "KeyX", shiftKey: true }).command, "reject");
  assert.equal(keyCommand({ key: "η", code: "KeyH" }).command, "suggestions");
  assert.equal(keyCommand({ key: "o", code: "KeyS" }), null); // Dvorak
  assert.equal(keyCommand({ key: "s", code: "Semicolon" }).command, "skip");
  assert.equal(keyCommand({ key: "ы", code: "KeyS", ctrlKey: true }), null);
  assert.equal(keyCommand({ key: "؟", code: "Slash", shiftKey: true }).command, "keys");
  assert.equal(keyCommand({ key: "с", code: "KeyC" }).command, "clear"); // Cyrillic
});

test("a Latin letter with a mark is not the letter at its place on other keyboards", () => {
  assert.equal(keyCommand({ key: "ö", code: "KeyX" }), null); // Turkish F
  assert.equal(keyCommand({ key: "ş", code: "KeyS" }), null);
});

test("what an input method writes in full width counts as in the usual one", () => {
  assert.equal(keyCommand({ key: "ｓ", code: "KeyS" }).command, "skip");
  assert.equal(keyCommand({ key: "ｓ", code: "KeyO" }).command, "skip");
  assert.equal(keyCommand({ key: "Ｕ", code: "KeyU", shiftKey: true }).command, "undo");
  assert.equal(keyCommand({ key: "？", code: "Slash", shiftKey: true }).command, "keys");
  assert.equal(keyCommand({ key: "！", code: "Digit1", shiftKey: true }), null);
});

test("a superscript or a fraction on a key is no digit", () => {
  assert.equal(keyCommand({ key: "²", code: "Backquote" }), null); // French
  assert.equal(keyCommand({ key: "½", code: "Backquote", shiftKey: true }), null);
});
