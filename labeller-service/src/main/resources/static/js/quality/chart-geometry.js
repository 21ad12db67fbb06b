/** Where charts draw their points: x from 0 to `width`, y from 0 (top) to `height`. */

/**
 * The corners of a line, in pieces: where a value is null, the line has a gap.
 *
 * @param points  [{x, y}], x ascending; y may be null
 * @param range   {least, most} of y
 */
export function linePieces(points, { least, most }, width, height) {
  if (points.length === 0) return [];
  const first = points[0].x;
  const span = points.at(-1).x - first;
  const pieces = [[]];
  for (const { x, y } of points) {
    if (y == null) {
      if (pieces.at(-1).length > 0) pieces.push([]);
      continue;
    }
    const share = (Math.min(most, Math.max(least, y)) - least) / (most - least);
    pieces.at(-1).push([span > 0 ? ((x - first) / span) * width : width / 2, height - share * height]);
  }
  return pieces.filter((piece) => piece.length > 0);
}

/** The path of an SVG through the corners of a piece; a piece of one point is a dot. */
export const pathOf = (piece) =>
  piece.length === 1 ? `M${corner(piece[0])}h0` : piece.map((at, i) => `${i === 0 ? "M" : "L"}${corner(at)}`).join("");

const corner = ([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** Bars from the bottom, side by side: [{x, y, width, height}]. The highest value reaches the top. */
export function bars(values, width, height, gap = 1) {
  const most = Math.max(0, ...values);
  const step = width / values.length;
  return values.map((value, i) => {
    const high = most > 0 ? (value / most) * height : 0;
    return { x: i * step + gap / 2, y: height - high, width: Math.max(0.5, step - gap), height: high };
  });
}

/** The range of a chart of coefficients: from a tenth below the lowest, at most 0.5, to 1. */
export function coefficientRange(values) {
  const lowest = Math.min(0.5, ...values.filter((value) => value != null));
  return { least: Math.max(-1, Math.floor(lowest * 10) / 10), most: 1 };
}
