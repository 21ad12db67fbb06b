import assert from "node:assert/strict";
import { test } from "node:test";
import { SeenGuard } from "../../../main/resources/static/js/ui/seen-guard.js";

function guardWithPaints() {
  const paints = [];
  let now = 0;
  const guard = new SeenGuard(() => ["image"], { afterPaint: (_, painted) => paints.push(painted), now: () => now });
  const paintAt = (time, which = paints.length - 1) => {
    now = time;
    paints[which]();
  };
  return { guard, paintAt };
}

test("nothing is seen before it was painted for 80 ms", () => {
  const { guard, paintAt } = guardWithPaints();
  assert.equal(guard.isSeenAt(1_000), false);
  guard.changed();
  assert.equal(guard.isSeenAt(1_000), false);
  paintAt(1_010);
  assert.equal(guard.isSeenAt(1_005), false); // pressed before the paint, handled after it
  assert.equal(guard.isSeenAt(1_089), false);
  assert.equal(guard.isSeenAt(1_090), true);
});

test("what comes on show next has to be seen anew, and a late paint of what is gone does not count", () => {
  const { guard, paintAt } = guardWithPaints();
  guard.changed();
  paintAt(0);
  assert.equal(guard.isSeenAt(100), true);
  guard.changed();
  assert.equal(guard.isSeenAt(200), false);
  guard.changed();
  paintAt(200, 1); // of the one before
  assert.equal(guard.isSeenAt(900), false);
  paintAt(900);
  assert.equal(guard.isSeenAt(980), true);
});
