import assert from "node:assert/strict";
import { test } from "node:test";
import { CHAPTERS, hasCard, placeOnPath } from "../../../main/resources/static/js/explain/chapters.js";

test("the path leads through all cards, each with what it needs to be understood", () => {
  const seen = [];
  for (let next = placeOnPath(null).card; next; next = placeOnPath(next.id).after) {
    seen.push(next.id);
    assert.ok(hasCard(next.id) && next.title && next.sentence && next.tryIt && next.code.length > 0, next.id);
  }
  assert.deepEqual(seen, CHAPTERS.flatMap(({ cards }) => cards.map(({ id }) => id)));
  assert.equal(new Set(seen).size, seen.length);
  assert.ok(CHAPTERS.every(({ cards }) => cards.length > 0));
});

test("an unknown card is the first one", () => {
  assert.equal(hasCard("nothing"), false);
  assert.equal(placeOnPath("nothing").number, 1);
  assert.equal(placeOnPath("nothing").before, null);
});
