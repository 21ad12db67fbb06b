import { element } from "../ui/dom.js";
import { greatest } from "./geometry.js";
import { legend, number, table } from "./shapes.js";
import { figure } from "./words.js";

/** The cost of one example: what each output adds to it. */
export const costCard = {
  id: "cost",
  title: "The cost of one example",
  sentence: "Compare each output with what it should have been: 1 for the wanted digit, 0 for the others. How far off they are, added up, is the cost.",
  tryIt: "Move the age to step 0, then to the latest: the cost of the same image falls. Choose another wanted digit: a sure network is now far off.",
  code: ["forward"],
  show(e) {
    const squared = e.costKind === "squared";
    const most = greatest(e.a[e.last]);
    const rows = [...e.a[e.last]].map((a, j) => [digitName(e, j), bars(a, j === e.digit ? 1 : 0, Math.max(1, most)), number(a), String(j === e.digit ? 1 : 0), costCell(e, j)]);
    const figures = table("The outputs and what they add to the cost", ["Output", "a and y", "a", "y", squared ? "(a − y)²" : "adds"], rows);
    figures.classList.add("cost-table");
    return {
      picture: [legend("bar", "target"), figures, element("p", { className: "total" }, "Cost C = ", number(e.cost))],
      words: costWords(e, squared),
      numbers: null, // the picture is a table
    };
  },
};

const digitName = (e, j) => element("span", { className: j === e.digit ? "wanted" : "" }, String(j));

function bars(a, y, most) {
  const bar = element("span", { className: "cost-bar", aria: { hidden: "true" } }, element("span", { className: "cost-a" }), element("span", { className: "cost-y", hidden: y === 0 }));
  bar.style.setProperty("--a", Math.max(0, a) / most);
  bar.style.setProperty("--y", y / most);
  return bar;
}

function costCell(e, j) {
  const cell = element("span", { className: "cost-adds" }, number(e.costs[j]));
  cell.style.setProperty("--share", e.costs[j] / greatest(e.costs));
  return cell;
}

function costWords(e, squared) {
  const worst = e.costs.indexOf(Math.max(...e.costs));
  if (!squared) return `This network's cost is −ln a of the wanted output alone: ${figure(e.cost)} for the ${e.digit}.`;
  return `Wanted is a ${e.digit}. Output ${worst} adds most, ${figure(e.costs[worst])} of ${figure(e.cost)}.`;
}
