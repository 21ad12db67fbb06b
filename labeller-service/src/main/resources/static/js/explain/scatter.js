import { placeOf, rangeOf } from "./geometry.js";
import { drawing, shape } from "./shapes.js";
import { figure } from "./words.js";

const WIDTH = 360;
const HEIGHT = 240;
const LEFT = 12;
const RIGHT = WIDTH - 12;
const TOP = 22;
const BOTTOM = HEIGHT - 24;
const MOST_POINTS = 1_000;

/**
 * Points that lie on a line through zero.
 *
 * @param xs     numbers
 * @param ys     numbers, as many
 * @param slope  of the line
 * @param names  {x, y, picture}
 */
export function scatter(xs, ys, slope, names) {
  const points = [...xs.keys()].slice(0, MOST_POINTS);
  const across = rangeOf(xs);
  const up = rangeOf(ys);
  const x = (value) => placeOf(value, across, LEFT, RIGHT);
  const y = (value) => placeOf(value, up, BOTTOM, TOP);
  const line = `M${x(across.least).toFixed(1)} ${y(across.least * slope).toFixed(1)}L${x(across.most).toFixed(1)} ${y(across.most * slope).toFixed(1)}`;
  return drawing(
    WIDTH,
    HEIGHT,
    names.picture,
    shape("path", { class: "axis", d: `M${LEFT} ${y(0).toFixed(1)}H${RIGHT}M${x(0).toFixed(1)} ${TOP}V${BOTTOM}` }),
    shape("path", { class: "line", d: line }),
    ...points.map((i) => dot(x(xs[i]), y(ys[i]), ys[i])),
    label(LEFT, 13, `↑ ${names.y}, ${figure(up.least)} to ${figure(up.most)}`),
    label(RIGHT, HEIGHT - 7, `${names.x}, ${figure(across.least)} to ${figure(across.most)} →`, "end"),
  );
}

/** A cross where the number is positive, a dash where it is negative. */
function dot(x, y, value) {
  const [px, py] = [x.toFixed(1), y.toFixed(1)];
  return shape("path", { class: value < 0 ? "mark down" : "mark up", d: value < 0 ? `M${px} ${py}m-4 0h8` : `M${px} ${py}m-4 0h8m-4 -4v8` });
}

const label = (x, y, text, anchor = "start") => shape("text", { x, y, class: "axis-name", "text-anchor": anchor }, text);
