import { element, setText } from "../ui/dom.js";
import { capital, count } from "../ui/format.js";
import { moveByArrows } from "./choosers.js";
import { numbersInto } from "./explanation.js";
import { drawnLayers, drawnNeurons, greatest, movementAt, neuronPlaces } from "./geometry.js";
import { Movement } from "./movement.js";
import { NetworkLines } from "./network-lines.js";
import { inkMap, legend, number, signedBar, signedNumber, signMap, table } from "./shapes.js";
import { answerOf, drawnText, figure, isPicture, layerName, neuronName, signed } from "./words.js";

const ROW_REM = 1.625; // a neuron's height: large enough for a finger

/** The whole network, played layer by layer. */
export const networkCard = {
  id: "network",
  title: "The network at work",
  sentence: "The pixels' brightness feeds forward through the layers, and the brightest output is the answer. What should change is then worked out backward.",
  tryIt: "Play it, or step through. Go over a neuron for its numbers, and press it to see the weights that lead into it.",
  code: ["forward", "backward"],
  show(e, at, act) {
    const places = neuronPlaces(e.sizes, at);
    const columns = drawnLayers(e.sizes.length);
    const told = element("p", { className: "told" }, neuronText(e, at.layer, at.index));
    const stage = element("p", { className: "stage", role: "status" });
    const net = netOf(e, at, places, act, told);
    const lines = new NetworkLines(net.canvas, e, places);
    const show = () => {
      const now = movementAt(movement.time, columns.length);
      net.light(now, columns);
      lines.draw(now, columns, at);
      setText(stage, stageText(e, now, columns, movement.time));
      controls.update();
    };
    const movement = new Movement(2 * (columns.length - 1), () => {
      act.memory.time = movement.time;
      show();
    }, act.still);
    movement.time = act.memory.time ?? columns.length - 1;
    const controls = controlsOf(movement, 2 * (columns.length - 1));
    lines.onResize(show);
    show();
    return {
      picture: [controls.node, stage, legend("ink", "up", "down", "wish"), side(net.node, told, weightsInto(e, at))],
      words: `${brightestText(e)} ${cutText(e, columns, at)}`.trim(),
      numbers: neuronTable(e, places),
      stop: () => {
        movement.stop();
        lines.close();
      },
    };
  },
};

const side = (net, told, weights) =>
  element("div", { className: "net-side" }, element("div", { className: "net-main" }, net, told), weights);

function brightestText({ a, last }) {
  const [first, second] = [...a[last].keys()].sort((i, j) => a[last][j] - a[last][i]);
  const next = second === undefined ? "" : `, then comes output ${second}, ${figure(a[last][second])}`;
  return `Output ${first} is the brightest, ${figure(a[last][first])}${next}. One line from the pixels stands for all weights into a neuron of ${layerName({ last }, 1)}, coloured by its weighted sum.`;
}

function netOf(e, at, places, act, told) {
  const canvas = element("canvas", { className: "net-lines", aria: { hidden: "true" } });
  const neurons = places.map((place) => neuronButton(e, place, at, act, told));
  const pixels = isPicture(e.sizes[0]) ? inkMap(e.a[0], "The image") : element("span", { className: "net-inputs" }, count(e.sizes[0]));
  const wishes = isPicture(e.sizes[0]) ? signMap(e.wishes[0], 28, greatest(e.wishes[0]), "The pixels' wishes", 4) : element("span", {});
  wishes.classList.add("pixel-wishes");
  const input = element("div", { className: "net-pixels" }, pixels, wishes);
  const buttons = element("div", { className: "net-neurons", role: "group", aria: { label: "Neurons; the arrow keys move among them" } }, ...neurons);
  const node = element("div", { className: "net" }, canvas, input, buttons);
  const tallest = Math.max(...places.map((place) => places.filter(({ layer }) => layer === place.layer).length));
  node.style.setProperty("--tall", `${Math.max(10, tallest) * ROW_REM}rem`);
  moveByArrows(buttons, 1, Math.max(0, places.findIndex(({ layer, index }) => layer === at.layer && index === at.index)));
  moveAcross(buttons, places, neurons);
  return { node, canvas, light: (now, columns) => light(e, now, columns, places, neurons, wishes) };
}

/** Left and right go to the neighbouring layer, at the same height. */
function moveAcross(buttons, places, neurons) {
  buttons.addEventListener(
    "keydown",
    (event) => {
      const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const here = places[neurons.indexOf(document.activeElement)];
      if (!direction || !here) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const beside = places.filter(({ layer }) => layer === here.layer + direction);
      if (beside.length === 0) return;
      const nearest = beside.reduce((best, place) => (Math.abs(place.y - here.y) < Math.abs(best.y - here.y) ? place : best));
      for (const neuron of neurons) neuron.tabIndex = -1;
      const to = neurons[places.indexOf(nearest)];
      to.tabIndex = 0;
      to.focus();
    },
    { capture: true },
  );
}

