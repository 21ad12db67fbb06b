import { element } from "../ui/dom.js";
import { arrowPath, drawnNeurons, greatest, largest } from "./geometry.js";
import { button, legend, shape, signedBar, signedNumber, table } from "./shapes.js";
import { drawnText, figure, signed } from "./words.js";

const TALL = 70; // of the longest arrow, in a picture of twice that and a margin

/** What each output wishes: ten hollow arrows. */
export const wishesCard = {
  id: "wishes",
  title: "What the outputs wish",
  sentence: "The wanted output should rise and all others should fall, each in proportion to its distance from where it should be.",
  tryIt: "Press another digit below the arrows: the network, the image and the outputs stay as they are, but the wishes flip.",
  code: ["backward"],
  show(e, at, act) {
    const wishes = e.wishes[e.last];
    const drawn = drawnNeurons(wishes.length, e.digit);
    const most = greatest(wishes);
    const columns = drawn.map((j) => {
      const choice = button(`wish-${j}`, { label: `${j} is wanted` }, j === e.digit, String(j));
      choice.addEventListener("click", () => act.want(j));
      return element("li", {}, arrowColumn((wishes[j] / most) * TALL), choice);
    });
    return {
      picture: [legend("wish", "up", "down"), element("ol", { className: "arrows", aria: { label: "Outputs" } }, ...columns)],
      words: wishWords(e, drawn.length),
      numbers: table(
        "Outputs, what is wanted and their wishes",
        ["Output", "a", "y", "Wish, −dC/da"],
        drawn.map((j) => [String(j), figure(e.a[e.last][j]), j === e.digit ? "1" : "0", signedNumber(wishes[j])]),
      ),
    };
  },
};

function arrowColumn(length) {
  const arrow = shape("path", { d: arrowPath(14, 0, length), class: length < 0 ? "hollow down" : "hollow up" });
  const ground = shape("path", { d: "M2 0H26", class: "axis" });
  return shape("svg", { viewBox: `0 ${-TALL - 4} 28 ${2 * TALL + 8}`, "aria-hidden": "true", class: "arrow-column" }, ground, arrow);
}

function wishWords(e, drawn) {
  const wishes = e.wishes[e.last];
  const cut = drawnText(wishes.length, drawn);
  if (e.costKind !== "squared")
    return `With this network's cost only output ${e.digit} has a wish of its own, ${signed(wishes[e.digit])}; the others fall because all outputs together are 1. ${cut}`.trim();
  const falling = largest(wishes.map((wish) => Math.min(0, wish)), 1)[0];
  const down = wishes[falling] < 0 ? `; of the others output ${falling} should fall most, ${signed(wishes[falling])}` : "";
  return `Output ${e.digit} should rise, ${signed(wishes[e.digit])}${down}. A wish is 2 (y − a). ${cut}`.trim();
}

/** The wish beside what comes of it, the most important first. */
export const saturatedCard = {
  id: "saturated",
  title: "Which wishes matter",
  sentence: "An output moves only as easily as its curve is steep where it stands. Far from the middle a great wish moves next to nothing.",
  tryIt: "Want a digit that the network is sure to be wrong: its wish is the greatest of all, and yet its filled bar is short.",
  code: ["backward"],
  show(e) {
    const wishes = e.wishes[e.last];
    const moves = e.gradient.biases[e.last - 1];
    const most = Math.max(greatest(wishes), greatest(moves));
    const ranked = largest(moves, 20);
    const rows = ranked.map((j) => [
      element("span", { className: j === e.digit ? "wanted" : "" }, String(j)),
      element("span", { className: "two-bars" }, hollow(signedBar(wishes[j], most)), signedBar(moves[j], most)),
      signedNumber(wishes[j]),
      element("span", {}, signedNumber(moves[j]), element("span", { className: "flat" }, flatText(e, j))),
    ]);
    const figures = table("Outputs ranked by what comes of their wishes", ["Output", "Both", "Wish", "−dC/dz"], rows);
    figures.classList.add("ranked");
    return { picture: [legend("wish", "act", "up", "down"), figures], words: rankWords(e, ranked, moves), numbers: null };
  },
};

function hollow(bar) {
  bar.dataset.hollow = "";
  return bar;
}

/** Whether an output stands where its curve is flat. */
function flatText(e, j) {
  const a = e.a[e.last][j];
  if (e.costKind !== "squared") return "";
  if (e.activation === "relu") return a > 0 ? "" : "off";
  const low = e.activation === "sigmoid" ? 0 : -1;
  return a < low + 0.01 || a > 0.99 ? "saturated" : "";
}

function rankWords(e, ranked, moves) {
  const [first, second] = ranked;
  const flat = [...e.a[e.last].keys()].filter((j) => flatText(e, j)).length;
  const after = second === undefined ? "" : `, then output ${second}, ${signed(moves[second])}`;
  const most = `Output ${first} matters most, ${signed(moves[first])}${after}.`;
  if (e.costKind !== "squared") return `${most} With this network's cost −dC/dz is y − a, however flat the curve: no output gets stuck.`;
  return `${most} −dC/dz, the wish times the slope, is also the bias's component. Saturated or off: ${flat} of ${moves.length}.`;
}
