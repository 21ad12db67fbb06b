/** Where the pictures of the page Explain draw what they draw, and which of many they draw. */

/** The most neurons of a layer, and layers of a network, that are drawn. */
const MOST_NEURONS = 20;
const MOST_LAYERS = 6;

/** The greatest size among numbers; 1 when all are 0, so that it can be divided by. */
export function greatest(values) {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most || 1;
}

/** The neurons of a layer that are drawn: the first of them, and always the one that is looked at. */
export function drawnNeurons(size, looked = null, most = MOST_NEURONS) {
  const drawn = Array.from({ length: Math.min(size, most) }, (_, i) => i);
  if (looked !== null && looked >= most && looked < size) drawn[most - 1] = looked;
  return drawn;
}

/** The layers that are drawn: the pixels and the last ones. */
export function drawnLayers(layers) {
  const all = Array.from({ length: layers }, (_, l) => l);
  return layers <= MOST_LAYERS ? all : [0, ...all.slice(1 - MOST_LAYERS)];
}

/** Where the neurons of the drawn layers are, each in shares of the width and the height: [{layer, index, x, y}]. */
export function neuronPlaces(sizes, looked) {
  const layers = drawnLayers(sizes.length);
  return layers.slice(1).flatMap((layer, column) => {
    const drawn = drawnNeurons(sizes[layer], looked?.layer === layer ? looked.index : null);
    const x = 0.36 + (0.5 * column) / Math.max(1, layers.length - 2);
    return drawn.map((index, row) => ({ layer, index, x, y: (row + 0.5) / drawn.length }));
  });
}

/** Where a movement through `columns` is at a time: forward until columns - 1, then backward. */
export function movementAt(time, columns) {
  const turn = columns - 1;
  if (time <= turn) return { forward: true, from: Math.min(Math.floor(time), turn), share: time - Math.floor(time), lit: Math.floor(time) };
  const back = time - turn;
  const from = turn - Math.floor(back);
  return { forward: false, from, share: back - Math.floor(back), lit: from };
}

/** The outline of an arrow that stands at (x, y) and is `length` high; below zero it hangs. */
export function arrowPath(x, y, length, width = 12) {
  const direction = length < 0 ? 1 : -1; // SVG's y grows downwards
  const size = Math.abs(length);
  const head = Math.min(size, width * 0.75);
  const neck = y + direction * (size - head);
  const half = width / 2;
  const shaft = width / 5;
  const points = [
    [x - shaft, y],
    [x - shaft, neck],
    [x - half, neck],
    [x, y + direction * size],
    [x + half, neck],
    [x + shaft, neck],
    [x + shaft, y],
  ];
  return `M${points.map(([px, py]) => `${px.toFixed(1)} ${py.toFixed(1)}`).join("L")}Z`;
}

/** Values side by side on both sides of zero: [{index, from, to}] in the order they came; those of `without` are left out. */
export function stackOf(values, without = new Set()) {
  let up = 0;
  let down = 0;
  const segments = [];
  for (const [index, value] of [...values].entries()) {
    if (without.has(index) || value === 0) continue;
    const from = value > 0 ? up : down;
    if (value > 0) up += value;
    else down += value;
    segments.push({ index, from, to: from + value });
  }
  return segments;
}

/** The sum of the values but those of `without`. */
export function sumOf(values, without = new Set()) {
  return values.reduce((sum, value, index) => (without.has(index) ? sum : sum + value), 0);
}

/** A range that holds 0 and all values. */
export function rangeOf(values) {
  const range = { least: 0, most: 0 };
  for (const value of values) {
    range.least = Math.min(range.least, value);
    range.most = Math.max(range.most, value);
  }
  if (range.least === range.most) range.most = 1;
  return range;
}

/** Where a value of the range is between `from` and `to`. */
export const placeOf = (value, { least, most }, from, to) => from + ((value - least) / (most - least)) * (to - from);

const CURVES = { sigmoid: (z) => 1 / (1 + Math.exp(-z)), relu: (z) => Math.max(0, z), tanh: Math.tanh };

/** Corners of an activation's curve from -`reach` to `reach`: [[z, a]]. */
export function curveOf(activation, reach, corners = 61) {
  return Array.from({ length: corners }, (_, i) => {
    const z = -reach + (2 * reach * i) / (corners - 1);
    return [z, CURVES[activation](z)];
  });
}

/**
 * Two components of which one is about `times` the other: {large, small}, their indices; null when there are none.
 *
 * @param turn  another whole number gives another pair
 */
export function pairApart(values, times, turn) {
  const order = [...values.keys()].filter((k) => values[k] !== 0).sort((i, j) => Math.abs(values[j]) - Math.abs(values[i]));
  const size = (place) => Math.abs(values[order[place]]);
  const pairs = [];
  let small = 0;
  for (let large = 0; large < order.length; large++) {
    while (small < order.length - 1 && size(small) > size(large) / times) small++;
    const ratio = size(large) / size(small);
    if (Math.abs(ratio / times - 1) < 0.02) pairs.push({ large: order[large], small: order[small] });
  }
  return pairs.length > 0 ? pairs[(turn * 7) % pairs.length] : null;
}

/** The indices of the greatest values by size, the greatest first. */
export function largest(values, most) {
  return [...values.keys()].sort((i, j) => Math.abs(values[j]) - Math.abs(values[i])).slice(0, most);
}
