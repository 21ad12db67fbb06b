import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { LabelSession } from "../../../main/resources/static/js/label/label-session.js";
import { Outbox } from "../../../main/resources/static/js/sync/outbox.js";
import { MemoryStorage } from "../../../main/resources/static/js/sync/storage.js";

const task = (n, suggestion = null) => ({ image: `image-${n}`, version: 1, png: `/${n}`, suggestion });
let clock, outbox, session, version;

beforeEach(() => {
  clock = 1_000;
  version = 1;
  let id = 0;
  outbox = new Outbox({ storage: new MemoryStorage(), owner: "tab", now: () => clock });
  session = new LabelSession({ outbox, now: () => clock, newId: () => `id-${++id}` });
  session.receive([task(1), task(2), task(3)]);
});

const sent = () => outbox.all().map(({ method, what, image, body }) => [method, what, image, body?.digit ?? null]);

/** The server takes everything that waits, in order. */
function serverTakesAll() {
  for (let due = outbox.due([]); due.length > 0; due = outbox.due([])) {
    for (const decision of due) {
      outbox.recordAttempt(decision);
      const answer = { version: ++version, position: version };
      outbox.acknowledged(decision, answer);
      session.acknowledged(decision, answer);
    }
  }
}

test("a label is queued and the next image is on show at once", () => {
  session.decide("label", 7);
  assert.deepEqual(sent(), [["POST", "label", "image-1", 7]]);
  assert.equal(session.current.image, "image-2");
});

test("a label says how long its image was on show", () => {
  clock += 640;
  session.decide("label", 7);
  clock += 320;
  session.decide("label", 1);
  assert.deepEqual(outbox.all().map((d) => d.body.elapsedMs), [640, 320]);
});

test("a label carries the suggestion that was on show, and none that was hidden", () => {
  const suggestion = { digit: 7, confidence: 0.9, checkpoint: "c" };
  const two = new LabelSession({ outbox, suggestions: false, now: () => clock, newId: () => String(Math.random()) });
  two.receive([task(8, suggestion), task(9, suggestion)]);
  two.decide("label", 7);
  assert.equal(outbox.all()[0].body.suggested, undefined);
  two.suggestions = true;
  two.suggestions = false; // hidden again, but it was seen
  two.decide("label", 7);
  assert.deepEqual(outbox.all()[1].body.suggested, suggestion);
});

test("nothing happens when no image is on show", () => {
  for (let i = 0; i < 3; i++) session.decide("label", i);
  assert.equal(session.current, null);
  assert.equal(session.decide("label", 4), null);
});

test("undo goes any number of steps back, newest first", () => {
  for (const digit of [1, 2, 3]) session.decide("label", digit);
  assert.deepEqual([session.undo().digit, session.undo().digit, session.undo().digit], [3, 2, 1]);
  assert.equal(session.undo(), null);
  assert.equal(session.current.image, "image-1");
  assert.equal(outbox.size, 0, "what was never sent needs no taking back");
});

test("undo of a saved label takes it back and expects the answered version from then on", () => {
  session.decide("label", 1);
  serverTakesAll();
  session.undo();
  assert.deepEqual(sent(), [["DELETE", "label", "image-1", null]]);
  serverTakesAll();
  session.decide("label", 2);
  const [decision] = outbox.all();
  assert.equal(decision.body.version, 3);
});

test("a correction keeps its place and lets the queue wait", () => {
  const first = session.decide("label", 1);
  session.decide("label", 2);
  serverTakesAll();
  session.correct(first.id);
  assert.equal(session.current.image, "image-1");
  session.decide("label", 9);
  assert.deepEqual(session.history.items.map((item) => item.digit), [9, 2]);
  assert.deepEqual(sent(), [["POST", "label", "image-1", 9]]);
  assert.equal(session.current.image, "image-3");
});

test("the same digit again leaves a correction as it was", () => {
  const first = session.decide("label", 1);
  serverTakesAll();
  session.correct(first.id);
  session.decide("label", 1);
  assert.equal(outbox.size, 0);
  assert.equal(session.correcting, null);
});

test("undo of an unsent correction takes back the label before it", () => {
  const first = session.decide("label", 1);
  serverTakesAll();
  session.correct(first.id);
  session.decide("label", 9);
  session.undo();
  assert.deepEqual(sent(), [["DELETE", "label", "image-1", null]]);
});

test("two unsent corrections in a row still remember the label before them", () => {
  let item = session.decide("label", 1);
  serverTakesAll();
  for (const digit of [8, 9]) {
    session.correct(item.id);
    item = session.decide("label", digit);
  }
  assert.deepEqual(sent(), [["POST", "label", "image-1", 9]]);
  session.undo();
  assert.deepEqual(sent(), [["DELETE", "label", "image-1", null]]);
});

test("a skip that becomes a label is taken back first", () => {
  const first = session.decide("skip");
  serverTakesAll();
  session.correct(first.id);
  session.decide("label", 4);
  assert.deepEqual(sent(), [
    ["DELETE", "skip", "image-1", null],
    ["POST", "label", "image-1", 4],
  ]);
});

test("a refused label can be given again against the version that the server told", () => {
  const item = session.decide("label", 4);
  const [decision] = outbox.all();
  outbox.recordAttempt(decision);
  session.refused(outbox.refused(decision), { status: 412, message: "expected version 1" });
  assert.equal(session.history.failed.length, 1);
  session.setVersion("image-1", 5);
  session.correct(item.id);
  session.decide("label", 4);
  assert.equal(outbox.all()[0].body.version, 5);
  assert.equal(session.history.failed.length, 0);
});

test("a session goes on after a reload, and images that have a decision are not shown again", () => {
  session.decide("label", 1);
  session.decide("skip");
  const kept = JSON.parse(JSON.stringify(session));
  const again = new LabelSession({ outbox, kept, newId: () => String(Math.random()) });
  assert.equal(again.current.image, "image-3");
  assert.equal(again.receive([task(1), task(2), task(3), task(4)]), 1);
  assert.equal(again.undo().what, "skip");
});

test("the arrow keys go back through the labels to correct one, and forward to the queue again", () => {
  session.decide("label", 1);
  session.decide("label", 2);
  session.moveBy(-1);
  assert.equal(session.current.image, "image-2");
  session.moveBy(-1);
  session.moveBy(-1);
  assert.equal(session.current.image, "image-1", "there is nothing before the first");
  session.moveBy(1);
  session.moveBy(1);
  assert.equal(session.correcting, null);
  assert.equal(session.current.image, "image-3");
});

test("a label is corrected and taken back although each answer says version 1 and position 0", () => {
  const takeAll = () => {
    for (let due = outbox.due([]); due.length > 0; due = outbox.due([])) {
      for (const decision of due) {
        outbox.recordAttempt(decision);
        outbox.acknowledged(decision, { version: 1, position: 0 });
        session.acknowledged(decision, { version: 1, position: 0 });
      }
    }
  };
  const { id } = session.decide("label", 7);
  takeAll();
  session.correct(id);
  session.decide("label", 1);
  assert.deepEqual(outbox.all().map((d) => [d.method, d.body.digit, d.body.version]), [["POST", 1, 1]]);
  takeAll();
  session.undo();
  assert.deepEqual(sent(), [["DELETE", "label", "image-1", null]]);
  assert.equal(session.current.image, "image-1");
});
