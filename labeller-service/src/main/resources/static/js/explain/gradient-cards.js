import { element } from "../ui/dom.js";
import { count } from "../ui/format.js";
import { drawnNeurons, greatest, pairApart } from "./geometry.js";
import { parametersOf } from "./explanation.js";
import { button, legend, number, signedNumber, signMap, table } from "./shapes.js";
import { drawnText, figure, isPicture, layerName, neuronName, parametersText } from "./words.js";

const TIMES = 32;

/** All components of the negative gradient at once. */
export const componentsCard = {
  id: "components",
  title: "All components of the negative gradient",
  sentence: "For each weight and each bias the negative gradient says how it should change for the cost to fall fastest: this image's nudges.",
  tryIt: "Switch to signs alone: then the smallest nudge shows as much as the largest. Take another image: other pixels are black, and other weights get nothing.",
  code: ["backward", "step"],
  show(e, at, act) {
    const signs = act.memory.signs === true;
    const toggle = (value, text) => {
      const made = button(`signs-${value}`, {}, signs === value, text);
      made.addEventListener("click", () => {
        act.memory.signs = value;
        act.redraw();
      });
      return made;
    };
    const layers = e.gradient.weights.map((weights, l) => layerMaps(e, l, signs));
    return {
      picture: [
        element("p", { className: "formula" }, parametersText(e.sizes)),
        element("div", { className: "chips", role: "group", aria: { label: "What the colours show" } }, toggle(false, "Signs and sizes"), toggle(true, "Signs alone")),
        legend("up", "down"),
        ...layers,
      ],
      words: componentWords(e),
      numbers: componentTable(e),
    };
  },
};

function layerMaps(e, l, signs) {
  const [inputs, outputs] = [e.sizes[l], e.sizes[l + 1]];
  const weights = e.gradient.weights[l];
  const shown = (values) => (signs ? values.map(Math.sign) : values);
  const most = signs ? 1 : greatest(weights);
  const title = element("h3", {}, `From ${layerName(e, l)} to ${layerName(e, l + 1)}`);
  const drawn = drawnNeurons(outputs);
  const rows = isPicture(inputs) ? null : drawnNeurons(inputs);
  const into = (j) => Float32Array.from(rows ?? { length: inputs }, (i, k) => weights[(rows ? i : k) * outputs + j]);
  const tile = (j) => {
    const name = `Components of the weights into ${neuronName(e, l + 1, j)}`;
    const map = rows ? signMap(shown(into(j)), 1, most, name, 12) : signMap(shown(into(j)), 28, most, name, 3);
    return element("li", {}, map, element("span", { aria: { hidden: "true" } }, String(j)));
  };
  const biases = e.gradient.biases[l];
  const row = signMap(shown(biases.slice(0, drawn.length)), drawn.length, signs ? 1 : greatest(biases), `Components of the biases of ${layerName(e, l + 1)}`, 12);
  const cut = [drawnText(outputs, drawn.length), rows ? drawnText(inputs, rows.length) : ""].filter(Boolean).join(" ");
  return element(
    "section",
    { className: "maps" },
    title,
    element("ul", { className: rows ? "columns" : "tiles" }, ...drawn.map(tile)),
    element("p", { className: "biases" }, row, " biases"),
    ...(cut ? [element("p", { className: "hint" }, cut)] : []),
  );
}

/** How many are positive, negative and 0. */
function countSigns(values) {
  const found = { up: 0, down: 0, zero: 0 };
  for (const value of values) found[value > 0 ? "up" : value < 0 ? "down" : "zero"]++;
  return found;
}

function partsOf({ sizes, gradient, last }) {
  return sizes.slice(1).flatMap((_, l) => [
    [`Weights, ${layerName({ last }, l)} to ${layerName({ last }, l + 1)}`, gradient.weights[l]],
    [`Biases of ${layerName({ last }, l + 1)}`, gradient.biases[l]],
  ]);
}

function componentTable(e) {
  const rows = partsOf(e).map(([name, values]) => {
    const { up, down, zero } = countSigns(values);
    return [name, ...[values.length, up, down, zero].map((n) => number(n, count)), number(greatestOf(values))];
  });
  return table("Components of the negative gradient by part", ["Part", "How many", "Up", "Down", "Zero", "Largest size"], rows);
}

const greatestOf = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

function componentWords(e) {
  const zero = partsOf(e).reduce((sum, [, values]) => sum + countSigns(values).zero, 0);
  const black = countSigns(e.a[0]).zero;
  return `${count(zero)} of ${count(parametersOf(e.sizes))} components are 0 for this image: ${count(black)} of its pixels are black, and a weight of a black pixel changes nothing. Each part's colours are as strong as its largest.`;
}

/** Two weights of which one is 32 times as sensitive as the other. */
export const pairCard = {
  id: "pair",
  title: `${TIMES} times as sensitive`,
  sentence: "The components do not only say up or down. Their sizes compare: the cost is so many times as sensitive to one weight as to another.",
  tryIt: `Press the button for another two. All pairs that it finds are ${TIMES} times apart, give or take a fiftieth.`,
  code: ["backward"],
  show(e, at, act) {
    const all = allWeights(e);
    const pair = pairApart(all.values, TIMES, act.memory.turn ?? 0);
    const again = element("button", { type: "button", className: "secondary", data: { key: "pair" } }, `Find another pair ${TIMES} times apart`);
    again.addEventListener("click", () => {
      act.memory.turn = (act.memory.turn ?? 0) + 1;
      act.redraw();
    });
    if (!pair) return { picture: [], words: `No two weights of this network are ${TIMES} times apart for this image.`, numbers: null };
    const rows = [pair.large, pair.small].map((k) => [all.nameOf(k), pairBar(all.values[k], all.values[pair.large]), signedNumber(all.values[k])]);
    const figures = table("Two weights and their components", ["Weight", "", "Component"], rows);
    figures.classList.add("pair");
    const words = `The cost is about ${TIMES} times as sensitive to the first weight as to the second: ${figure(Math.abs(all.values[pair.large]))} against ${figure(Math.abs(all.values[pair.small]))}.`;
    return { picture: [legend("up", "down"), figures, again], words, numbers: null };
  },
};

function pairBar(value, largest) {
  const bar = element("span", { className: "pair-bar", data: { sign: value < 0 ? "-" : "+" }, aria: { hidden: "true" } });
  bar.style.setProperty("--share", Math.abs(value / largest));
  return bar;
}

/** The components of all weights, one layer after the other. */
function allWeights(e) {
  const values = e.gradient.weights.flatMap((weights) => [...weights]);
  const nameOf = (k) => {
    let l = 0;
    let at = k;
    while (at >= e.gradient.weights[l].length) at -= e.gradient.weights[l++].length;
    return `From ${neuronName(e, l, Math.floor(at / e.sizes[l + 1]))} to ${neuronName(e, l + 1, at % e.sizes[l + 1])}`;
  };
  return { values, nameOf };
}
