import { byId, element } from "../ui/dom.js";

const keypad = byId("keypad");
const keys = Array.from({ length: 10 }, (_, digit) =>
  element("button", { type: "button", className: "key", textContent: digit, data: { digit }, aria: { label: `Label ${digit}` } }),
);

/** @param pressed  called with the digit, and when the key was pressed in the milliseconds of the page */
export function startKeypad(pressed) {
  keypad.append(...keys);
  keypad.addEventListener("click", (event) => {
    const key = event.target.closest(".key");
    if (key) pressed(Number(key.dataset.digit), event.timeStamp);
  });
}

/** Marks the suggested digit, with a bar whose length is the network's confidence; `suggestion` may be null. */
export function showSuggestionOnKeypad(suggestion, enabled) {
  for (const [digit, key] of keys.entries()) {
    const suggested = suggestion?.digit === digit;
    key.classList.toggle("suggested", suggested);
    key.style.setProperty("--sure", suggested ? suggestion.confidence : 0);
    key.disabled = !enabled;
  }
}

/** Lights a digit's key up for a moment, whether it was pressed on the screen or on the keyboard. */
export function flashKey(digit) {
  keys[digit].animate?.([{ backgroundColor: "var(--accent)", color: "var(--on-accent)" }, {}], {
    duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 260,
    easing: "ease-out",
  });
}
