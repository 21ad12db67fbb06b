import { element } from "../ui/dom.js";
import { capital } from "../ui/format.js";
import { neuronChooser } from "./choosers.js";
import { numbersInto } from "./explanation.js";
import { arrowPath, drawnNeurons, greatest, largest } from "./geometry.js";
import { scatter } from "./scatter.js";
import { legend, number, shape, signedNumber, table, titledMap } from "./shapes.js";
import { drawnText, isPicture, layerName, neuronName, signed } from "./words.js";

const MOST_ROWS = 20;
const TALL = 26;

/** What a neuron asks of those before it. */
export const beforeCard = {
  id: "before",
  title: "What a neuron asks of the layer before",
  sentence: "Where a positive weight leads to an output that should rise, the neuron before should be brighter; behind a negative weight it should be dimmer. It is only a note: activations cannot be set.",
  tryIt: "Choose an output that should fall: the same weights, and every arrow turns round. Activations have no handle here, because there is none.",
  code: ["backward"],
  show(e, at, act) {
    const l = at.layer - 1;
    const { weights, asks } = intoNeuron(e, at);
    const name = neuronName(e, at.layer, at.index);
    const drawn = drawnNeurons(e.sizes[l]);
    const picture = isPicture(e.sizes[l])
      ? element("div", { className: "two-maps" }, titledMap("Weights", weights, `Weights into ${name}`), titledMap("Asks", asks, `What ${name} asks of each pixel`))
      : element("ol", { className: "asked" }, ...drawn.map((i) => beforeNeuron(i, e.a[l][i], weights[i] / greatest(weights), asks[i] / greatest(asks))));
    const order = largest(asks, MOST_ROWS);
    const cut = isPicture(e.sizes[l]) ? "" : drawnText(e.sizes[l], drawn.length);
    return {
      picture: [neuronChooser(e, at, act), legend("up", "down", "wish"), picture],
      words: `${askWords(e, at, order, weights, asks)} ${cut}`.trim(),
      numbers: table(
        "Weights and what is asked, the most first",
        ["From", "Weight", "Asks"],
        order.map((i) => [neuronName(e, l, i), signedNumber(weights[i]), signedNumber(asks[i])]),
      ),
    };
  },
};

/** The weights into a neuron, and what it asks of each neuron before. */
const intoNeuron = (e, at) => ({ weights: numbersInto(e, e.network.weights, at), asks: numbersInto(e, e.contributions, at) });

function beforeNeuron(i, a, weight, ask) {
  const arrow = shape(
    "svg",
    { viewBox: `0 ${-TALL - 2} 16 ${2 * TALL + 4}`, class: "before-arrow", "aria-hidden": "true" },
    shape("path", { class: "axis", d: "M1 0H15" }),
    shape("path", { class: ask < 0 ? "hollow down" : "hollow up", d: arrowPath(8, 0, ask * TALL, 10) }),
  );
  const circle = element("span", { className: "before-neuron", data: { sign: weight < 0 ? "-" : "+" } }, weight < 0 ? "−" : "+");
  circle.style.setProperty("--strength", Math.abs(weight));
  circle.title = `activation ${a.toFixed(2)}`;
  return element("li", { aria: { hidden: "true" } }, circle, arrow, element("span", { className: "before-name" }, String(i)));
}

function askWords(e, at, order, weights, asks) {
  const l = at.layer - 1;
  const delta = e.gradient.biases[l][at.index];
  const turn = delta < 0 ? "fall" : "rise";
  const first = order[0];
  return `${capital(neuronName(e, at.layer, at.index))} should ${turn} (−dC/dz ${signed(delta)}). It asks most of ${neuronName(e, l, first)}: behind a weight of ${signed(weights[first])} that should ${asks[first] < 0 ? "be dimmer" : "be brighter"}, ${signed(asks[first])}.`;
}

/** What a neuron asks, by the weight. */
export const proportionCard = {
  id: "proportion",
  title: "In proportion to the weights",
  sentence: "What a neuron asks of each neuron before it is the weight between them times its own −dC/dz: again a line through zero.",
  tryIt: "Choose another neuron. Steep lines belong to neurons that the cost depends on, flat ones to those that hardly matter for this image.",
  code: ["backward"],
  show(e, at, act) {
    const l = at.layer - 1;
    const { weights, asks } = intoNeuron(e, at);
    const slope = e.gradient.biases[l][at.index];
    const name = neuronName(e, at.layer, at.index);
    const order = largest(weights, MOST_ROWS);
    return {
      picture: [
        neuronChooser(e, at, act),
        legend("up", "down"),
        scatter(weights, asks, slope, { x: "weight", y: "asks", picture: `Weight against what is asked, ${weights.length} weights into ${name}: all on one line through zero` }),
      ],
      words: `The weights from ${layerName(e, l)} into ${name}: what is asked is the weight times ${signed(slope)}.`,
      numbers: table(
        "The greatest weights first",
        ["From", "Activation", "Weight", "Asks"],
        order.map((i) => [neuronName(e, l, i), number(e.a[l][i]), signedNumber(weights[i]), signedNumber(asks[i])]),
      ),
    };
  },
};
