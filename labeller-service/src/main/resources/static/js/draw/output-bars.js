import { byId, element, setText } from "../ui/dom.js";

const bars = byId("output-bars");
const columns = Array.from({ length: 10 }, (_, digit) => {
  const figure = element("span", { className: "output-figure" });
  const bar = element("span", { className: "output-bar" }, element("span", { className: "output-fill" }));
  const key = element("button", {
    type: "button",
    className: "output-digit",
    textContent: digit,
    data: { digit },
    aria: { label: `It is a ${digit}` },
  });
  return element("div", { className: "output" }, figure, bar, key);
});

/** @param pressed  called with the digit whose button was pressed */
export function startOutputBars(pressed) {
  bars.append(...columns);
  bars.addEventListener("click", (event) => {
    const button = event.target.closest(".output-digit");
    if (button) pressed(Number(button.dataset.digit));
  });
}

/** Shows the network's ten outputs as bars; `probabilities` is null when there are none. */
export function showOutputs(probabilities, enabled) {
  const most = probabilities ? Math.max(...probabilities) : null;
  for (const [digit, column] of columns.entries()) {
    const p = probabilities?.[digit] ?? 0;
    column.style.setProperty("--p", p);
    column.classList.toggle("most", p > 0 && p === most);
    column.lastElementChild.disabled = !enabled;
    setText(column.firstElementChild, probabilities ? String(Math.round(p * 100)) : "");
  }
}
