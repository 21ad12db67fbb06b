import { byId, setText } from "../ui/dom.js";
import { showEmpty } from "../ui/no-images.js";
import { percent, shortId } from "../ui/format.js";

const image = byId("image");
const easel = byId("easel");
const caption = byId("caption");
const note = byId("note");
const reason = byId("reason");
const suggestion = byId("suggestion");

const RETRY_MS = 2_000;
let broken = null; // the address of a picture that did not come

/** Whether the image on show can be seen. */
export const isShown = () => image.complete && image.naturalWidth > 0;

/** Calls back when a picture came or failed to come; a failed one is tried again. */
export function onPicture(changed) {
  image.addEventListener("load", () => {
    if (broken === null) return;
    broken = null;
    changed();
  });
  image.addEventListener("error", () => {
    broken = image.getAttribute("src");
    changed();
    setTimeout(() => {
      if (broken !== null && image.getAttribute("src") === broken) image.src = broken;
    }, RETRY_MS);
  });
}

/** Shows one task: the image, who it is, and what the network makes of it. */
export function showTask({ task, correcting, undone, suggestions, hasModel, empty }) {
  easel.dataset.state = task ? (correcting ? "correcting" : "task") : empty;
  if (task) {
    if (image.dataset.image !== task.image) {
      image.src = task.png;
      image.dataset.image = task.image;
    }
  } else {
    delete image.dataset.image;
    image.removeAttribute("src");
  }
  const missing = task && broken === task.png ? "picture" : task ? null : empty;
  image.hidden = missing !== null;
  showEmpty(missing);
  image.alt = task ? "Handwritten digit to label" : "";
  setText(caption, task ? shortId(task.image) : "");
  setText(note, task ? noteOn(correcting, undone) : "");
  setText(reason, (task && correcting?.reason) ?? "");
  showSuggestion(task, suggestions, hasModel);
}

function noteOn(correcting, undone) {
  const item = correcting ?? undone;
  if (!item) return "";
  const was = decisionName(item);
  if (!correcting) return `Undone, was ${was}`;
  return correcting.state === "failed" ? "Not accepted: decide again" : `Decided: ${was}. Esc keeps it`;
}

const decisionName = ({ what, digit }) =>
  what === "label" ? String(digit) : what === "skip" ? "skipped" : "not a digit";

function showSuggestion(task, shown, hasModel) {
  const reads = shown && task?.suggestion;
  suggestion.dataset.digit = reads ? String(task.suggestion.digit) : "";
  const [words, figure] = suggestion.children;
  setText(words, suggestionWords(task, shown, hasModel));
  setText(figure, reads ? percent(task.suggestion.confidence) : "");
}

function suggestionWords(task, shown, hasModel) {
  if (!task) return "";
  if (!shown) return "Suggestions hidden";
  if (task.suggestion) return `The network reads ${task.suggestion.digit}`;
  return hasModel ? "No suggestion for this image" : "No suggestions yet: the network knows nothing";
}
