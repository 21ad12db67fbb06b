import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Outbox } from "../../../main/resources/static/js/sync/outbox.js";
import { MemoryStorage } from "../../../main/resources/static/js/sync/storage.js";
import { countUnsent } from "../../../main/resources/static/js/sync/unsent-labels.js";

let storage, outbox;
beforeEach(() => {
  storage = new MemoryStorage();
  outbox = new Outbox({ storage, owner: "tab", person: "ada" });
});

const give = (image, digit, item = `item-${image}`) =>
  outbox.add({ item, image, what: "label", key: `key-${image}-${digit}`, version: 1, body: { digit } });

test("a decision is in storage until it is acknowledged", () => {
  const decision = give("a", 3);
  assert.equal(new Outbox({ storage, owner: "tab", person: "ada" }).all()[0].key, decision.key);
  outbox.acknowledged(decision, { version: 2 });
  assert.equal(storage.length, 0);
});

test("decisions on one image go out in order, those on others do not wait", () => {
  give("a", 1);
  give("a", 2, "later");
  give("b", 3);
  assert.deepEqual(outbox.due([]).map((d) => d.key), ["key-a-1", "key-b-3"]);
  assert.deepEqual(outbox.due(["a"]).map((d) => d.key), ["key-b-3"]);
});

test("a decision that waited expects the version of the answer before it", () => {
  const first = give("a", 1);
  const second = give("a", 2, "later");
  assert.equal(second.body.version, null);
  outbox.acknowledged(first, { version: 7 });
  assert.equal(second.body.version, 7);
  assert.equal(JSON.parse(storage.getItem(storage.key(0))).body.version, 7);
});

test("what was tried once is taken back by the server, what never left is dropped", () => {
  const tried = give("a", 1);
  outbox.recordAttempt(tried);
  assert.equal(outbox.retract({ item: tried.item, image: "a", what: "label", key: "k" }), "queued");
  give("b", 1);
  assert.equal(outbox.retract({ item: "item-b", image: "b", what: "label", key: "k" }), "cancelled");
  assert.deepEqual(outbox.all().map((d) => d.method), ["POST", "DELETE"]);
});

test("a refusal takes along what builds upon it", () => {
  const first = give("a", 1);
  give("a", 2, "later");
  give("b", 3);
  assert.equal(outbox.refused(first).length, 2);
  assert.deepEqual(outbox.all().map((d) => d.image), ["b"]);
});

test("a page adopts what a closed page left behind, under the same keys", () => {
  give("a", 1);
  const other = new Outbox({ storage, owner: "new-tab", person: "ada" });
  assert.deepEqual(other.otherOwners(), ["tab"]);
  other.adopt("tab");
  assert.deepEqual(other.all().map((d) => d.key), ["key-a-1"]);
  assert.deepEqual(other.otherOwners(), []);
});

test("what one person left is neither sent nor adopted as another's, and waits until they are here again", () => {
  give("a", 1);
  const bob = new Outbox({ storage, owner: "tab", person: "bob" });
  assert.equal(bob.size, 0);
  assert.deepEqual(new Outbox({ storage, owner: "new-tab", person: "bob" }).otherOwners(), []);
  assert.deepEqual(countUnsent(storage, "bob"), { own: 0, others: 1, bulk: 0, draw: 0 });
  const again = new Outbox({ storage, owner: "later", person: "ada" });
  again.adopt("tab");
  assert.deepEqual(again.all().map((d) => d.key), ["key-a-1"]);
  assert.deepEqual(countUnsent(storage, "ada"), { own: 1, others: 0, bulk: 0, draw: 0 });
});
