import { byId, setText } from "../ui/dom.js";
import { percent, shortId } from "../ui/format.js";
import { showNoImages } from "../ui/no-images.js";

const image = byId("image");
const frame = byId("image-frame");
const caption = byId("caption");
const note = byId("note");
const refusal = byId("refusal");
const suggestion = byId("suggestion");

const RETRY_MS = 2_000;
let brokenPicture = null; // the address of a picture that did not load

/** Whether the current image can be seen. */
export const isImageVisible = () => image.complete && image.naturalWidth > 0;

/** Calls back when a picture failed to load, and when it loaded after all; a failed one is tried again. */
export function onPictureChange(changed) {
  image.addEventListener("load", () => {
    if (brokenPicture === null) return;
    brokenPicture = null;
    changed();
  });
  image.addEventListener("error", () => {
    brokenPicture = image.getAttribute("src");
    changed();
    setTimeout(() => {
      if (brokenPicture !== null && image.getAttribute("src") === brokenPicture) image.src = brokenPicture;
    }, RETRY_MS);
  });
}

/** Shows that a key or a click was ignored. */
export function flashIgnored() {
  frame.animate?.([{ outline: "3px solid var(--warn)", outlineOffset: "2px" }, {}], { duration: 400, easing: "ease-out" });
}

/**
 * Shows the current task: its image, what was decided on it before, and what the network reads in it.
 *
 * @param task         null when there is none
 * @param correcting   the decision that is being corrected, or null
 * @param undone       the decision on this image that was just taken back, or null
 * @param ignored      whether a key or a click was ignored, because it came before this image was to be seen
 * @param suggestions  whether suggestions are to be shown
 * @param hasModel     whether there is a network yet
 * @param noTaskReason  why there is no task; see ui/no-images.js
 */
export function showTask({ task, correcting, undone, ignored, suggestions, hasModel, noTaskReason }) {
  frame.dataset.state = task ? (correcting ? "correcting" : "task") : noTaskReason;
  if (task) {
    if (image.dataset.image !== task.image) {
      image.src = task.png;
      image.dataset.image = task.image;
    }
  } else {
    delete image.dataset.image;
    image.removeAttribute("src");
  }
  const missing = task && brokenPicture === task.png ? "picture" : task ? null : noTaskReason;
  image.hidden = missing !== null;
  showNoImages(missing);
  image.alt = task ? "Handwritten digit to label" : "";
  setText(caption, task ? shortId(task.image) : "");
  setText(note, task ? noteText(correcting, undone, ignored) : "");
  setText(refusal, (task && correcting?.reason) ?? "");
  showSuggestion(task, suggestions, hasModel);
}

function noteText(correcting, undone, ignored) {
  if (ignored) return "Ignored: that was before this image was shown";
  const item = correcting ?? undone;
  if (!item) return "";
  const decision = decisionText(item);
  if (!correcting) return `Undone, was ${decision}`;
  return correcting.state === "failed" ? "Not accepted: decide again" : `Decided: ${decision}. Esc keeps it`;
}

const decisionText = ({ what, digit }) =>
  what === "label" ? String(digit) : what === "skip" ? "skipped" : "not a digit";

function showSuggestion(task, suggestions, hasModel) {
  const shown = suggestions && task?.suggestion;
  suggestion.dataset.digit = shown ? String(task.suggestion.digit) : "";
  const [text, confidence] = suggestion.children;
  setText(text, suggestionText(task, suggestions, hasModel));
  setText(confidence, shown ? percent(task.suggestion.confidence) : "");
}

function suggestionText(task, suggestions, hasModel) {
  if (!task) return "";
  if (!suggestions) return "Suggestions hidden";
  if (task.suggestion) return `The network reads ${task.suggestion.digit}`;
  return hasModel ? "No suggestion for this image" : "No suggestions yet: the network knows nothing";
}
