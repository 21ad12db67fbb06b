import assert from "node:assert/strict";
import { test } from "node:test";
import { moved, Sheet } from "../../../main/resources/static/js/bulk/image-sheet.js";
import { SheetOutbox } from "../../../main/resources/static/js/bulk/sheet-outbox.js";
import { MemoryStorage } from "../../../main/resources/static/js/sync/storage.js";

const sheet = () => new Sheet(7, ["a", "b", "c"].map((image) => ({ image, version: 2, lease: `lease-${image}` })));

test("every image counts as the sheet's digit unless somebody says otherwise", () => {
  assert.deepEqual(
    sheet().labels().map(({ image, digit }) => [image, digit]),
    [["a", 7], ["b", 7], ["c", 7]],
  );
  assert.deepEqual(sheet().labels()[0], { image: "a", digit: 7, version: 2, lease: "lease-a" });
});

test("a marked image is left out, a keyed one gets its own digit", () => {
  const marked = sheet();
  marked.toggle("a");
  marked.key("b", 1);
  assert.deepEqual(marked.labels().map(({ image, digit }) => [image, digit]), [["b", 1], ["c", 7]]);
  assert.deepEqual(marked.counts, { same: 1, other: 1, out: 1 });
});

test("marking again, or keying the sheet's own digit, takes an image in again", () => {
  const marked = sheet();
  marked.toggle("a");
  marked.toggle("a");
  marked.key("b", 1);
  marked.key("b", 7);
  assert.deepEqual(marked.counts, { same: 3, other: 0, out: 0 });
});

test("arrow keys move within the grid and stay inside", () => {
  assert.equal(moved("ArrowRight", 0, 10, 4), 1);
  assert.equal(moved("ArrowDown", 1, 10, 4), 5);
  assert.equal(moved("ArrowDown", 7, 10, 4), 7);
  assert.equal(moved("ArrowLeft", 0, 10, 4), 0);
  assert.equal(moved("End", 0, 10, 4), 9);
  assert.equal(moved("a", 0, 10, 4), null);
});

test("a sheet that is taken back keeps its marks, and its images wait for labels in any version", () => {
  const undone = sheet();
  undone.toggle("a");
  assert.deepEqual(undone.takeBack(), [{ image: "b", digit: null }, { image: "c", digit: null }]);
  assert.deepEqual(undone.labels()[0], { image: "b", digit: 7, version: null, lease: null });
  assert.deepEqual(undone.counts, { same: 2, other: 0, out: 1 });
});

test("sheets wait in order, over a reload, each for its own person", () => {
  const storage = new MemoryStorage();
  const ada = new SheetOutbox({ storage, person: "ada", now: () => 1 });
  ada.add("z", sheet().labels());
  ada.add("a", sheet().takeBack());
  const reloaded = new SheetOutbox({ storage, person: "ada" });
  assert.equal(reloaded.size, 6);
  assert.equal(reloaded.first.key, "z");
  reloaded.acknowledged(reloaded.first);
  assert.equal(reloaded.first.key, "a");
  assert.equal(new SheetOutbox({ storage, person: "bob" }).first, null);
});

test("a sheet is dropped only when no tab has tried to send it", () => {
  const storage = new MemoryStorage();
  const first = new SheetOutbox({ storage, person: "ada" });
  first.add("a", sheet().labels());
  first.add("b", sheet().labels());
  const other = new SheetOutbox({ storage, person: "ada" });
  other.attempt(other.first);
  assert.equal(first.cancel("a"), false);
  assert.equal(first.cancel("b"), true);
  assert.equal(first.size, 3);
});

test("a sheet outlives a reload with its marks", () => {
  const sheet = new Sheet(3, [{ image: "a", version: 1, lease: "l" }, { image: "b", version: 1, lease: "l" }]);
  sheet.key("b", 8);
  const again = Sheet.of(JSON.parse(JSON.stringify(sheet)));
  assert.equal(again.mark("b"), 8);
  assert.deepEqual(again.labels(), sheet.labels());
});
