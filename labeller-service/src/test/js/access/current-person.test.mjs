import assert from "node:assert/strict";
import { test } from "node:test";
import { forgetPerson } from "../../../main/resources/static/js/access/current-person.js";
import { MemoryStorage } from "../../../main/resources/static/js/sync/storage.js";

test("signing out clears what the tab has kept and who it was, and leaves what is not sent yet", () => {
  const tab = new MemoryStorage();
  const browser = new MemoryStorage();
  tab.setItem("nudge.label.ada", "{}");
  tab.setItem("nudge.drawings.ada", "[]");
  tab.setItem("nudge.owner.ada.label", "1");
  browser.setItem("nudge.person", "ada");
  browser.setItem("nudge.outbox.ada.1", "{}");
  browser.setItem("nudge.theme", "dark");
  forgetPerson(tab, browser);
  assert.deepEqual([tab.key(0), tab.length], ["nudge.owner.ada.label", 1]);
  assert.equal(browser.getItem("nudge.person"), null);
  assert.equal(browser.getItem("nudge.outbox.ada.1"), "{}");
  assert.equal(browser.getItem("nudge.theme"), "dark");
});
