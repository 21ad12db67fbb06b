import { element } from "../ui/dom.js";
import { capital, count } from "../ui/format.js";
import { neuronChooser } from "./choosers.js";
import { numbersInto } from "./explanation.js";
import { curveOf, greatest, largest, placeOf, sumOf } from "./geometry.js";
import { drawing, legend, number, shape, signedBar, signedNumber, table } from "./shapes.js";
import { activationName, figure, neuronName, signed } from "./words.js";

const MOST_TERMS = 8;
const WIDTH = 200;
const HEIGHT = 130;

/** One neuron: its sum with the numbers filled in, and its z on the curves. */
export const neuronCard = {
  id: "neuron",
  title: "One neuron, its numbers filled in",
  sentence: "A neuron adds up the activations before it, each times its weight, and its bias. A curve then turns that sum into its activation.",
  tryIt: "Choose another neuron, also one of another layer. Where the curve is flat, the sum could change much and the activation hardly would.",
  code: ["forward"],
  show(e, at, act) {
    const weights = numbersInto(e, e.network.weights, at);
    const terms = weights.map((w, i) => w * e.a[at.layer - 1][i]);
    const [z, a] = [e.z[at.layer][at.index], e.a[at.layer][at.index]];
    const kind = activationName(e, at.layer);
    return {
      picture: [
        neuronChooser(e, at, act),
        element("p", { className: "formula" }, "z = Σ w a + b = ", number(z, signed), `,  a = ${kind}(z) = `, number(a)),
        element("div", { className: "curves" }, ...curves(kind, z, a)),
        legend("up", "down"),
        sumTable(e, at, weights, terms),
      ],
      words: `${capital(neuronName(e, at.layer, at.index))}: a weighted sum of ${signed(z)} becomes an activation of ${figure(a)}.${kind === "softmax" ? " A softmax shares 1 among all outputs, so no curve of its own tells it." : ""}`,
      numbers: null, // the sum is a table
    };
  },
};

function sumTable(e, { layer, index }, weights, terms) {
  const l = layer - 1;
  const shown = largest(terms, MOST_TERMS).filter((i) => terms[i] !== 0);
  const bias = e.network.biases[l][index];
  const rest = sumOf(terms, new Set(shown));
  const most = greatest([...shown.map((i) => terms[i]), bias, rest, e.z[layer][index]]);
  const line = (name, a, w, value) => [name, a, w, signedBar(value, most), signedNumber(value)];
  const others = terms.length - shown.length;
  const rows = [
    ...shown.map((i) => line(neuronName(e, l, i), number(e.a[l][i]), signedNumber(weights[i]), terms[i])),
    ...(others > 0 ? [line(`the other ${count(others)} together`, "", "", rest)] : []),
    line("bias", "", "", bias),
    line("z, all of it", "", "", e.z[layer][index]),
  ];
  const figures = table("The weighted sum, its greatest parts first", ["From", "a", "w", "", "w a"], rows);
  figures.classList.add("sum-table");
  return figures;
}

/** The neuron's own curve with its z and a, and beside it the other well-known one. */
function curves(kind, z, a) {
  if (kind === "softmax") return [];
  const reach = Math.max(4, Math.ceil(Math.abs(z) * 1.1));
  return [curve(kind, reach, z, a, true), curve(kind === "relu" || kind === "ReLU" ? "sigmoid" : "ReLU", reach, z, null, false)];
}

function curve(kind, reach, z, a, own) {
  const corners = curveOf(kind.toLowerCase(), reach);
  const top = kind === "ReLU" ? reach : 1;
  const across = { least: -reach, most: reach };
  const up = { least: kind === "tanh" ? -1 : 0, most: top };
  const x = (value) => placeOf(value, across, 6, WIDTH - 6);
  const y = (value) => placeOf(value, up, HEIGHT - 22, 20);
  const path = corners.map(([cz, ca], i) => `${i === 0 ? "M" : "L"}${x(cz).toFixed(1)} ${y(ca).toFixed(1)}`).join("");
  const said = own ? `This network's curve, ${kind}, at z ${figure(z)}: a ${figure(a)}` : `For comparison: the same z on ${kind}`;
  return drawing(
    WIDTH,
    HEIGHT,
    said,
    shape("path", { class: "axis", d: `M6 ${y(0).toFixed(1)}H${WIDTH - 6}M${x(0).toFixed(1)} 20V${HEIGHT - 22}` }),
    shape("path", { class: own ? "line" : "line other", d: path }),
    shape("path", { class: "plumb", d: `M${x(z).toFixed(1)} 20V${HEIGHT - 22}` }),
    ...(own ? [shape("circle", { class: "here", cx: x(z).toFixed(1), cy: y(a).toFixed(1), r: 5 })] : []),
    shape("text", { class: "axis-name", x: 6, y: 13 }, own ? kind : `${kind}, for comparison`),
    shape("text", { class: "axis-name", x: x(z).toFixed(1), y: HEIGHT - 7, "text-anchor": z > 0 ? "end" : "start" }, `z = ${figure(z)}`),
  );
}
