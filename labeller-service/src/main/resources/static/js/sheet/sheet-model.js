/** The boxes of a sheet in rows, and what a person changes about them. Sizes are in pixels of the photo. */

const MOST_STEPS = 100; // that can be taken back

/** A box is {id, left, top, width, height, confidence}; a row {boxes, digits}, where digits is the text that a person typed. */
export class SheetModel {
  #undo = [];
  #nextId = 1;

  /** @param found  {width, height, rows: [{boxes}]} as the server found them */
  constructor({ width, height, rows }) {
    Object.assign(this, { width, height });
    this.rows = rows.map(({ boxes }) => ({ digits: "", boxes: boxes.map((box) => ({ ...box, id: this.#nextId++ })) }));
  }

  get count() {
    return this.rows.reduce((sum, { boxes }) => sum + boxes.length, 0);
  }

  get canUndo() {
    return this.#undo.length > 0;
  }

  /** Where a box is: {row, index, box}; null when it is gone. */
  find(id) {
    for (const [row, { boxes }] of this.rows.entries()) {
      const index = boxes.findIndex((box) => box.id === id);
      if (index >= 0) return { row, index, box: boxes[index] };
    }
    return null;
  }

  /** Remembers how the boxes are, before they are changed. */
  mark() {
    this.#undo.push(JSON.stringify(this.rows));
    if (this.#undo.length > MOST_STEPS) this.#undo.shift();
  }

  /** Takes back what was changed since the last mark; what was typed since then stays with its row. */
  undo() {
    if (!this.canUndo) return;
    const now = new Map(this.rows.flatMap(({ boxes, digits }) => boxes.map(({ id }) => [id, digits])));
    this.rows = JSON.parse(this.#undo.pop()).map(({ boxes, digits }) => {
      const kept = boxes.find(({ id }) => now.has(id));
      return { boxes, digits: kept ? now.get(kept.id) : digits };
    });
  }

  /** Moves the sides of a box; it stays on the photo and keeps some size. */
  place(id, { left, top, width, height }) {
    const { box } = this.find(id);
    box.width = clamp(Math.round(width), 2, this.width);
    box.height = clamp(Math.round(height), 2, this.height);
    box.left = clamp(Math.round(left), 0, this.width - box.width);
    box.top = clamp(Math.round(top), 0, this.height - box.height);
    box.confidence = 1; // a person said so
  }

  /** Puts a new box into the row that it is in, or into a row of its own, and returns its id. */
  add({ left, top, width, height }) {
    const box = { id: this.#nextId++, left: 0, top: 0, width: 1, height: 1, confidence: 1 };
    const middle = top + height / 2;
    const row = this.#rowAt(middle, left + width / 2);
    if (row) row.boxes.push(box);
    else this.rows.push({ digits: "", boxes: [box] });
    this.place(box.id, { left, top, width, height });
    this.#sort();
    return box.id;
  }

  remove(id) {
    const { row, index } = this.find(id);
    this.rows[row].boxes.splice(index, 1);
    this.#sort();
  }

  /** Two boxes for two digits in one; returns the id of the second. */
  split(id) {
    const { row, index, box } = this.find(id);
    const half = Math.max(1, Math.round(box.width / 2));
    const second = { ...box, id: this.#nextId++, left: box.left + half, width: Math.max(1, box.width - half), confidence: 1 };
    Object.assign(box, { width: half, confidence: 1 });
    this.rows[row].boxes.splice(index + 1, 0, second);
    return second.id;
  }

  /** One box around this one and the next of its row. Returns whether there was a next one. */
  merge(id) {
    const { row, index, box } = this.find(id);
    const next = this.rows[row].boxes[index + 1];
    if (!next) return false;
    const right = Math.max(box.left + box.width, next.left + next.width);
    const bottom = Math.max(box.top + box.height, next.top + next.height);
    const [left, top] = [Math.min(box.left, next.left), Math.min(box.top, next.top)];
    this.rows[row].boxes.splice(index + 1, 1);
    this.place(id, { left, top, width: right - left, height: bottom - top });
    return true;
  }

  /** The box to which an arrow key leads from another one; the same where there is none. */
  neighbour(id, key) {
    const { row, index, box } = this.find(id);
    const boxes = this.rows[row].boxes;
    if (key === "ArrowLeft") return (boxes[index - 1] ?? this.rows[row - 1]?.boxes.at(-1) ?? box).id;
    if (key === "ArrowRight") return (boxes[index + 1] ?? this.rows[row + 1]?.boxes[0] ?? box).id;
    const other = this.rows[row + (key === "ArrowUp" ? -1 : 1)];
    if (!other) return id;
    const distance = (one) => Math.abs(middleX(one) - middleX(box));
    return other.boxes.reduce((best, one) => (distance(one) < distance(best) ? one : best)).id;
  }

  #rowAt(y, x) {
    const distance = ({ boxes }) => {
      const near = boxes.reduce((best, box) => (Math.abs(middleX(box) - x) < Math.abs(middleX(best) - x) ? box : best));
      return Math.abs(near.top + near.height / 2 - y) / near.height;
    };
    const nearest = this.rows.reduce((best, row) => (!best || distance(row) < distance(best) ? row : best), null);
    return nearest && distance(nearest) < 0.8 ? nearest : null;
  }

  /** Rows from top to bottom without the empty ones, each from left to right. */
  #sort() {
    this.rows = this.rows.filter(({ boxes }) => boxes.length > 0);
    for (const { boxes } of this.rows) boxes.sort((a, b) => middleX(a) - middleX(b));
    const height = ({ boxes }) => boxes.reduce((sum, { top, height: tall }) => sum + top + tall / 2, 0) / boxes.length;
    this.rows.sort((a, b) => height(a) - height(b));
  }
}

const middleX = ({ left, width }) => left + width / 2;
const clamp = (value, least, most) => Math.min(most, Math.max(least, value));

/** What is wrong with the text of a row, as text for people; null when it gives each box its label, or none at all. */
export function rowProblem({ boxes, digits }) {
  const typed = digits.replace(/\s/g, "");
  if (typed === "") return null;
  if (!/^[0-9?]*$/.test(typed)) return "Digits 0 to 9 only, and ? for one without a label.";
  if (typed.length === boxes.length) return null;
  return `${boxes.length} ${boxes.length === 1 ? "box" : "boxes"}, ${typed.length} typed.`;
}

/** The label of a box by the text of its row, or null. */
export function labelOf(row, index) {
  if (rowProblem(row)) return null;
  const typed = row.digits.replace(/\s/g, "")[index];
  return typed && typed !== "?" ? typed : null;
}

/** What the server is asked to store: rows whose text does not fit go without labels. */
export const toRequest = (rows) => ({
  rows: rows.map((row) => ({
    digits: rowProblem(row) ? "" : row.digits.replace(/\s/g, ""),
    boxes: row.boxes.map(({ left, top, width, height }) => ({ left, top, width, height })),
  })),
});
