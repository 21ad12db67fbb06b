import assert from "node:assert/strict";
import { test } from "node:test";
import { describeHealth, describeRelay } from "../../../main/resources/static/js/ui/health.js";

test("health names the most pressing thing, and what it means for the labels", () => {
  const fine = { online: true, error: null, services: {}, unsent: 0 };
  assert.equal(describeHealth(fine).level, "ok");
  assert.match(describeHealth({ ...fine, online: false, unsent: 3 }).text, /^Offline\. 3 labels kept/);
  assert.match(describeHealth({ ...fine, error: { unreachable: true } }).text, /does not answer/);
  assert.match(describeHealth({ ...fine, services: { database: "down", kafka: "down" } }).text, /database/);
  assert.match(describeHealth({ ...fine, services: { kafka: "down" } }).text, /labels are saved/);
  assert.match(describeHealth({ ...fine, others: 2 }).text, /^2 labels of somebody else wait here/);
  assert.equal(describeHealth({ ...fine, otherPages: ["bulk", "draw"] }).text, "Labels wait until you open Bulk and Draw.");
});

test("a relay that has halted is named on every page with the reason and the way out, and nothing says that all is well", () => {
  const reason = "nudge.labels-0 offset 5: another program has written; see docs/operations.md#a-foreign-record";
  const facts = { online: true, error: null, services: { relay: "down" }, relay: { state: "halted", reason }, unsent: 0 };
  assert.equal(describeHealth(facts).level, "bad");
  assert.doesNotMatch(describeHealth(facts).text, /All labels saved/);
  assert.match(describeRelay(facts), /^Labels are saved, but .* has halted, .*offset 5.*docs\/operations\.md#a-foreign-record$/);
  assert.match(describeRelay({ ...facts, relay: { state: "retrying", reason } }), /tries again/);
  assert.match(describeRelay({ ...facts, relay: { state: "standby", reason } }), /for a while/);
  assert.equal(describeRelay({ ...facts, services: { relay: "up" } }), null);
  assert.equal(describeRelay({ ...facts, services: { relay: "down", database: "down" } }), null);
  assert.equal(describeRelay({ online: true, error: null, unsent: 0 }), null);
});
