import assert from "node:assert/strict";
import { test } from "node:test";
import { changesText, isChanged, policyRequest, rangeText, valuesOf } from "../../../main/resources/static/js/quality/policy-values.js";

const settings = [
  { name: "settle_at", standard: 0.97, least: 0.5, most: 0.999999, whole: false, meaning: "" },
  { name: "tolerance", standard: 1e-6, least: 1e-12, most: 1, whole: false, meaning: "" },
  { name: "most", standard: 5, least: 1, most: 20, whole: true, meaning: "" },
];

test("the form begins with the values in force, else with the usual ones", () => {
  assert.deepEqual(valuesOf(settings, { settle_at: 0.9 }), { settle_at: 0.9, tolerance: 1e-6, most: 5 });
  assert.deepEqual(valuesOf(settings, {}), { settle_at: 0.97, tolerance: 1e-6, most: 5 });
});

test("a setting says what it allows", () => {
  assert.equal(rangeText(settings[2]), "most: a whole number from 1 to 20, usually 5");
  assert.equal(rangeText(settings[1]), "tolerance: a number from 1e-12 to 1, usually 0.000001");
});

test("what is typed goes out as numbers, and solo without settings", () => {
  assert.deepEqual(policyRequest("crowd", { settle_at: "0.9", most: "5" }), { policy: "crowd", settings: { settle_at: 0.9, most: 5 } });
  assert.deepEqual(policyRequest("solo", { settle_at: "0.9" }), { policy: "solo", settings: {} });
});

test("only what differs from the policy in force is a change", () => {
  const inForce = { name: "crowd", position: 7, settings: { settle_at: 0.97, tolerance: 1e-6, most: 5 } };
  const same = policyRequest("crowd", valuesOf(settings, inForce.settings));
  assert.equal(isChanged(same, inForce), false);
  const other = { ...same, settings: { ...same.settings, most: 3 } };
  assert.equal(isChanged(other, inForce), true);
  assert.deepEqual(changesText(other, inForce, settings), ["most 5 becomes 3"]);
  assert.equal(isChanged({ policy: "solo", settings: {} }, inForce), true);
  assert.deepEqual(changesText({ policy: "solo", settings: {} }, inForce, settings), ["The policy crowd becomes solo"]);
  assert.equal(isChanged({ policy: "solo", settings: {} }, { name: "solo", position: 0, settings: {} }), false);
});
