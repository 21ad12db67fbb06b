import assert from "node:assert/strict";
import { test } from "node:test";
import { largestMistakes, rowShares } from "../../../main/resources/static/js/quality/matrices.js";

/** Ten labels of each digit, all right. */
const right = () => Array.from({ length: 10 }, (_, truth) => Array.from({ length: 10 }, (_unused, given) => (truth === given ? 10 : 0)));

test("a row is told in shares of its own labels, and a row without any is empty", () => {
  const matrix = right();
  matrix[4][9] = 30;
  matrix[0][0] = 0;
  const shares = rowShares(matrix);
  assert.equal(shares[4][9], 0.75);
  assert.equal(shares[4][4], 0.25);
  assert.equal(shares[0], null);
});

test("the largest mistakes are those with the largest share of their digit", () => {
  const matrix = right();
  matrix[4][9] = 5;
  matrix[7][1] = 20;
  matrix[2][3] = 0.05; // half a per cent
  assert.deepEqual(largestMistakes(matrix).map(({ truth, given }) => [truth, given]), [[7, 1], [4, 9]]);
  assert.deepEqual(largestMistakes(right()), []);
});