function neuronButton(e, { layer, index, x, y }, at, act, told) {
  const isOutput = layer === e.last;
  const chosen = layer === at.layer && index === at.index;
  const made = element(
    "button",
    {
      type: "button",
      className: "neuron",
      data: { key: `neuron-${layer}-${index}`, answer: isOutput && index === answerOf(e), wanted: isOutput && index === e.digit },
      aria: { label: neuronText(e, layer, index), pressed: String(chosen) },
    },
    element("span", { className: "disc" }),
    ...(isOutput ? [element("span", { className: "output-name" }, String(index))] : []),
  );
  made.style.setProperty("--x", `${(x * 100).toFixed(2)}%`);
  made.style.setProperty("--y", `${(y * 100).toFixed(2)}%`);
  made.style.setProperty("--a", Math.min(1, Math.max(0, e.a[layer][index])));
  for (const event of ["focus", "pointerenter"]) made.addEventListener(event, () => setText(told, neuronText(e, layer, index)));
  made.addEventListener("click", () => act.select(layer, index));
  return made;
}

const neuronText = (e, layer, index) =>
  `${capital(neuronName(e, layer, index))}: activation ${figure(e.a[layer][index])}, weighted sum ${signed(e.z[layer][index])}, wish ${signed(e.wishes[layer][index])}`;

/** Lights the neurons that the movement has reached; on the way back those have their wishes. */
function light(e, now, columns, places, neurons, pixelWishes) {
  for (const [n, { layer, index }] of places.entries()) {
    const column = columns.indexOf(layer);
    const reached = now.forward ? column <= now.lit : true;
    const wishing = !now.forward && column >= now.lit;
    const wish = e.wishes[layer][index];
    const { dataset, style } = neurons[n];
    dataset.lit = reached;
    dataset.wish = wishing && wish !== 0 ? (wish > 0 ? "up" : "down") : "";
    style.setProperty("--wish", Math.abs(wish) / greatest(e.wishes[layer]));
  }
  pixelWishes.hidden = now.forward || now.lit > 0;
}

function stageText(e, { forward, from, share }, columns, time) {
  const name = (column) => layerName(e, columns[Math.max(0, Math.min(columns.length - 1, column))]);
  if (forward && time === columns.length - 1) return `Forward, done: the brightest output is ${answerOf(e)}.`;
  if (forward) return share > 0 ? `Forward: from ${name(from)} to ${name(from + 1)}.` : `Forward: ${name(from)}.`;
  if (from <= 0) return "Backward, done: the wishes of the pixels.";
  return share > 0 ? `Backward: from ${name(from)} to ${name(from - 1)}.` : `Backward: the wishes of ${name(from)}.`;
}

function controlsOf(movement, end) {
  const make = (key, text, pressed) => {
    const made = element("button", { type: "button", className: "secondary", data: { key } }, text);
    made.addEventListener("click", pressed);
    return made;
  };
  const play = make("play", "Play", () => (movement.isRunning ? movement.stop() : movement.play()));
  const back = make("step-back", "Step back", () => movement.step(-1));
  const on = make("step-on", "Step", () => movement.step(1));
  const slider = element("input", { type: "range", min: 0, max: end, step: 0.05, data: { key: "moment" }, aria: { label: "Moment of the movement" } });
  slider.addEventListener("input", () => movement.goTo(Number(slider.value)));
  const update = () => {
    setText(play, movement.isRunning ? "Pause" : "Play");
    back.disabled = movement.time <= 0;
    on.disabled = movement.time >= end;
    slider.value = movement.time;
    slider.setAttribute("aria-valuetext", `${movement.time <= end / 2 ? "forward" : "backward"}, ${movement.time.toFixed(1)} of ${end}`);
  };
  return { node: element("div", { className: "controls" }, play, back, on, slider), update };
}

/** The weights that lead into the chosen neuron: as a picture where they come from pixels, else as bars. */
function weightsInto(e, { layer, index }) {
  const weights = numbersInto(e, e.network.weights, { layer, index });
  const title = element("h3", {}, `Weights into ${neuronName(e, layer, index)}`);
  const most = greatest(weights);
  if (isPicture(weights.length)) return element("section", { className: "into" }, title, signMap(weights, 28, most, `Weights of the pixels into ${neuronName(e, layer, index)}`));
  const drawn = drawnNeurons(weights.length);
  const rows = drawn.map((i) => [String(i), signedBar(weights[i], most), signedNumber(weights[i])]);
  const bars = table(`Weights into ${neuronName(e, layer, index)}`, ["From", "", "Weight"], rows);
  bars.classList.add("weights-into");
  return element("section", { className: "into" }, title, bars, ...(weights.length > drawn.length ? [element("p", { className: "hint" }, drawnText(weights.length, drawn.length))] : []));
}

function cutText(e, columns, at) {
  const cut = columns
    .slice(1)
    .map((layer) => [layer, drawnText(e.sizes[layer], drawnNeurons(e.sizes[layer], at.layer === layer ? at.index : null).length)])
    .filter(([, text]) => text)
    .map(([layer, text]) => `${capital(layerName(e, layer))}: ${text}`);
  const layers = columns.length < e.sizes.length ? [`${columns.length} of ${e.sizes.length} layers are drawn.`] : [];
  return [...layers, ...cut].join(" ");
}

const neuronTable = (e, places) =>
  table(
    "The neurons that are drawn",
    ["Neuron", "Activation", "Weighted sum", "Wish, −dC/da"],
    places.map(({ layer, index }) => [neuronName(e, layer, index), number(e.a[layer][index]), signedNumber(e.z[layer][index]), signedNumber(e.wishes[layer][index])]),
  );
