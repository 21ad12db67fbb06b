import assert from "node:assert/strict";
import { test } from "node:test";
import {
  agreementText,
  alphaVerdict,
  byConcern,
  coefficient,
  duration,
  estimateText,
  figure,
  goldText,
  personName,
  policyPreviewText,
  recomputeText,
  stateText,
  suggestionText,
  trustPreviewText,
} from "../../../main/resources/static/js/quality/quality-text.js";

const plain = (text) => text.replace(/[\u00a0\u202f]/g, " ");

test("an undefined alpha is shown as such, beside how many agree", () => {
  const found = { alpha: null, agreement: 1, units: 12 };
  assert.equal(coefficient(found.alpha), "undefined");
  assert.equal(plain(agreementText(found)), "Undefined: all these labels are of one digit. 100.0 % of the pairs agree, on 12 images with several labels.");
  assert.equal(alphaVerdict(null), "");
});

test("without images of two people there is nothing to compare", () => {
  assert.match(agreementText({ alpha: null, agreement: null, units: 0 }), /nothing to compare/);
});

test("an alpha has three places and its sign, and is judged by Krippendorff's bounds", () => {
  assert.equal(coefficient(0.1255), "0.126");
  assert.equal(coefficient(-0.02), "\u22120.020");
  assert.deepEqual([0.8, 0.799, 0.667, 0.6].map(alphaVerdict), ["reliable", "for tentative conclusions", "for tentative conclusions", "not reliable"]);
  assert.equal(plain(agreementText({ alpha: 0.7, agreement: 0.91, units: 1 })), "91.0 % of the pairs agree, on 1 image with several labels.");
});

test("the cost of a policy is told in labels, and what is unknown is not made up", () => {
  const known = { labelsPerImage: 2.104, now: { labelsPerImage: 1 }, openImages: 4_000, labelsNeeded: 8_416, reopened: 1 };
  assert.equal(
    policyPreviewText(known),
    "About 2.10 labels per image, 1.00 now. 4,000 images would be open, which takes about 8,416 labels more. 1 image of these is settled now.",
  );
  assert.equal(
    policyPreviewText({ labelsPerImage: null, now: { labelsPerImage: null }, openImages: 3, labelsNeeded: null, reopened: 0 }),
    "Too few labels to say how many an image would take. 3 images would be open.",
  );
});

test("a preview of trust tells labels, images and gold", () => {
  const found = { labels: 40, images: 38, changedImages: 3, opened: 2, gold: { seen: 10, correct: 4 } };
  assert.equal(
    trustPreviewText("distrust", found),
    "40 labels would have no weight, on 38 images. 3 images would change, 2 of them open again. Gold in that time: 4 of 10 right.",
  );
  assert.equal(
    trustPreviewText("trust", { ...found, labels: 1, images: 1, changedImages: 0, gold: { seen: 0, correct: 0 } }),
    "1 label would have weight again, on 1 image. No image would change.",
  );
});

test("a recompute says whether it is going on", () => {
  const found = { cause: 12, lookedAt: 1_500, changed: 3, opened: 1 };
  assert.match(recomputeText({ ...found, running: true }), /^Looking at images again because of position 12: 1,500 images looked at, 3 changed, 1 open again so far/);
  assert.match(recomputeText({ ...found, running: false }), /^Images were last looked at again/);
  assert.equal(recomputeText(null), null);
});

test("an estimate says what it rests on", () => {
  assert.equal(estimateText({ number: 3, horizon: 900, iterations: 1 }), "Estimate 3, from the labels up to position 900, after 1 iteration.");
  assert.match(estimateText(null), /no estimate yet/);
});

test("agreement with the model is compared only where there is something to compare", () => {
  const found = { withModelShown: 0.99, shown: 200, withModelHidden: 0.7, hidden: 50, rubberStamping: 0.29 };
  assert.match(plain(suggestionText(found)), / 99.0 % of 200 labels .* 70.0 % of 50\. The difference is 29.0 points\.$/);
  assert.match(suggestionText({ ...found, rubberStamping: -0.02 }), / \u22122.0 points\.$/);
  assert.match(suggestionText({ ...found, hidden: 0, withModelHidden: null, rubberStamping: null }), /^Too few/);
});

test("people who need a look come first", () => {
  const person = (id, state, flags, trust) => ({ id, state, flags: Array(flags).fill({}), trust });
  const people = [person("a", "trusted", 0, 0.9), person("b", "new", 0, null), person("c", "distrusted", 0, 0.2), person("d", "trusted", 1, 0.95), person("e", "trusted", 0, 0.8)];
  assert.deepEqual(byConcern(people).map(({ id }) => id), ["c", "b", "d", "e", "a"]);
  assert.equal(people[0].id, "a"); // the answer itself stays as it is
});

test("small words", () => {
  assert.equal(goldText({ seen: 0, correct: 0 }), "none answered");
  assert.equal(goldText({ seen: 20, correct: 18 }), "18 of 20 right");
  assert.deepEqual([null, 640.4, 1_840].map(duration), ["–", "640 ms", "1.8 s"]);
  assert.deepEqual([null, 2.104].map(figure), ["–", "2.10"]);
  assert.equal(personName({ id: "0123456789", name: null }), "erased (01234567)");
  assert.equal(personName({ id: "0123456789", name: "Ada" }), "Ada");
  assert.match(stateText("distrusted"), /no weight/);
  assert.equal(stateText("some new state"), "some new state");
});
