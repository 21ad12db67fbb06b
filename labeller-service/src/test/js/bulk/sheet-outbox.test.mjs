import assert from "node:assert/strict";
import { test } from "node:test";
import { ImageSheet } from "../../../main/resources/static/js/bulk/image-sheet.js";
import { SheetOutbox } from "../../../main/resources/static/js/bulk/sheet-outbox.js";
import { MemoryStorage } from "../../../main/resources/static/js/sync/storage.js";

const sheet = () => new ImageSheet(7, ["a", "b", "c"].map((image) => ({ image, version: 2 })));

test("sheets wait in order, over a reload, each for its own person", () => {
  const storage = new MemoryStorage();
  const ada = new SheetOutbox({ storage, person: "ada", now: () => 1 });
  ada.add("z", sheet().labels());
  ada.add("a", sheet().retract());
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
  other.recordAttempt(other.first);
  assert.equal(first.cancel("a"), false);
  assert.equal(first.cancel("b"), true);
  assert.equal(first.size, 3);
});
