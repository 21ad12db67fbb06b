import { element } from "../ui/dom.js";
import { percent, shortId } from "../ui/format.js";

/** A button for one image of /api/images: the picture, its label and what the network reads in it. */
export function newImageCell({ image, digit, rejected, split, predicted, png }) {
  const label = digit === null ? "–" : String(digit);
  // Who sees their own labels alone is told neither the set nor what the network reads.
  const read = predicted ? `read ${predicted.digit}, ${percent(predicted.confidence, 0)}` : "not read yet";
  const known = split === null ? [] : [split, read];
  const isDoubtful = !rejected && digit !== null && predicted !== null && predicted.digit !== digit;
  const caption = () => {
    if (rejected) return "no digit";
    if (!predicted) return label;
    if (isDoubtful) return `${label}, read ${predicted.digit}`;
    return `${digit === null ? `${predicted.digit}?` : label} · ${percent(predicted.confidence, 0)}`;
  };
  return element(
    "button",
    {
      type: "button",
      className: "cell",
      tabIndex: -1,
      title: [shortId(image), ...known].join(", "),
      data: { image, png, doubt: isDoubtful },
    },
    element("span", { className: "paper" }, element("img", { className: "digit", src: png, alt: "", width: 28, height: 28, loading: "lazy" })),
    element("span", { className: "cell-text" }, caption()),
    element("span", { className: "visually-hidden" }, `${digit === null && !rejected ? "without a label, " : ""}${split === null ? "your label" : `${read}, ${split}`}`),
  );
}
