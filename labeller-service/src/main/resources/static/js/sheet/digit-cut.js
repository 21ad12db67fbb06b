import { toMnistForm } from "../draw/mnist-form.js";

const PAPER = 24; // below this a value is paper

/**
 * Cuts digits out of a sheet's ink, each into the 784 pixels of MNIST's form, turned so that its row is level. The server does
 * the same (DigitCut.java), with the same operations in the same order, so that what is shown is what is stored.
 *
 * @param ink   {values, width, height}: row by row, 0 paper, 255 ink
 * @param step  how many pixels of the photo one value of the ink stands for, along each side
 * @param skew  how far the rows fall to the right, in degrees
 * @param box   {left, top, width, height} in pixels of the photo
 * @returns 784 bytes, or null when there is no ink in the box
 */
export function cutDigit(ink, step, skew, box) {
  const left = Math.max(0, Math.floor(box.left / step));
  const top = Math.max(0, Math.floor(box.top / step));
  const right = Math.min(ink.width, Math.ceil((box.left + box.width) / step));
  const bottom = Math.min(ink.height, Math.ceil((box.top + box.height) / step));
  if (right <= left || bottom <= top) return null;
  const width = right - left;
  const height = bottom - top;
  const owned = ownedBy(ink, left, top, width, height);
  const digit = Uint8Array.from({ length: width * height }, (_, i) =>
    owned[i] ? ink.values[(top + Math.floor(i / width)) * ink.width + left + (i % width)] : 0,
  );
  const cosine = Math.cos((skew * Math.PI) / 180);
  const sine = Math.sin((skew * Math.PI) / 180);
  if (sine === 0) return toMnistForm(digit, width, height);
  const turnedWidth = Math.ceil(width * cosine + height * Math.abs(sine)) + 2;
  const turnedHeight = Math.ceil(height * cosine + width * Math.abs(sine)) + 2;
  return toMnistForm(turned(digit, width, height, turnedWidth, turnedHeight, cosine, sine), turnedWidth, turnedHeight);
}

/**
 * Which points of the box belong to its digit. Of what reaches in from outside, only what lies in the box for the greater part,
 * and the largest piece in any case.
 */
function ownedBy(ink, left, top, width, height) {
  // Pieces are followed as far around the box as it is large.
  const x = Math.max(0, left - width);
  const y = Math.max(0, top - height);
  const columns = Math.min(ink.width, left + 2 * width) - x;
  const rows = Math.min(ink.height, top + 2 * height) - y;
  const labels = new Int32Array(columns * rows);
  const inside = [0];
  const whole = [0];
  const isInk = (at) => ink.values[(y + Math.floor(at / columns)) * ink.width + x + (at % columns)] >= PAPER;
  const isInside = (u, v) => u >= left - x && v >= top - y && u < left - x + width && v < top - y + height;
  for (let row = top - y; row < top - y + height; row++)
    for (let column = left - x; column < left - x + width; column++) {
      const start = row * columns + column;
      if (labels[start] !== 0 || !isInk(start)) continue;
      const label = inside.push(0) - 1;
      whole.push(0);
      const stack = [start];
      labels[start] = label;
      for (const at of stack) {
        const u = at % columns;
        const v = Math.floor(at / columns);
        if (isInside(u, v)) inside[label]++;
        whole[label]++;
        for (let t = Math.max(0, v - 1); t <= Math.min(rows - 1, v + 1); t++)
          for (let s = Math.max(0, u - 1); s <= Math.min(columns - 1, u + 1); s++) {
            const beside = t * columns + s;
            if (labels[beside] !== 0 || !isInk(beside)) continue;
            labels[beside] = label;
            stack.push(beside);
          }
      }
    }
  const largest = inside.reduce((best, count, label) => (count > inside[best] ? label : best), 0);
  return Array.from({ length: width * height }, (_, i) => {
    const label = labels[(top - y + Math.floor(i / width)) * columns + left - x + (i % width)];
    return label === 0 || label === largest || 2 * inside[label] > whole[label]; // what is paler is a stroke's soft edge
  });
}

/** About its middle, so that its row is level. */
function turned(digit, width, height, turnedWidth, turnedHeight, cosine, sine) {
  return Uint8Array.from({ length: turnedWidth * turnedHeight }, (_, i) => {
    const u = (i % turnedWidth) + 0.5 - turnedWidth / 2;
    const v = Math.floor(i / turnedWidth) + 0.5 - turnedHeight / 2;
    const x = cosine * u - sine * v + width / 2 - 0.5;
    const y = sine * u + cosine * v + height / 2 - 0.5;
    const column = Math.floor(x);
    const row = Math.floor(y);
    let sum = 0;
    for (let corner = 0; corner < 4; corner++) {
      const s = column + (corner % 2);
      const t = row + Math.floor(corner / 2);
      if (s < 0 || t < 0 || s >= width || t >= height) continue;
      sum += (1 - Math.abs(x - s)) * (1 - Math.abs(y - t)) * digit[t * width + s];
    }
    return Math.floor(sum + 0.5);
  });
}
