import assert from "node:assert/strict";
import { test } from "node:test";
import { describeHealth } from "../../../main/resources/static/js/ui/health.js";

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
