import assert from "node:assert/strict";
import { test } from "node:test";
import { JobFold, jobText, positionsText } from "../../../main/resources/static/js/quality/audit-jobs.js";

const NUDGE = "00000000-0000-8000-8000-000000000001";
const ADA = "8c1c9f0e-0000-4000-8000-00000000000a";

/** A log, oldest first: [actor, type, data, seconds since the event before]. */
function log(...entries) {
  let seconds = 0;
  return entries.map(([actor, type, data, later = 1], index) => {
    seconds += later;
    return { position: index + 1, at: new Date(Date.UTC(2026, 0, 1) + 1000 * seconds).toISOString(), actor, type, data };
  });
}

/** Its lines, newest first, with the positions of their events. */
function lines(events) {
  const fold = new JobFold();
  return [...new Set([...events].reverse().map((event) => fold.add(event)))];
}

const positions = (folded) => folded.map(({ events }) => events.map(({ position }) => position));
const asked = (reason) => [NUDGE, "review.asked", { reason, score: 0 }];

test("an estimate and the recomputation that follows from it are a line each, and what people did meanwhile stays", () => {
  const events = log(
    [NUDGE, "consensus.estimated", { number: 3, horizon: 70 }],
    [NUDGE, "annotator.estimated", { estimate: 3, labels: 9 }],
    [NUDGE, "annotator.estimated", { estimate: 3, labels: 8 }],
    [NUDGE, "recompute.began", { cause: 1 }],
    [NUDGE, "label.settled", { digit: 7, basis: "posterior" }],
    [ADA, "label.given", { digit: 7 }],
    [NUDGE, "label.unsettled", {}],
    asked("dispute"),
    [NUDGE, "recompute.finished", { cause: 1, lookedAt: 120, changed: 1, opened: 1 }],
  );
  const folded = lines(events);
  assert.deepEqual(positions(folded), [[9, 8, 7, 5, 4], [6], [3, 2, 1]]);
  assert.equal(jobText(folded[0]), "looked at 120 images again: 1 changed, 1 open again, because of position 1: 5 events");
  assert.equal(positionsText(folded[0]), "positions 4 to 9");
  assert.equal(folded[1].job, null);
  assert.equal(jobText(folded[2]), "estimated how 2 people label (estimate 3): 3 events");
});

test("a recomputation that is not finished is a line as well, and another one behind it is not the same", () => {
  const events = log(
    [NUDGE, "recompute.began", { cause: 1 }],
    [NUDGE, "label.settled", { digit: 7, basis: "single" }],
    [NUDGE, "recompute.finished", { cause: 1, lookedAt: 1, changed: 1, opened: 0 }],
    [NUDGE, "recompute.began", { cause: 2 }],
    [NUDGE, "label.unsettled", {}],
  );
  const folded = lines(events);
  assert.deepEqual(positions(folded), [[5, 4], [3, 2, 1]]);
  assert.equal(jobText(folded[0]), "looks at images again, because of position 2: 2 events");
  const running = lines(events.slice(4));
  assert.equal(jobText(running[0]), "looks at images again: 1 event");
});

test("a page may end within a job: the next page goes on with the same line", () => {
  const fold = new JobFold();
  const newest = [...log(asked("audit"), asked("audit"), asked("audit"), asked("audit"))].reverse();
  const first = newest.slice(0, 2).map((event) => fold.add(event));
  const second = newest.slice(2).map((event) => fold.add(event));
  assert.equal(new Set([...first, ...second]).size, 1);
  assert.equal(jobText(first[0]), "asked reviewers to look at 4 images, drawn at random: 4 events");
});

test("rounds of the random audit, of gold and of imports are apart when nothing was done for a minute", () => {
  const events = log(asked("audit"), asked("audit"), [NUDGE, "review.asked", { reason: "audit", score: 0 }, 61], [NUDGE, "gold.chosen", { digit: 4 }], [
    NUDGE,
    "gold.retired",
    { reason: "3 of 4 people missed it" },
  ]);
  assert.deepEqual(positions(lines(events)), [[5, 4], [3], [2, 1]]);
  const imported = log(
    [NUDGE, "image.added", {}],
    [NUDGE, "label.given", { digit: 4 }],
    [NUDGE, "gold.chosen", { digit: 9 }],
    [NUDGE, "label.settled", { digit: 4, basis: "import" }],
    [NUDGE, "image.added", {}],
  );
  assert.deepEqual(positions(lines(imported)), [[5, 4, 2, 1], [3]]);
  assert.equal(jobText(lines(imported)[0]), "imported 2 images: 4 events");
});

test("what people do is never folded, nor is what Nudge decides about people", () => {
  const events = log(
    [ADA, "review.asked", { reason: "audit", score: 0 }],
    [ADA, "label.settled", { digit: 7, basis: "posterior" }],
    [NUDGE, "annotator.distrusted", { from: 4 }],
    [NUDGE, "annotator.trusted", { from: 4 }],
  );
  assert.deepEqual(positions(lines(events)), [[4], [3], [2], [1]]);
  assert.ok(lines(events).every(({ job }) => job === null));
});
