import assert from "node:assert/strict";
import { test } from "node:test";
import { labelOf, rowProblem, SheetModel, toRequest } from "../../../main/resources/static/js/sheet/sheet-model.js";

const box = (left, top) => ({ left, top, width: 20, height: 30, confidence: 0.4 });
const twoRows = () => new SheetModel({ width: 400, height: 300, rows: [{ boxes: [box(10, 10), box(50, 12), box(90, 9)] }, { boxes: [box(12, 80), box(60, 82)] }] });
const lefts = (model) => model.rows.map(({ boxes }) => boxes.map(({ left }) => left));

test("a new box joins the row that it is in, in its order, and one between rows begins a row", () => {
  const model = twoRows();
  model.add({ left: 70, top: 14, width: 15, height: 28 });
  model.add({ left: 10, top: 200, width: 20, height: 30 });
  assert.deepEqual(lefts(model), [[10, 50, 70, 90], [12, 60], [10]]);
  assert.equal(model.count, 7);
});

test("a row without boxes is gone, and what was taken back is there again", () => {
  const model = twoRows();
  model.rows[1].digits = "42";
  model.mark();
  for (const { id } of [...model.rows[1].boxes]) model.remove(id);
  assert.equal(model.rows.length, 1);
  model.rows[0].digits = "317";
  model.undo();
  assert.deepEqual(lefts(model), [[10, 50, 90], [12, 60]]);
  assert.deepEqual(model.rows.map(({ digits }) => digits), ["317", "42"]);
  assert.equal(model.canUndo, false);
});

test("a box is split in the middle and merged with the next, the last of a row with none", () => {
  const model = twoRows();
  const { id } = model.rows[0].boxes[2];
  const second = model.split(id);
  assert.deepEqual(model.rows[0].boxes.slice(2).map(({ left, width }) => [left, width]), [[90, 10], [100, 10]]);
  assert.equal(model.merge(second), false);
  assert.equal(model.merge(id), true);
  assert.deepEqual(lefts(model)[0], [10, 50, 90]);
  assert.equal(model.find(id).box.width, 20);
});

test("a box stays on the photo and keeps some size; who placed it is sure of it", () => {
  const model = twoRows();
  const { id } = model.rows[0].boxes[0];
  model.place(id, { left: -5, top: 290.4, width: 0, height: 30 });
  const { left, top, width, confidence } = model.find(id).box;
  assert.deepEqual([left, top, width, confidence], [0, 270, 2, 1]);
});

test("arrow keys lead along a row, on to the next, and up and down to the nearest", () => {
  const model = twoRows();
  const [a, , c] = model.rows[0].boxes;
  const [d, e] = model.rows[1].boxes;
  assert.equal(model.neighbour(c.id, "ArrowRight"), d.id);
  assert.equal(model.neighbour(d.id, "ArrowLeft"), c.id);
  assert.equal(model.neighbour(c.id, "ArrowDown"), e.id);
  assert.equal(model.neighbour(a.id, "ArrowUp"), a.id);
});

test("a text that does not fit its boxes is named, and its row goes without labels", () => {
  const model = twoRows();
  model.rows[0].digits = "3 1 ?";
  model.rows[1].digits = "427";
  assert.equal(rowProblem(model.rows[0]), null);
  assert.deepEqual([0, 1, 2].map((i) => labelOf(model.rows[0], i)), ["3", "1", null]);
  assert.equal(rowProblem(model.rows[1]), "2 boxes, 3 typed.");
  assert.equal(rowProblem({ boxes: [box(0, 0)], digits: "x" }), "Digits 0 to 9 only, and ? for one without a label.");
  const { rows } = toRequest(model.rows);
  assert.deepEqual(rows.map(({ digits }) => digits), ["31?", ""]);
  assert.deepEqual(rows[0].boxes[0], { left: 10, top: 10, width: 20, height: 30 });
});
