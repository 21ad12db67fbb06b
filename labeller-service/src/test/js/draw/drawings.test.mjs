import assert from "node:assert/strict";
import { test } from "node:test";
import { Drawings, fromBase64, keepUnsent, keptUnsent, toBase64 } from "../../../main/resources/static/js/draw/drawings.js";
import { MemoryStorage } from "../../../main/resources/static/js/sync/storage.js";

test("a drawing is learned when the network has trained on its label, unless it is held out", () => {
  const drawings = new Drawings();
  for (const [id, split] of [["a", "train"], ["b", "held-out"]]) {
    drawings.add({ id, key: id, pixels: "", digit: 7, before: 0.2 });
    drawings.stored(id, { image: id, split });
    drawings.acknowledged(id, { position: 10 });
  }
  assert.deepEqual(drawings.trainedTo(9), []);
  assert.deepEqual(drawings.trainedTo(10).map((item) => item.id), ["a"]);
  assert.deepEqual(drawings.items.map((item) => item.state), ["learned", "held-out"]);
});

test("a drawing is not said to be learned when the server does not tell where its label stands", () => {
  const drawings = new Drawings();
  drawings.add({ id: "a", key: "a", pixels: "", digit: 7, before: 0.2 });
  drawings.stored("a", { image: "a", split: "train" });
  drawings.acknowledged("a", { position: 0 });
  assert.deepEqual(drawings.trainedTo(1_000), []);
  assert.equal(drawings.items[0].state, "saved");
});

test("pixels survive being kept as text", () => {
  const bytes = Uint8Array.from({ length: 784 }, (_, i) => i % 256);
  assert.deepEqual(fromBase64(toBase64(bytes)), bytes);
});

test("a drawing that the server does not have yet outlives its tab, for its own person", () => {
  const storage = new MemoryStorage();
  const closed = new Drawings();
  closed.add({ id: "a", key: "k", pixels: "", digit: 3, before: null });
  keepUnsent(closed.items, storage, "ada");
  assert.deepEqual(keptUnsent(storage, "bob"), []);
  const reopened = new Drawings();
  reopened.adopt(keptUnsent(storage, "ada"));
  assert.equal(reopened.unsent, 1);
  reopened.stored("a", { image: "i", split: "train" });
  keepUnsent(reopened.items, storage, "ada");
  assert.equal(storage.length, 0);
});
