export const SIDE = 28; // pixels per side of an image
const BOX = 20; // and of the box that the digit fills
const LEAST_INK = 24; // below this a pixel is paper

/**
 * A drawing in the form of MNIST's digits: scaled to fit a box of 20 x 20 in its proportions, anti-aliased by averaging areas,
 * and placed so that its centre of mass is the centre of 28 x 28 (as near to it as the box stays inside).
 *
 * The server does the same to imported pictures (MnistForm.java), with the same operations in the same order: a sum in another
 * order may round to the other side of one half, and the digit would lie a pixel away.
 *
 * @param ink     width * height values, row by row: 0 paper, 255 ink
 * @returns 784 bytes, or null when there is no ink
 */
export function toMnistForm(ink, width, height) {
  const bounds = boundsOf(ink, width, height);
  if (!bounds) return null;
  const scale = BOX / Math.max(bounds.width, bounds.height);
  const columns = Math.max(1, Math.round(bounds.width * scale));
  const rows = Math.max(1, Math.round(bounds.height * scale));
  const digit = shrink(ink, width, height, bounds, columns, rows);
  const centre = centreOfMass(digit, columns, rows);
  const left = clamp(Math.round(SIDE / 2 - centre.x), 0, SIDE - columns);
  const top = clamp(Math.round(SIDE / 2 - centre.y), 0, SIDE - rows);
  const image = new Uint8Array(SIDE * SIDE);
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) image[(top + y) * SIDE + left + x] = Math.round(digit[y * columns + x]);
  return image;
}

function boundsOf(ink, width, height) {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (ink[y * width + x] < LEAST_INK) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** Each pixel of the result is the mean of the area that it covers, where partly covered pixels count in part. */
function shrink(ink, width, height, bounds, columns, rows) {
  const digit = new Float64Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const top = bounds.top + (row * bounds.height) / rows;
    const bottom = bounds.top + ((row + 1) * bounds.height) / rows;
    for (let column = 0; column < columns; column++) {
      const left = bounds.left + (column * bounds.width) / columns;
      const right = bounds.left + ((column + 1) * bounds.width) / columns;
      const sum = sumOf(ink, width, height, { left, top, right, bottom });
      digit[row * columns + column] = sum / ((right - left) * (bottom - top));
    }
  }
  return digit;
}

function sumOf(ink, width, height, { left, top, right, bottom }) {
  let sum = 0;
  for (let y = Math.floor(top); y < Math.min(height, Math.ceil(bottom)); y++) {
    const partY = Math.min(bottom, y + 1) - Math.max(top, y);
    for (let x = Math.floor(left); x < Math.min(width, Math.ceil(right)); x++)
      sum += partY * (Math.min(right, x + 1) - Math.max(left, x)) * ink[y * width + x];
  }
  return sum;
}

function centreOfMass(values, columns, rows) {
  let [mass, x, y] = [0, 0, 0];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const value = values[row * columns + column];
      mass += value;
      x += value * (column + 0.5);
      y += value * (row + 0.5);
    }
  return { x: x / mass, y: y / mass };
}

const clamp = (value, least, most) => Math.min(most, Math.max(least, value));
