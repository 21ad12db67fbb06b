import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { SIDE, toMnistForm } from "../../../main/resources/static/js/draw/mnist-form.js";

/** A drawing of filled rectangles [left, top, width, height]. */
function drawing(side, ...rectangles) {
  const ink = new Uint8Array(side * side);
  for (const [left, top, width, height] of rectangles)
    for (let y = top; y < top + height; y++) ink.fill(255, y * side + left, y * side + left + width);
  return ink;
}

function bounds(image) {
  const inked = [...image.keys()].filter((i) => image[i] > 0);
  const xs = inked.map((i) => i % SIDE);
  const ys = inked.map((i) => Math.floor(i / SIDE));
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

test("empty paper is no image", () => {
  assert.equal(toMnistForm(drawing(280), 280, 280), null);
});

test("a drawing fills the box of 20 along its longer side and keeps its proportions", () => {
  const image = toMnistForm(drawing(280, [30, 40, 50, 200]), 280, 280);
  assert.equal(image.length, 784);
  assert.deepEqual(bounds(image), { left: 12, right: 16, top: 4, bottom: 23 });
});

test("size and place on the paper make no difference", () => {
  const large = toMnistForm(drawing(280, [10, 10, 120, 240], [130, 10, 120, 60]), 280, 280);
  const small = toMnistForm(drawing(280, [200, 100, 30, 60], [230, 100, 30, 15]), 280, 280);
  assert.deepEqual(small, large);
});

test("the centre of mass comes to the centre", () => {
  // An L: most of its ink is at the bottom left.
  const image = toMnistForm(drawing(280, [40, 40, 40, 200], [80, 200, 160, 40]), 280, 280);
  let [mass, x, y] = [0, 0, 0];
  image.forEach((value, i) => {
    mass += value;
    x += value * ((i % SIDE) + 0.5);
    y += value * (Math.floor(i / SIDE) + 0.5);
  });
  assert.ok(Math.abs(x / mass - 14) <= 0.5, `x ${x / mass}`);
  assert.ok(Math.abs(y / mass - 14) <= 0.5, `y ${y / mass}`);
});

test("edges are anti-aliased: a pixel covered by half is half as dark", () => {
  // 30 wide and 200 high: scaled by 1/10 to 3 x 20; the notch takes half of the top left pixel.
  const image = toMnistForm(drawing(280, [105, 40, 25, 5], [100, 45, 30, 5], [100, 50, 30, 190]), 280, 280);
  const { left, top } = bounds(image);
  const corner = image[top * SIDE + left];
  assert.ok(corner > 150 && corner < 230, `corner ${corner}`);
  assert.equal(image[(top + 5) * SIDE + left + 1], 255);
});

test("a single dot is an image, too", () => {
  const image = toMnistForm(drawing(280, [100, 100, 1, 1]), 280, 280);
  assert.deepEqual(bounds(image), { left: 4, right: 23, top: 4, bottom: 23 });
});

const fixture = new URL("../../resources/nudge/labeller/intake/mnist-form.json", import.meta.url);

/** The values of rows that are written as value or value*count. */
const unpack = (rows) =>
  rows.flatMap((row) => row.split(" ")).flatMap((run) => {
    const [value, count = 1] = run.split("*").map(Number);
    return Array(count).fill(value);
  });

for (const { name, width, height, ink, image } of JSON.parse(readFileSync(fixture, "utf8")).drawings)
  test(`a drawing becomes the image that the server makes of it, to the bit: ${name}`, () => {
    const made = Buffer.from(toMnistForm(Uint8Array.from(unpack(ink)), width, height)).toString("hex");
    assert.deepEqual(made.match(/.{56}/g), image);
  });
