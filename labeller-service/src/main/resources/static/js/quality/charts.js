/** Small charts as SVG: a picture with a name for screen readers, beside which the page has a table of the same figures. */

import { element } from "../ui/dom.js";
import { bars, linePieces, pathOf } from "./chart-geometry.js";

const WIDTH = 600;
const HEIGHT = 120;

/**
 * A line over time.
 *
 * @param points  [{x, y}], x ascending; y may be null
 * @param range   {least, most} of y, and {from, to} the words below the ends of x
 */
export function lineChart(points, range, name) {
  const picture = drawing(name);
  for (const height of [0, 0.5, 1]) picture.append(shape("path", { class: "chart-grid", d: `M0 ${height * HEIGHT}H${WIDTH}` }));
  for (const piece of linePieces(points, range, WIDTH, HEIGHT)) picture.append(shape("path", { class: "chart-line", d: pathOf(piece) }));
  return framed(picture, range.most.toFixed(1), range.least.toFixed(1), range.from, range.to);
}

/** Bars side by side, in the order of time; `most` is the word beside the highest. */
export function barChart(values, { most, from, to }, name) {
  const picture = drawing(name);
  picture.append(shape("path", { class: "chart-grid", d: `M0 ${HEIGHT}H${WIDTH}` }));
  for (const { x, y, width, height } of bars(values, WIDTH, HEIGHT, values.length > 100 ? 0 : 2))
    picture.append(shape("rect", { class: "chart-bar", x: x.toFixed(1), y: y.toFixed(1), width: width.toFixed(1), height: height.toFixed(1) }));
  return framed(picture, most, "0", from, to);
}

/** Ten small bars, one per digit, with their figures as text: nothing that only the eye gets. */
export function digitBars(values, text) {
  const most = Math.max(0, ...values);
  return element(
    "ol",
    { className: "digit-bars" },
    ...values.map((value, digit) => {
      const fill = element("span", { className: "digit-fill", aria: { hidden: "true" } });
      fill.style.setProperty("--share", most > 0 ? value / most : 0);
      return element("li", {}, element("span", { className: "digit-name" }, String(digit)), fill, element("span", { className: "digit-figure" }, text(value)));
    }),
  );
}

function framed(picture, top, bottom, from, to) {
  return element(
    "div",
    { className: "chart" },
    element("div", { className: "chart-scale", aria: { hidden: "true" } }, element("span", {}, top), element("span", {}, bottom)),
    picture,
    element("div", { className: "chart-ends", aria: { hidden: "true" } }, element("span", {}, from), element("span", {}, to)),
  );
}

const drawing = (name) =>
  shape("svg", { viewBox: `0 -2 ${WIDTH} ${HEIGHT + 4}`, preserveAspectRatio: "none", role: "img", "aria-label": name });

function shape(tag, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
