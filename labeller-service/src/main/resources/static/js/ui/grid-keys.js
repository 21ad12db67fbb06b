const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The index that a key moves to in a grid of `count` cells in rows of `columns`; null when the key does not move. */
export function indexAfterKey(key, index, count, columns) {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = STEPS[key];
  if (!step) return null;
  const to = index + step[0] + step[1] * columns;
  return to >= 0 && to < count ? to : index;
}

/** How many cells a row of a CSS grid has at its present width. */
export const columnsOf = (grid) => getComputedStyle(grid).gridTemplateColumns.split(" ").length;
