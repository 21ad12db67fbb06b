import assert from "node:assert/strict";
import { test } from "node:test";
import { oneOfEach } from "../../../main/resources/static/js/explain/choice-bar.js";

test("one image of each digit is offered, the newest", () => {
  const images = [7, 2, 7, 0].map((digit, k) => ({ image: `i${k}`, digit }));
  assert.deepEqual(oneOfEach(images).map(({ image }) => image), ["i3", "i1", "i0"]);
});
