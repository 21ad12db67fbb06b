import assert from "node:assert/strict";
import { test } from "node:test";
import { ImageSheet } from "../../../main/resources/static/js/bulk/image-sheet.js";

const sheet = () => new ImageSheet(7, ["a", "b", "c"].map((image) => ({ image, version: 2 })));

test("every image counts as the sheet's digit unless somebody says otherwise", () => {
  assert.deepEqual(
    sheet().labels().map(({ image, digit }) => [image, digit]),
    [["a", 7], ["b", 7], ["c", 7]],
  );
  assert.deepEqual(sheet().labels()[0], { image: "a", digit: 7, version: 2 });
});

test("a marked image is left out, a keyed one gets its own digit", () => {
  const marked = sheet();
  marked.toggle("a");
  marked.setDigit("b", 1);
  assert.deepEqual(marked.labels().map(({ image, digit }) => [image, digit]), [["b", 1], ["c", 7]]);
  assert.deepEqual(marked.counts, { same: 1, other: 1, out: 1 });
});

test("marking again, or keying the sheet's own digit, takes an image in again", () => {
  const marked = sheet();
  marked.toggle("a");
  marked.toggle("a");
  marked.setDigit("b", 1);
  marked.setDigit("b", 7);
  assert.deepEqual(marked.counts, { same: 3, other: 0, out: 0 });
});

test("a sheet that is taken back keeps its marks, and its images wait for labels in any version", () => {
  const undone = sheet();
  undone.toggle("a");
  assert.deepEqual(undone.retract(), [{ image: "b", digit: null }, { image: "c", digit: null }]);
  assert.deepEqual(undone.labels()[0], { image: "b", digit: 7, version: null });
  assert.deepEqual(undone.counts, { same: 2, other: 0, out: 1 });
});

test("a sheet outlives a reload with its marks", () => {
  const marked = new ImageSheet(3, [{ image: "a", version: 1 }, { image: "b", version: 1 }]);
  marked.setDigit("b", 8);
  const again = ImageSheet.fromJSON(JSON.parse(JSON.stringify(marked)));
  assert.equal(again.mark("b"), 8);
  assert.deepEqual(again.labels(), marked.labels());
});
