import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cutDigit } from "../../../main/resources/static/js/sheet/digit-cut.js";

const FILE = new URL("../../resources/nudge/labeller/sheet/digit-cut.json", import.meta.url);
const { width, height, ink, cuts } = JSON.parse(readFileSync(FILE, "utf8"));

test("the page cuts the very bytes that the server stores", () => {
  const sheet = { values: new Uint8Array(Buffer.from(ink, "base64")), width, height };
  assert.equal(cuts.length, 6);
  for (const { step, skew, pixels, ...box } of cuts) {
    const cut = cutDigit(sheet, step, skew, box);
    assert.deepEqual(cut && Buffer.from(cut).toString("base64"), pixels, JSON.stringify({ step, skew, box }));
  }
});

test("a box beside the sheet holds nothing", () => {
  const sheet = { values: new Uint8Array(4).fill(255), width: 2, height: 2 };
  assert.equal(cutDigit(sheet, 1, 0, { left: 3, top: 0, width: 5, height: 5 }), null);
});
