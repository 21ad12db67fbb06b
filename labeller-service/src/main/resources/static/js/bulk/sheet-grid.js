import { byId, element, setText } from "../ui/dom.js";
import { percent } from "../ui/format.js";
import { moved } from "./image-sheet.js";

const grid = byId("grid");
let current = 0; // the cell that the keyboard is at

/** @param toggled  called with the image of a cell that was clicked */
export function startGrid(toggled) {
  grid.addEventListener("click", (event) => {
    const cell = event.target.closest(".cell");
    if (!cell) return;
    goTo([...grid.children].indexOf(cell));
    toggled(cell.dataset.image);
  });
  grid.addEventListener("focusin", (event) => {
    current = Math.max(0, [...grid.children].indexOf(event.target));
    for (const [i, cell] of [...grid.children].entries()) cell.tabIndex = i === current ? 0 : -1;
  });
}

/** The image that the keyboard is at, or null. */
export const currentImage = () => grid.children[current]?.dataset.image ?? null;

/** Lays out a new sheet. */
export function layOut(sheet) {
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

/** Shows what a person made of one image. */
export function showMark(sheet, image) {
  const cell = [...grid.children].find((candidate) => candidate.dataset.image === image);
  const mark = sheet.mark(image);
  const sure = percent(sheet.tasks.find((task) => task.image === image).suggestion?.confidence, 0);
  const text = mark === null ? sure : mark === "out" ? "left out" : String(mark);
  const name = mark === null ? `${sure} sure that it is ${sheet.digit}` : mark === "out" ? text : `${mark}, not ${sheet.digit}`;
  cell.dataset.mark = mark === null ? "" : mark === "out" ? "out" : "other";
  cell.setAttribute("aria-label", name);
  cell.setAttribute("aria-pressed", mark !== null);
  setText(cell.lastElementChild, text);
}

/** Moves by an arrow key, Home or End. Returns whether the key was one. */
export function move(key) {
  const columns = getComputedStyle(grid).gridTemplateColumns.split(" ").length;
  const to = moved(key, current, grid.children.length, columns);
  if (to === null || grid.children.length === 0) return false;
  goTo(grid.contains(document.activeElement) ? to : current);
  return true;
}

function goTo(index) {
  current = index;
  grid.children[index].focus();
}
