import { byId, element, setText } from "../ui/dom.js";
import { percent } from "../ui/format.js";
import { columnsOf, indexAfterKey } from "../ui/grid-keys.js";

const grid = byId("grid");
let current = 0; // the index of the cell that has the keyboard focus, or would get it

/** @param toggled  called with the image of a cell that was clicked */
export function startGrid(toggled) {
  grid.addEventListener("click", (event) => {
    const cell = event.target.closest(".cell");
    if (!cell) return;
    focusCell([...grid.children].indexOf(cell));
    toggled(cell.dataset.image);
  });
  grid.addEventListener("focusin", (event) => {
    current = Math.max(0, [...grid.children].indexOf(event.target));
    for (const [i, cell] of [...grid.children].entries()) cell.tabIndex = i === current ? 0 : -1;
  });
}

/** The image of the current cell, or null. */
export const currentImage = () => grid.children[current]?.dataset.image ?? null;

/** Fills the grid with a sheet. */
export function fillGrid(sheet) {
  current = 0;
  grid.replaceChildren(...sheet.tasks.map(newCell));
  for (const { image } of sheet.tasks) showMark(sheet, image);
  if (document.activeElement === document.body) grid.firstElementChild?.focus({ preventScroll: true });
}

export const clearGrid = () => grid.replaceChildren();

function newCell(task, i) {
  return element(
    "button",
    { type: "button", className: "cell", tabIndex: i === 0 ? 0 : -1, data: { image: task.image } },
    element("span", { className: "paper" }, element("img", { className: "digit", src: task.png, alt: "", width: 28, height: 28 })),
    element("span", { className: "cell-text" }),
  );
}

/** Shows how an image is marked. */
export function showMark(sheet, image) {
  const cell = [...grid.children].find((candidate) => candidate.dataset.image === image);
  const mark = sheet.mark(image);
  const confidence = percent(sheet.tasks.find((task) => task.image === image).suggestion?.confidence, 0);
  const text = mark === null ? confidence : mark === "out" ? "left out" : String(mark);
  const name = mark === null ? `${confidence} sure that it is ${sheet.digit}` : mark === "out" ? text : `${mark}, not ${sheet.digit}`;
  cell.dataset.mark = mark === null ? "" : mark === "out" ? "out" : "other";
  cell.setAttribute("aria-label", name);
  cell.setAttribute("aria-pressed", mark !== null);
  setText(cell.lastElementChild, text);
}

/** Moves the keyboard focus by an arrow key, Home or End. Returns whether the key was one of these. */
export function moveByKey(key) {
  const to = indexAfterKey(key, current, grid.children.length, columnsOf(grid));
  if (to === null || grid.children.length === 0) return false;
  focusCell(grid.contains(document.activeElement) ? to : current);
  return true;
}

function focusCell(index) {
  current = index;
  grid.children[index].focus();
}
