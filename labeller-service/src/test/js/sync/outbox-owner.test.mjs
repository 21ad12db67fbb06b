import assert from "node:assert/strict";
import { test } from "node:test";
import { claimOwner, deadOwners } from "../../../main/resources/static/js/sync/outbox-owner.js";
import { MemoryStorage } from "../../../main/resources/static/js/sync/storage.js";

test("a reload keeps the owner of unsent labels, a duplicated tab gets its own", () => {
  const browserStorage = new MemoryStorage();
  const tabStorage = new MemoryStorage();
  const claim = (now) => claimOwner({ page: "label", person: "ada", tabStorage, browserStorage, now: () => now, newId: () => `owner-${now}` });
  assert.equal(claim(1_000), "owner-1000");
  assert.equal(claim(2_000), "owner-2000", "the first is still open");
  assert.equal(claim(60_000), "owner-2000", "the second was closed long ago");
  assert.deepEqual(deadOwners(["owner-1000", "owner-2000"], browserStorage, 200_000), ["owner-1000"]);
});
