import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../../../main/resources/static/js/sync/api.js";
import {
  activationName,
  answerOf,
  drawnText,
  figure,
  layerName,
  neuronName,
  parametersText,
  problemOf,
  readingText,
  signed,
} from "../../../main/resources/static/js/explain/words.js";

const NETWORK = { sizes: [784, 16, 16, 10], last: 3, activation: "sigmoid", costKind: "squared" };

test("figures have three digits that count, and a real minus", () => {
  assert.deepEqual([0, 0.0241, -1.269, 12_345, 0.5, 999.6].map(figure), ["0", "0.0241", "−1.27", "12,345", "0.500", "1,000"]);
  assert.equal(figure(0.00009), "9.0\u202f×\u202f10⁻⁵");
  assert.equal(figure(-3.14e-12), "−3.1\u202f×\u202f10⁻¹²");
  assert.deepEqual([0.5, -0.5, 0].map(signed), ["+0.500", "−0.500", "0"]);
});

test("neurons are counted from 0, pixels have rows and columns, outputs are digits", () => {
  assert.equal(neuronName(NETWORK, 3, 7), "output 7");
  assert.equal(neuronName(NETWORK, 1, 0), "neuron 0 of layer 1");
  assert.equal(neuronName(NETWORK, 0, 28 * 4 + 12), "pixel in row 4, column 12");
  assert.equal(neuronName({ sizes: [64, 10], last: 1 }, 0, 9), "input 9");
  assert.deepEqual([0, 1, 3].map((layer) => layerName(NETWORK, layer)), ["the pixels", "layer 1", "the outputs"]);
});

test("the sizes give the lesson's sum", () => {
  assert.equal(parametersText([784, 16, 16, 10]), "12,544 + 16 + 256 + 16 + 160 + 10 = 13,002");
  assert.equal(parametersText([784, 30, 10]), "23,520 + 30 + 300 + 10 = 23,860");
});

test("the brightest output is the answer", () => {
  const e = { ...NETWORK, a: [[], [], [], [0.1, 0.7, 0.9]], step: 6_000, digit: 1 };
  assert.equal(answerOf(e), 2);
  assert.equal(readingText(e), "At step 6,000 the network reads a 2, wanted is a 1.");
  assert.equal(readingText({ ...e, digit: 2 }), "At step 6,000 the network reads a 2, as wanted.");
});

test("outputs of cross-entropy are a softmax, whatever the activation", () => {
  assert.equal(activationName(NETWORK, 3), "sigmoid");
  assert.equal(activationName({ ...NETWORK, costKind: "cross-entropy", activation: "relu" }, 3), "softmax");
  assert.equal(activationName({ ...NETWORK, costKind: "cross-entropy", activation: "relu" }, 2), "ReLU");
});

test("how many are drawn is told when it is not all of them", () => {
  assert.equal(drawnText(16, 16), "");
  assert.equal(drawnText(1_000, 20), "20 of 1,000 neurons are drawn.");
});

test("every refusal is one line with a way out", () => {
  const problem = (status, message, step = null, checkpoint = null) => problemOf(new ApiError(status, message), { step, checkpoint });
  const table = [
    [problem(409, "there is no checkpoint yet: the first one follows the first labels"), /no network yet/, "label"],
    [problem(403, "no"), /only reviewers/, "label"],
    [problem(410, "gone"), /forgotten/, "latest"],
    [problem(404, "there is no checkpoint of step 6000: ask for ...", 6_000), /not been at step 6,000/, "latest"],
    [problem(404, "there is no image 12", 600), /no such image/, "image"],
    [problem(404, "there is no checkpoint ab", null, "ab"), /^There is no checkpoint ab\.$/, "latest"],
    [problem(400, "expected digit=D, got none: image 12 has no settled label"), /choose above/, null],
    [problem(400, "expected digit=D, the digit that is wanted, got none: a drawing has no label"), /choose above/, null],
    [problem(409, "expected a network of at most 9 weights and biases, got one of 10"), /at most 9 weights/, null],
    [problem(503, "down"), /database is down/, "again"],
    [problem(0, "no answer"), /does not answer/, "again"],
    [problemOf(new Error("Expected an explanation of 9 bytes, got 8: load this page again."), { step: null }), /load this page again/, "again"],
  ];
  for (const [{ text, way }, expected, wayOut] of table) {
    assert.match(text, expected);
    assert.equal(way, wayOut, text);
  }
});
