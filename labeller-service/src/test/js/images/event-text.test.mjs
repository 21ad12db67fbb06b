import assert from "node:assert/strict";
import { test } from "node:test";
import { eventText, weightText } from "../../../main/resources/static/js/images/event-text.js";

test("events are told in words, those of unknown types by their name", () => {
  assert.equal(eventText({ type: "label.given", data: { digit: 7, suggested: { digit: 1 } } }), "Labelled 7; shown 1");
  assert.equal(eventText({ type: "label.weighed", data: {} }), "label weighed");
});

test("a settled label says by what, by which policy and by which estimate", () => {
  const settled = (data) => eventText({ type: "label.settled", data: { digit: 7, ...data } });
  assert.equal(settled({}), "Settled as 7");
  assert.equal(settled({ basis: "single", policy: 0, estimate: 0, confidence: 1 }), "Settled as 7");
  assert.equal(
    settled({ basis: "posterior", policy: 12, estimate: 3, confidence: 0.993103 }),
    "Settled as 7 by the weight of its labels, 99.31 % sure; policy of position 12, estimate 3",
  );
  assert.equal(settled({ basis: "adjudicated", policy: 12, estimate: 0, confidence: 1 }), "Settled as 7 by a reviewer; policy of position 12");
  assert.equal(settled({ basis: "import", policy: 0, estimate: 0 }), "Settled as 7 by the label that it came with");
});

test("an adjudication and what asked for it are told in words", () => {
  assert.equal(eventText({ type: "label.adjudicated", data: { digit: 0, comment: "closed top" } }), 'Adjudicated: 0, "closed top"');
  assert.equal(eventText({ type: "label.adjudicated", data: {} }), "Adjudicated: not a digit");
  assert.equal(eventText({ type: "adjudication.retracted", data: {} }), "Took the adjudication back");
  assert.equal(eventText({ type: "review.asked", data: { reason: "dispute", score: 0.4 } }), "Sent to review: its labels disagree");
  assert.equal(eventText({ type: "review.asked", data: { reason: "weather" } }), "Sent to review: weather");
  assert.equal(eventText({ type: "label.given", data: { digit: 3, arm: "second" } }), "Labelled 3 as a second opinion");
  assert.equal(eventText({ type: "label.given", data: { digit: 3, arm: "random" } }), "Labelled 3");
});

test("a label says who gave it, and that it has no weight when it has none", () => {
  assert.match(weightText({ actor: "a", name: "Ada", digit: 7, trust: 0.9, counts: true }), /^Ada: 7, trust 90\.0\s%$/);
  assert.equal(weightText({ actor: "0123456789", name: null, digit: null, trust: 0.2, counts: false }), "01234567: not a digit, without weight: distrusted");
});
