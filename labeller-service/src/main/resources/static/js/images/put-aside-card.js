import { element } from "../ui/dom.js";
import { shortId } from "../ui/format.js";

/** What a key decides on the card that has the focus: `n` for "not the same", `s` for "the same". */
export const DECISIONS_BY_KEY = { n: "take-in", s: "leave-out" };

const STATES = { waiting: "put aside", "left-out": "left out", "taken-in": "in use" };

/**
 * A card for an image of /api/images that is nearly the same as another one: both pictures side by side, and for reviewers what
 * they may decide.
 */
export function newPutAsideCard({ image, split, aside, twin, png }, mayDecide) {
  const decisions = [
    aside !== "taken-in" && button("take-in", "Not the same: use it", "N"),
    aside !== "left-out" && button("leave-out", "Same: leave it out", "S"),
  ];
  return element(
    "div",
    {
      className: "pair",
      tabIndex: -1,
      role: "group",
      data: { image, png, aside },
      aria: { label: `${shortId(image)}, ${STATES[aside]}, beside ${shortId(twin.image)}` },
    },
    picture(png, split === "train" ? "New, for training" : "New, held out"),
    picture(twin.png, split === "train" ? "Held out" : "For training"),
    element("p", { className: "hint" }, `They differ by ${twin.distance.toFixed(1)} of 255.`),
    ...(mayDecide ? decisions.filter(Boolean) : []),
  );
}

const picture = (src, caption) =>
  element(
    "figure",
    {},
    element("span", { className: "paper" }, element("img", { className: "digit", src, alt: "", width: 28, height: 28 })),
    element("figcaption", {}, caption),
  );

const button = (decision, text, key) =>
  element("button", { type: "button", className: "secondary", data: { decision } }, text, " ", element("kbd", {}, key));
