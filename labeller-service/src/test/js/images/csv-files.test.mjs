import assert from "node:assert/strict";
import { test } from "node:test";
import { looksLikeCsv, zipHoldsCsv } from "../../../main/resources/static/js/images/csv-files.js";

const bytes = (text) => new Uint8Array(Buffer.from(text, "latin1"));

test("a CSV is known by its name, and by text with separators when it has none", () => {
  assert.ok(looksLikeCsv("a/Digits.CSV", bytes("")));
  assert.ok(looksLikeCsv("digits.tsv.gz", bytes("\x1f\x8b")));
  assert.ok(looksLikeCsv("digits", bytes(`label,${"pixel0,".repeat(20)}\r\n7,0\t1`)));
  assert.ok(looksLikeCsv("digits.txt", bytes("\xff\xfe7\0,\0")));
  assert.ok(looksLikeCsv("digits", bytes("7.000e+00 ".repeat(20))));
  assert.ok(looksLikeCsv("digits.dat", bytes(`\xef\xbb\xbf7${"|0".repeat(20)}`)));
});

test("pictures, IDX and other packed files are none", () => {
  assert.ok(!looksLikeCsv("a.png", bytes("\x89PNG\r\n\x1a\n,")));
  assert.ok(!looksLikeCsv("a.jpg", bytes("\xff\xd8\xff\xe0\0\x10,")));
  assert.ok(!looksLikeCsv("train-images-idx3-ubyte", bytes("\0\0\x08\x03,")));
  assert.ok(!looksLikeCsv("train.gz", bytes("\x1f\x8b\x08\0,")));
  assert.ok(!looksLikeCsv("words", bytes("nothing")));
  assert.ok(!looksLikeCsv("readme.txt", bytes("These are 10 digits, as people write them; there are a few, and no others.")));
});

test("a ZIP tells by the names at its end whether it holds a CSV", () => {
  const entry = (name) => `PK\x01\x02${"\0".repeat(24)}${String.fromCharCode(name.length % 256, name.length >> 8)}${"\0".repeat(16)}${name}`;
  assert.ok(zipHoldsCsv(bytes(`...${entry("3/a.png")}${entry("archive/mnist_train.csv")}PK\x05\x06`)));
  assert.ok(!zipHoldsCsv(bytes(`${entry("csv/a.png")}${entry("readme.txt")}PK\x05\x06`)));
  assert.ok(!zipHoldsCsv(bytes("PK\x01\x02 a.csv")));
  assert.ok(!zipHoldsCsv(bytes("")));
});
