import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, readAddress } from "../../../main/resources/static/js/explain/address.js";

const has = (card) => card === "wishes";
const read = (address) => readAddress(new URL(address, "http://nudge"), has);
const NOTHING = { image: null, drawing: null, step: null, checkpoint: null, digit: null, card: null, neuron: null };

test("what is in the address comes out of it again", () => {
  const state = { ...NOTHING, image: "0f3e", step: 600, digit: 2, card: "wishes", neuron: { layer: 2, index: 5 } };
  assert.equal(addressOf(state), "/explain.html?image=0f3e&step=600&digit=2&card=wishes&neuron=2.5");
  assert.deepEqual(read(addressOf(state)), state);
  assert.deepEqual(read(addressOf(NOTHING)), NOTHING);
  assert.deepEqual(read(addressOf({ ...NOTHING, image: "0f3e", checkpoint: "ab" })), { ...NOTHING, image: "0f3e", checkpoint: "ab" });
});

test("step 0 and digit 0 are named like any other", () => {
  assert.deepEqual(read(addressOf({ ...NOTHING, step: 0, digit: 0 })), { ...NOTHING, step: 0, digit: 0 });
});

test("a drawing is kept behind the hash, which no server sees", () => {
  const drawing = Uint8Array.from({ length: 784 }, (_, k) => (k * 37) % 256);
  const address = addressOf({ ...NOTHING, drawing, digit: 7 });
  assert.match(address, /^\/explain\.html\?digit=7#drawing=[\w-]{1046}$/);
  assert.deepEqual(read(address), { ...NOTHING, drawing, digit: 7 });
  assert.equal(read(`/explain.html?image=x${address.slice(address.indexOf("#"))}`).image, null, "a drawing is no image of the pool");
});

test("what an address names wrongly is as if it were not named", () => {
  const wrong = "/explain.html?step=-1&digit=x&card=nothing&neuron=5&image=#drawing=abc";
  assert.deepEqual(read(wrong), NOTHING);
});
