import { element } from "../ui/dom.js";
import { plural } from "../ui/format.js";
import { moveByArrows, neuronChooser } from "./choosers.js";
import { indexOf, numbersInto } from "./explanation.js";
import { drawnNeurons, greatest, largest } from "./geometry.js";
import { scatter } from "./scatter.js";
import { legend, number, signedNumber, table } from "./shapes.js";
import { drawnText, figure, neuronName, signed } from "./words.js";

const BRIGHT = 0.5;
const DARK = 0.05;
const MOST_ROWS = 20;

/** The components of the weights into a neuron, by how bright the neurons before it are. */
export const brightestCard = {
  id: "brightest",
  title: "The brightest neurons' weights have most effect",
  sentence: "A weight acts as strongly as the neuron before it shines. So the nudges of the weights into one neuron lie on a line over the brightness of the neurons before it.",
  tryIt: "Choose another neuron: the line gets steeper, flatter or falls, but it stays a line. Its slope is the neuron's own −dC/dz.",
  code: ["backward", "step"],
  show(e, at, act) {
    const l = at.layer - 1;
    const into = numbersInto(e, e.gradient.weights, at);
    const slope = e.gradient.biases[l][at.index];
    const order = largest(into, MOST_ROWS);
    const name = neuronName(e, at.layer, at.index);
    return {
      picture: [
        neuronChooser(e, at, act),
        legend("up", "down"),
        scatter(e.a[l], into, slope, { x: "activation before", y: "component of the weight", picture: `Activation against component, ${into.length} weights into ${name}: all on one line through zero` }),
      ],
      words: `The weights into ${name}: the component is the activation times ${signed(slope)}. The strongest is that from ${neuronName(e, l, order[0])}, ${signed(into[order[0]])} at an activation of ${figure(e.a[l][order[0]])}.`,
      numbers: table(
        "The strongest components first",
        ["Weight from", "Activation", "Component"],
        order.map((i) => [neuronName(e, l, i), number(e.a[l][i]), signedNumber(into[i])]),
      ),
    };
  },
};

/** Which weights between two layers are strengthened. */
export const togetherCard = {
  id: "together",
  title: "What fires together wires together",
  sentence: "The weight that grows most goes from the brightest neuron to the output that most wants to rise. That is near the old saying, with asterisks.",
  tryIt: "Go through the cells with the arrow keys or the pointer. Bright neurons lose weight to unwanted outputs, and dark ones learn nothing at all.",
  code: ["backward", "step"],
  show(e, at) {
    const l = e.last - 1;
    const outputs = drawnNeurons(e.sizes[e.last], at.layer === e.last ? at.index : null);
    const inputs = largest(e.a[l], MOST_ROWS).sort((i, j) => i - j);
    const components = e.gradient.weights[l];
    const cells = inputs.flatMap((i) => outputs.map((j) => ({ i, j, value: components[indexOf(e, l, i, j)] })));
    const strongest = cells.reduce((most, cell) => (Math.abs(cell.value) > Math.abs(most.value) ? cell : most));
    const told = element("p", { className: "told" }, cellText(e, l, strongest));
    const matrix = matrixOf({ e, l, inputs, outputs, cells, strongest, told });
    const cut = [drawnText(e.sizes[l], inputs.length), drawnText(e.sizes[e.last], outputs.length)].filter(Boolean).join(" ");
    return {
      picture: [legend("up", "down"), matrix, told],
      words: `${togetherWords(e, l, cells, strongest)} ${cut}`.trim(),
      numbers: table(
        "The strongest cells first",
        ["From", "Activation", "To output", "Component"],
        largest(cells.map(({ value }) => value), MOST_ROWS).map((k) => [
          neuronName(e, l, cells[k].i),
          number(e.a[l][cells[k].i]),
          String(cells[k].j),
          signedNumber(cells[k].value),
        ]),
      ),
    };
  },
};

function matrixOf({ e, l, inputs, outputs, cells, strongest, told }) {
  const most = greatest(cells.map(({ value }) => value));
  const buttons = cells.map((cell) => {
    const dark = e.a[l][cell.i] < DARK;
    const made = element("button", {
      type: "button",
      className: "matrix-cell",
      textContent: dark ? "·" : cell.value < 0 ? "−" : "+",
      data: { sign: cell.value < 0 ? "-" : "+", strongest: cell === strongest, key: `cell-${cell.i}-${cell.j}` },
      aria: { label: cellText(e, l, cell) },
    });
    made.style.setProperty("--strength", Math.abs(cell.value) / most);
    for (const event of ["focus", "pointerenter"]) made.addEventListener(event, () => told.replaceChildren(cellText(e, l, cell)));
    return made;
  });
  const rows = inputs.map((i, row) =>
    element("div", { className: "matrix-row" }, brightness(e.a[l][i], i), ...buttons.slice(row * outputs.length, (row + 1) * outputs.length)),
  );
  const head = element("div", { className: "matrix-row matrix-head", aria: { hidden: "true" } }, element("span", {}), ...outputs.map((j) => headOf(e, j)));
  const matrix = element("div", { className: "matrix", role: "group", aria: { label: "Weights: a row for each neuron, a column for each output" } }, head, ...rows);
  matrix.style.setProperty("--columns", outputs.length);
  moveByArrows(matrix, outputs.length);
  return matrix;
}

function brightness(a, i) {
  const made = element("span", { className: "matrix-name", aria: { hidden: "true" } }, element("span", { className: "dot" }), String(i));
  made.style.setProperty("--a", Math.min(1, Math.max(0, a)));
  return made;
}

const headOf = (e, j) => element("span", { className: j === e.digit ? "wanted" : "" }, String(j), element("span", { className: "wish-sign" }, e.wishes[e.last][j] < 0 ? "▽" : "△"));

const cellText = (e, l, { i, j, value }) =>
  `From ${neuronName(e, l, i)}, activation ${figure(e.a[l][i])}, to output ${j}, −dC/dz ${signed(e.gradient.biases[l][j])}: ${signed(value)}`;

function togetherWords(e, l, cells, strongest) {
  const against = cells.filter(({ i, value }) => e.a[l][i] >= BRIGHT && value < 0).length;
  const dark = new Set(cells.filter(({ i }) => e.a[l][i] < DARK).map(({ i }) => i)).size;
  return `The strongest cell, outlined, goes from ${neuronName(e, l, strongest.i)} to output ${strongest.j}, ${signed(strongest.value)}. Against the saying: ${plural(against, "weight")} of neurons brighter than ${BRIGHT} should fall. Darker than ${DARK}, so that they learn next to nothing (·): ${plural(dark, "neuron")}.`;
}
