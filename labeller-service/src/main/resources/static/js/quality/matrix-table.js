import { element } from "../ui/dom.js";
import { count, percent } from "../ui/format.js";
import { rowShares } from "./matrices.js";

const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);

/**
 * A confusion matrix as a table: a row per true digit, a column per digit that was given. Cells are the darker the larger
 * their share of the row; every figure is text.
 *
 * @param matrix   [[10] x 10]
 * @param figures  "counts" for the numbers as they are, "shares" for percentages of the row
 */
export function showMatrix(table, matrix, figures) {
  const shares = rowShares(matrix);
  const head = element("tr", {}, element("th", { scope: "col", className: "corner" }, "is \\ given"), ...DIGITS.map((given) => heading("col", given)));
  const rows = DIGITS.map((truth) =>
    element("tr", {}, heading("row", truth), ...DIGITS.map((given) => cell(matrix[truth][given], shares[truth]?.[given] ?? 0, truth === given, figures))),
  );
  table.replaceChildren(table.caption, element("thead", {}, head), element("tbody", {}, ...rows));
}

const heading = (scope, digit) => element("th", { scope }, String(digit));

function cell(value, share, isRight, figures) {
  const text = figures === "counts" ? count(value) : share === 0 ? "0" : wholePercent(share);
  const made = element("td", { data: { right: isRight } }, text);
  if (figures === "counts" && value === 0) made.dataset.none = "true";
  if (figures === "shares" && share < 0.005) made.dataset.none = "true";
  made.style.setProperty("--share", share.toFixed(3));
  made.title = percent(share);
  return made;
}

const wholePercent = (share) => (share < 0.005 ? "0" : (share * 100).toFixed(0));
