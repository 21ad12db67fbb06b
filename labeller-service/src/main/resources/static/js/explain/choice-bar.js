/** What is explained: an image, the digit that is wanted, and the age of the network. */

import { byId, element, setText } from "../ui/dom.js";
import { ageAt, agesFor, ageText } from "./ages.js";
import { drawnNeurons } from "./geometry.js";
import { inkMap } from "./shapes.js";
import { isPicture, readingText } from "./words.js";

const OUTPUTS = 10; // before the network has told how many it has

/** @param on  {image(id), digit(digit), age({step, checkpoint})} */
export function startChoiceBar(on) {
  byId("images").addEventListener("click", ({ target }) => {
    const chosen = target.closest("[data-image]");
    if (chosen) on.image(chosen.dataset.image);
  });
  byId("digits").addEventListener("click", ({ target }) => {
    const chosen = target.closest("[data-digit]");
    if (chosen) on.digit(Number(chosen.dataset.digit));
  });
  byId("age").addEventListener("input", () => on.age(ages[Number(byId("age").value)]));
}

let ages = [];

/** Shows the age that is chosen. */
export function showAge(state) {
  ages = agesFor(state);
  const now = ageAt(ages, state);
  const slider = byId("age");
  slider.max = ages.length - 1;
  slider.value = now;
  slider.setAttribute("aria-valuetext", state.step === null ? ageText(ages[now]) : `step ${ageText(ages[now])}`);
  byId("ages").replaceChildren(...ages.map((age, i) => element("span", { className: i === now ? "now" : "" }, ageText(age))));
}

/** Shows one image of each digit, from those that have a label. */
export function showImages(images, chosen) {
  byId("images").replaceChildren(
    ...images.map(({ image, digit, png }) =>
      element(
        "button",
        { type: "button", className: "pick", data: { image, key: `image-${digit}` }, aria: { label: `An image labelled ${digit}`, pressed: String(image === chosen) } },
        element("span", { className: "paper" }, element("img", { className: "digit", src: png, alt: "", width: 28, height: 28 })),
      ),
    ),
  );
}

/** One image of each digit, the newest. */
export function oneOfEach(images) {
  const found = new Map();
  for (const each of images) if (!found.has(each.digit)) found.set(each.digit, each);
  return [...found.values()].sort((one, other) => one.digit - other.digit);
}

/** Marks the chosen image without building the others anew. */
export function markImage(chosen) {
  for (const each of byId("images").children) each.setAttribute("aria-pressed", String(each.dataset.image === chosen));
}

/** Shows the digits, the wanted one marked. @param e  the explanation, or null while there is none */
export function showDigits(e, wanted) {
  const digits = drawnNeurons(e ? e.sizes[e.last] : OUTPUTS, wanted);
  const place = byId("digits");
  if (place.children.length !== digits.length)
    place.replaceChildren(...digits.map((digit) => element("button", { type: "button", className: "chip", data: { digit } }, String(digit))));
  for (const each of place.children) each.setAttribute("aria-pressed", String(Number(each.dataset.digit) === wanted));
}

/** Shows the image as the network has it, and what it reads. */
export function showReading(e) {
  byId("image").replaceChildren(...(e && isPicture(e.sizes[0]) ? [inkMap(e.a[0], "The image")] : []));
  setText(byId("reading"), e ? readingText(e) : "");
}
