import assert from "node:assert/strict";
import { test } from "node:test";
import { Movement } from "../../../main/resources/static/js/explain/movement.js";

/** The browser's clock and frames, by hand. */
function byHand() {
  const hand = { frames: [], timers: [] };
  globalThis.requestAnimationFrame = (frame) => hand.frames.push(frame);
  globalThis.cancelAnimationFrame = () => (hand.frames = []);
  hand.setInterval = globalThis.setInterval;
  globalThis.setInterval = (run) => hand.timers.push(run);
  globalThis.clearInterval = () => (hand.timers = []);
  hand.frame = (now) => hand.frames.shift()(now);
  return hand;
}

test("steps go from stop to stop, and not beyond the ends", () => {
  const movement = new Movement(6, () => {}, false);
  movement.goTo(2.4);
  movement.step(1);
  assert.equal(movement.time, 3);
  movement.step(-1);
  assert.equal(movement.time, 2);
  movement.goTo(99);
  assert.equal(movement.time, 6);
  movement.step(1);
  assert.equal(movement.time, 6);
});

test("frames are asked for only while it plays", () => {
  const hand = byHand();
  const movement = new Movement(1, () => {}, false);
  movement.goTo(0);
  assert.equal(hand.frames.length, 0);
  movement.play();
  for (let now = 0; hand.frames.length > 0; now += 50) hand.frame(now);
  assert.equal(movement.time, 1);
  assert.equal(movement.isRunning, false);
  movement.play();
  assert.equal(movement.time, 0, "from the beginning when it was at the end");
  movement.stop();
  assert.equal(hand.frames.length, 0);
});

test("who wants nothing to move sees one stop after the other", () => {
  const hand = byHand();
  const seen = [];
  const movement = new Movement(3, () => seen.push(movement.time), true);
  movement.goTo(0);
  movement.play();
  assert.equal(hand.frames.length, 0);
  while (hand.timers.length > 0) hand.timers[0]();
  assert.deepEqual([...new Set(seen)], [0, 1, 2, 3]);
  assert.equal(movement.isRunning, false);
});
