import { element } from "../ui/dom.js";
import { capital, plural } from "../ui/format.js";
import { neuronChooser } from "./choosers.js";
import { indexOf, numbersInto } from "./explanation.js";
import { drawnNeurons, largest, placeOf, rangeOf, stackOf, sumOf } from "./geometry.js";
import { button, drawing, legend, shape, signedNumber, table, titledMap } from "./shapes.js";
import { drawnText, isPicture, layerName, neuronName, signed } from "./words.js";

const WIDTH = 360;
const ROW = 20;
const NAME = 26;
const MOST_ROWS = 20;

/** All outputs' desires for each neuron of the last hidden layer, and their sum. */
export const desiresCard = {
  id: "desires",
  title: "All desires are added",
  sentence: "Each output has its own thoughts about the layer before. What they ask of a neuron is added up, and that sum is the neuron's wish.",
  tryIt: "Switch all outputs off but the wanted one, then let the others in one after the other: some neurons end against the wanted output's wish.",
  code: ["backward"],
  show: (e, at, act) => desiresOf(e, e.last - 1, at, act),
};

/** The same one layer earlier, down to the pixels. */
export const backCard = {
  id: "back",
  title: "And again, one layer earlier",
  sentence: "With the wishes of one layer everything begins anew for the layer before it: that is backpropagation. At the pixels it ends, for they are given.",
  tryIt: "Go back layer by layer to the pixels: there the wishes draw how the image should have been for the network to read it as wanted.",
  code: ["backward"],
  show(e, at, act) {
    const layers = Array.from({ length: e.last }, (_, l) => l).reverse().slice(e.last > 1 ? 1 : 0);
    const chosen = layers.includes(act.memory.layer) ? act.memory.layer : layers[0];
    const chips = layers.map((layer) => {
      const chip = button(`back-${layer}`, {}, layer === chosen, capital(layerName(e, layer)));
      chip.addEventListener("click", () => {
        act.memory.layer = layer;
        act.memory.off = new Set();
        act.redraw();
      });
      return chip;
    });
    const shown = desiresOf(e, chosen, at, act);
    const choice = element("div", { className: "chips", role: "group", aria: { label: "Layer" } }, ...chips);
    return { ...shown, picture: [choice, ...shown.picture] };
  },
};

const desiresOf = (e, l, at, act) => (isPicture(e.sizes[l]) ? pixelDesires(e, l, at, act) : neuronDesires(e, l, act));

function neuronDesires(e, l, act) {
  act.memory.off ??= new Set();
  const off = act.memory.off;
  const askers = drawnNeurons(e.sizes[l + 1]);
  const drawn = drawnNeurons(e.sizes[l]);
  const asked = drawn.map((i) => e.contributions[l].subarray(indexOf(e, l, i, 0), indexOf(e, l, i, 0) + e.sizes[l + 1]));
  const sums = drawn.map((i, row) => (off.size === 0 ? e.wishes[l][i] : sumOf(asked[row], off)));
  const cut = [drawnText(e.sizes[l], drawn.length), e.sizes[l + 1] > askers.length ? `Switches: ${drawnText(e.sizes[l + 1], askers.length)}` : ""];
  return {
    picture: [switches(e, l, askers, act), legend("up", "down", "sum"), stacks(e, l, drawn, asked, sums, off)],
    words: [desireWords(e, l, drawn, asked, sums, off), ...cut].filter(Boolean).join(" "),
    numbers: table(
      `Neurons of ${layerName(e, l)}: their wishes and what is asked of them`,
      ["Neuron", off.size === 0 ? "Wish, −dC/da" : "Sum of those switched on", ...askers.map(String)],
      drawn.map((i, row) => [String(i), signedNumber(sums[row]), ...askers.map((j) => signedNumber(asked[row][j]))]),
    ),
  };
}

