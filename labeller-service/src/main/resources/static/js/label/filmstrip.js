import { byId, element, setText } from "../ui/dom.js";

const MOST_DECISIONS = 40;
const MOST_UPCOMING = 4;
const strip = byId("strip");
const upcoming = byId("upcoming");
const frames = new Map(); // decision id -> list element

/** @param chosen  called with the id of the decision that the person wants to correct */
export function startFilmstrip(chosen) {
  strip.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) chosen(button.dataset.item);
  });
}

/** Shows the last decisions, newest first, and how far each has come: unsent, saved, learned, or refused. */
export function showDecisions({ history, correcting, trained }) {
  const items = history.recent(MOST_DECISIONS);
  const focused = strip.contains(document.activeElement) ? document.activeElement.dataset.image : null;
  const shown = new Set(items.map((item) => item.id));
  for (const [id, frame] of frames) {
    if (shown.has(id)) continue;
    frame.remove();
    frames.delete(id);
  }
  let next = strip.firstElementChild;
  for (const item of items) {
    const frame = frames.get(item.id) ?? newFrame(item);
    updateFrame(frame.firstElementChild, item, correcting?.id === item.id, trained);
    if (frame === next) next = next.nextElementSibling;
    else strip.insertBefore(frame, next);
  }
  // A correction has a frame of its own: the keyboard focus moves to it.
  if (focused && !strip.contains(document.activeElement)) strip.querySelector(`[data-image="${focused}"]`)?.focus();
  strip.parentElement.dataset.empty = items.length === 0;
}

function newFrame(item) {
  const picture = element("img", { className: "digit", src: item.task.png, alt: "", width: 28, height: 28 });
  const button = element(
    "button",
    { type: "button", className: "frame", data: { item: item.id, image: item.task.image } },
    element("span", { className: "paper" }, picture),
    element("span", { className: "frame-digit" }),
  );
  const frame = element("li", {}, button);
  frames.set(item.id, frame);
  return frame;
}

const WITHOUT_DIGIT = { skip: "skip", reject: "×" };
const STAGES = { unsent: "not sent yet", saved: "saved", learned: "learned by the network", failed: "not accepted" };

function updateFrame(button, item, isCorrecting, trained) {
  const stage = item.state !== "sent" ? item.state : trained !== null && item.position !== null && item.position <= trained ? "learned" : "saved";
  const text = item.what === "label" ? String(item.digit) : WITHOUT_DIGIT[item.what];
  const name = item.what === "reject" ? `${text} not a digit` : text;
  button.dataset.digit = item.digit ?? "";
  button.dataset.stage = stage;
  button.setAttribute("aria-pressed", isCorrecting);
  button.setAttribute("aria-label", `${name}, ${STAGES[stage]}. Correct it`);
  button.title = item.reason ?? `${name}, ${STAGES[stage]}`;
  setText(button.lastElementChild, text);
}

/** Shows the next images. Further ones are in the page as well, hidden, so that the browser loads them ahead. */
export function showUpcoming(tasks) {
  const pictures = new Map([...upcoming.children].map((picture) => [picture.dataset.next, picture]));
  const next = tasks.map(
    (task, i) =>
      pictures.get(task.image) ??
      element("img", { className: "digit", src: task.png, alt: "", width: 28, height: 28, decoding: "sync", data: { next: task.image, i } }),
  );
  next.forEach((picture, i) => (picture.hidden = i >= MOST_UPCOMING));
  upcoming.replaceChildren(...next);
}
