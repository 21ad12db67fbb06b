import { byId, element } from "../ui/dom.js";

const keypad = byId("keypad");
const keys = Array.from({ length: 10 }, (_, digit) =>
  element("button", { type: "button", className: "key", textContent: digit, data: { digit }, aria: { label: `Label ${digit}` } }),
);

export function startKeypad(pressed) {
  keypad.append(...keys);
  keypad.addEventListener("click", (event) => {
    const key = event.target.closest(".key");
    if (key) pressed(Number(key.dataset.digit));
  });
}

/** Marks the suggested digit, with a bar as long as the network is sure; `suggestion` may be null. */
export function showOnKeypad(suggestion, enabled) {
  for (const [digit, key] of keys.entries()) {
    const suggested = suggestion?.digit === digit;
    key.classList.toggle("suggested", suggested);
    key.style.setProperty("--sure", suggested ? suggestion.confidence : 0);
    key.disabled = !enabled;
  }
}

/** A key lights up for a moment, however it was pressed. */
export function flash(digit) {
  keys[digit].animate?.([{ backgroundColor: "var(--accent)", color: "var(--on-accent)" }, {}], {
    duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 260,
    easing: "ease-out",
  });
}