function switches(e, l, askers, act) {
  const off = act.memory.off;
  const flip = (key, text, change, pressed, label) => {
    const made = button(key, { label }, pressed, text);
    made.addEventListener("click", () => {
      change();
      act.redraw();
    });
    return made;
  };
  const each = askers.map((j) => flip(`asker-${j}`, String(j), () => (off.has(j) ? off.delete(j) : off.add(j)), !off.has(j), capital(neuronName(e, l + 1, j))));
  const only = l + 1 === e.last ? [flip("only", `Only the ${e.digit}`, () => (act.memory.off = others(e)), false, `Only output ${e.digit}`)] : [];
  const all = flip("all", "All", () => (act.memory.off = new Set()), off.size === 0, "All of them");
  return element("div", { className: "chips", role: "group", aria: { label: `Whose desires are added: ${layerName(e, l + 1)}` } }, ...each, ...only, all);
}

const others = ({ sizes, last, digit }) => new Set(Array.from({ length: sizes[last] }, (_, j) => j).filter((j) => j !== digit));

function stacks(e, l, drawn, asked, sums, off) {
  const parts = asked.map((values) => stackOf(values, off));
  const range = rangeOf([...parts.flat().flatMap(({ from, to }) => [from, to]), ...sums]);
  const x = (value) => placeOf(value, range, NAME, WIDTH - 8);
  const rows = drawn.flatMap((i, row) => {
    const top = row * ROW + 3;
    const segments = parts[row].flatMap((part) => segment(part, x, top));
    return [
      shape("text", { x: 2, y: top + 11, class: "axis-name" }, String(i)),
      ...segments,
      shape("path", { class: "sum", d: diamond(x(sums[row]), top + 7) }),
    ];
  });
  const height = drawn.length * ROW + 6;
  const name = `What ${layerName(e, l + 1)} ask of each neuron of ${layerName(e, l)}, stacked, with the sum as a hollow diamond`;
  return drawing(WIDTH, height, name, shape("path", { class: "axis", d: `M${x(0).toFixed(1)} 0V${height}` }), ...rows);
}

function segment({ index, from, to }, x, top) {
  const left = Math.min(x(from), x(to));
  const width = Math.abs(x(to) - x(from));
  const box = shape("rect", { class: to < from ? "stack down" : "stack up", x: left.toFixed(2), y: top, width: width.toFixed(2), height: 14 });
  return width < 9 ? [box] : [box, shape("text", { class: "stack-name", x: (left + width / 2).toFixed(1), y: top + 11, "text-anchor": "middle" }, String(index))];
}

const diamond = (x, y) => `M${x.toFixed(1)} ${y - 7}l5 7l-5 7l-5 -7Z`;

function desireWords(e, l, drawn, asked, sums, off) {
  const first = largest(sums, 1)[0];
  const most = `${capital(neuronName(e, l, drawn[first]))} has the greatest ${off.size === 0 ? "wish" : "sum"}, ${signed(sums[first])}.`;
  if (l + 1 !== e.last) return `${most} Each bar adds what the neurons of ${layerName(e, l + 1)} ask.`;
  const against = drawn.filter((i, row) => asked[row][e.digit] * sums[row] < 0).length;
  return `${most} ${against} of ${plural(drawn.length, "neuron")} ${against === 1 ? "ends" : "end"} against what output ${e.digit} alone asks. The number in a bar is the output's.`;
}

function pixelDesires(e, l, at, act) {
  const looked = at.layer === l + 1 ? at : { layer: l + 1, index: 0 };
  const asks = numbersInto(e, e.contributions, looked);
  const order = largest(e.wishes[l], MOST_ROWS);
  const name = neuronName(e, looked.layer, looked.index);
  return {
    picture: [
      neuronChooser(e, looked, act, { first: l + 1, last: l + 1, label: "One of those that are added" }),
      legend("up", "down"),
      element(
        "div",
        { className: "two-maps" },
        titledMap("All together: the wishes", e.wishes[l], "The wish of each pixel: blue should be brighter, orange darker"),
        titledMap(`From ${name} alone`, asks, `What ${name} asks of each pixel`),
      ),
    ],
    words: `${capital(neuronName(e, l, order[0]))} has the greatest wish, ${signed(e.wishes[l][order[0]])}. Pixels are given: no step follows from their wishes.`,
    numbers: table(
      "Pixels, the greatest wishes first",
      ["Pixel", "Wish, −dC/da", `From ${name}`],
      order.map((i) => [neuronName(e, l, i), signedNumber(e.wishes[l][i]), signedNumber(asks[i])]),
    ),
  };
}
