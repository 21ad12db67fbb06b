import assert from "node:assert/strict";
import { test } from "node:test";
import { csvAdvice, csvFacts, labelChoices } from "../../../main/resources/static/js/images/csv-facts.js";

const form = {
  encoding: "UTF-8",
  separator: "semicolon",
  header: true,
  columns: 786,
  label: "class",
  pixels: "pixel1 to pixel784",
  leftOut: ["id"],
  scale: 255,
  labels: ["class", "id"],
};
const digits = [1000, 0, 0, 0, 0, 0, 0, 0, 0, 2];

test("what was understood is told in full", () => {
  assert.deepEqual(csvFacts({ images: 1003, labelled: 1002, digits, tables: [{ name: "a.csv", form }], failures: 1 }), [
    ["Written", "UTF-8, separated by semicolon"],
    ["Columns", "786, named by a header"],
    ["Label", "class"],
    ["Pixels", "pixel1 to pixel784, ink from 0 to 255"],
    ["Left out", "id"],
    ["Images", "1,003, 1,002 labelled, 1 not read"],
    ["Labels", "0: 1,000 · 1: 0 · 2: 0 · 3: 0 · 4: 0 · 5: 0 · 6: 0 · 7: 0 · 8: 0 · 9: 2"],
  ]);
});

test("what there is not is not told", () => {
  const bare = { ...form, header: false, label: null, leftOut: [], labels: [] };
  const facts = csvFacts({ images: 2, labelled: 0, digits: [], tables: [{ name: "a.csv", form: bare }], failures: 0 });
  assert.deepEqual(facts.map(([term]) => term), ["Written", "Columns", "Label", "Pixels", "Images"]);
  assert.deepEqual(facts[2], ["Label", "none"]);
  assert.deepEqual(csvFacts({ images: 0, labelled: 0, digits: [], tables: [], failures: 1 }), [["Images", "0, 0 labelled, 1 not read"]]);
  assert.deepEqual(csvFacts({ images: 3, labelled: 0, digits: [], tables: [], failures: 0, leftOut: 2 }), [
    ["Images", "3, 0 labelled, 2 hidden or system files left out"],
  ]);
});

test("the label may be elsewhere: at an end, nowhere, or in another column that has a name", () => {
  assert.deepEqual(labelChoices({ tables: [{ form }] }).map(([value]) => value), ["", "first", "last", "none", "class", "id"]);
  assert.deepEqual(labelChoices({ tables: [] }).map(([value]) => value), ["", "first", "last", "none"]);
});

test("the person is told that nothing is stored, and whether it can be", () => {
  assert.match(csvAdvice({ images: 3, failures: 0 }), /^Nothing is stored yet\. Do the pictures/);
  assert.match(csvAdvice({ images: 3, failures: 1 }), /1 row cannot be read/);
  assert.match(csvAdvice({ images: 0, failures: 1 }), /^Nothing of it can be imported/);
});
