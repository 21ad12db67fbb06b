/** What the pictures of the page Explain are made of. */

import { color, element } from "../ui/dom.js";
import { greatest } from "./geometry.js";
import { figure, signed } from "./words.js";

/** An element of an SVG. */
export function shape(tag, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** @param name  what a screen reader says of the picture */
export const drawing = (width, height, name, ...children) =>
  shape("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": name, class: "picture" }, ...children);

/** A number of the explanation: what is read is rounded, and what a program reads is not. */
export const number = (value, text = figure) => element("data", { value: String(value) }, text(value));

/** A number with its sign, in the colour of the sign. */
export function signedNumber(value) {
  const made = number(value, signed);
  made.className = value > 0 ? "up" : value < 0 ? "down" : "";
  return made;
}

/** A button that stays where it is when the picture is drawn anew. */
export const button = (key, label, pressed, ...children) =>
  element("button", { type: "button", className: "chip", data: { key }, aria: { ...label, pressed: String(pressed) } }, ...children);

/** @param rows  lists of cells: text or nodes */
export function table(caption, head, rows) {
  const cell = (content, i) => (i === 0 ? element("th", { scope: "row" }, content) : element("td", {}, content));
  return element(
    "table",
    { className: "numbers" },
    element("caption", { className: "visually-hidden" }, caption),
    element("thead", {}, element("tr", {}, ...head.map((name) => (name ? element("th", { scope: "col" }, name) : element("td"))))),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...row.map(cell)))),
  );
}

/** A bar to the right or, below zero, to the left of the middle. */
export function signedBar(value, most) {
  const bar = element("span", { className: "signed-bar", data: { sign: value < 0 ? "-" : "+" }, aria: { hidden: "true" } });
  bar.style.setProperty("--share", Math.abs(value) / most);
  return bar;
}

const rgb = (token) => color(token).match(/[\d.]+/g).slice(0, 3).join(" ");

/** Colours of positive and negative numbers, and of ink, as they are in this theme. */
export const colours = () => ({ up: rgb("--up"), down: rgb("--down"), ink: rgb("--ink") });

/**
 * A picture of one square per number: blue is positive, orange with a slit negative, and the strength of the colour is
 * the number's share of `most`.
 */
export function signMap(values, columns, most, name, scale = 8) {
  const rows = Math.ceil(values.length / columns);
  const canvas = element("canvas", { className: "sign-map", width: columns * scale, height: rows * scale, aria: { label: name } });
  canvas.setAttribute("role", "img");
  const pen = canvas.getContext("2d");
  const { up, down } = colours();
  const slit = Math.max(1, Math.round(scale / 4));
  for (let k = 0; k < values.length; k++) {
    const value = values[k];
    if (value === 0) continue;
    const x = (k % columns) * scale;
    const y = Math.floor(k / columns) * scale;
    pen.fillStyle = `rgb(${value > 0 ? up : down} / ${Math.min(1, Math.abs(value) / most)})`;
    pen.fillRect(x, y, scale, scale);
    if (value < 0 && scale > 2) pen.clearRect(x + slit / 2, y + (scale - slit) / 2, scale - slit, slit);
  }
  return canvas;
}

/** A map of a picture's pixels under a title. @param said  what a screen reader says of it */
export const titledMap = (title, values, said) => element("div", {}, element("h3", {}, title), signMap(values, 28, greatest(values), said));

/** The image as the network has it: activations of the pixels, in the ink of the page. */
export function inkMap(activations, name) {
  const canvas = element("canvas", { className: "ink-map", width: 28, height: 28, aria: { label: name } });
  canvas.setAttribute("role", "img");
  const pen = canvas.getContext("2d");
  const { ink } = colours();
  for (let k = 0; k < activations.length; k++) {
    if (activations[k] === 0) continue;
    pen.fillStyle = `rgb(${ink} / ${activations[k]})`;
    pen.fillRect(k % 28, Math.floor(k / 28), 1, 1);
  }
  return canvas;
}

const LEGEND = {
  ink: "brightness: the activation",
  up: "blue: positive, more",
  down: "orange: negative, less",
  wish: "hollow: a wish, a note only",
  act: "filled: what comes of it",
  sum: "hollow: the sum, the neuron's wish",
  bar: "filled bar: the output, a",
  target: "dashed: what was wanted, y",
};

/** @param kinds  keys of the above */
export const legend = (...kinds) =>
  element(
    "ul",
    { className: "legend", aria: { label: "Legend" } },
    ...kinds.map((kind) => element("li", {}, element("span", { className: "key", data: { kind }, aria: { hidden: "true" } }), LEGEND[kind])),
  );
