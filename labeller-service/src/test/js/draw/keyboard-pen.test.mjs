import assert from "node:assert/strict";
import { test } from "node:test";
import { KeyboardPen } from "../../../main/resources/static/js/draw/keyboard-pen.js";

const near = (actual, expected) => assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);

test("arrow keys move the pen, in small steps when asked, and no other key does", () => {
  const pen = new KeyboardPen();
  assert.equal(pen.press("ArrowDown"), true);
  pen.release("ArrowDown");
  pen.press("ArrowLeft", true);
  near(pen.x, 0.49);
  near(pen.y, 0.28);
  assert.equal(pen.press("a"), false);
});

test("keys that are held together move it diagonally, until one is released or the focus is lost", () => {
  const pen = new KeyboardPen();
  pen.press("ArrowDown");
  pen.press("ArrowRight");
  near(pen.x, 0.53);
  near(pen.y, 0.31);
  pen.releaseAll();
  pen.press("ArrowRight");
  near(pen.y, 0.31);
});

test("the pen stays on the canvas", () => {
  const pen = new KeyboardPen();
  for (let i = 0; i < 100; i++) pen.press("ArrowUp");
  assert.equal(pen.y, 0);
});
