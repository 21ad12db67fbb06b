import assert from "node:assert/strict";
import { test } from "node:test";
import { importSummary, sumOfImports, uploadProgress } from "../../../main/resources/static/js/images/import-summary.js";

test("what became of a file names only what there is", () => {
  assert.equal(importSummary({ added: 1200, duplicates: 0, labelled: 0, failures: 0 }), "1,200 added");
  assert.equal(importSummary({ added: 0, duplicates: 2, labelled: 1, failures: 3 }), "0 added, 2 there already, 1 labelled, 3 not read");
  assert.equal(importSummary({ added: 5, duplicates: 0, putAside: 2, labelled: 0, failures: 0 }), "5 added, 2 of them put aside");
  assert.equal(importSummary({ added: 1, duplicates: 0, labelled: 0, failures: 0, leftOut: 1 }), "1 added, 1 hidden or system file left out");
  assert.equal(importSummary({ added: 0, duplicates: 0, labelled: 0, failures: 1, leftOut: 1200 }), "0 added, 1 not read, 1,200 hidden or system files left out");
});

test("results add up", () => {
  const one = { added: 1, duplicates: 2, putAside: 5, labelled: 3, failures: 4, leftOut: 6 };
  const refused = { added: 0, duplicates: 0, labelled: 0, failures: 1 };
  assert.deepEqual(sumOfImports([one, one, refused]), { added: 2, duplicates: 4, putAside: 10, labelled: 6, failures: 9, leftOut: 12 });
});

test("progress tells rate and time left once there is a rate", () => {
  const mb = 1024 * 1024;
  assert.equal(uploadProgress({ done: 0, files: 1, sent: 0, bytes: mb, ms: 0 }), "0 of 1 file");
  assert.equal(uploadProgress({ done: 1, files: 3, sent: 2 * mb, bytes: 6 * mb, ms: 1000 }), "1 of 3 files, 2.0 MB/s, 2 s left");
});
