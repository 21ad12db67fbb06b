import { byId, element, setText } from "../ui/dom.js";

const MOST = 40;
const AHEAD = 4;
const strip = byId("strip");
const upcoming = byId("upcoming");
const frames = new Map(); // item id -> list element

export function startStrip(chosen) {
  strip.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) chosen(button.dataset.item);
  });
}

/** The last decisions, newest first, and how far each has come: unsent, saved, learned, or refused. */
export function showStrip({ history, correcting, trained }) {
  const items = history.recent(MOST);
  const focused = strip.contains(document.activeElement) ? document.activeElement.dataset.image : null;
  const wanted = new Set(items.map((item) => item.id));
  for (const [id, frame] of frames) {
    if (wanted.has(id)) continue;
    frame.remove();
    frames.delete(id);
  }
  let before = strip.firstElementChild;
  for (const item of items) {
    const frame = frames.get(item.id) ?? newFrame(item);
    update(frame.firstElementChild, item, correcting?.id === item.id, trained);
    if (frame === before) before = before.nextElementSibling;
    else strip.insertBefore(frame, before);
  }
  // A corrected frame is a new one: the keyboard stays at it.
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

const MARKS = { skip: "skip", reject: "×" };
const STAGES = { unsent: "not sent yet", saved: "saved", learned: "learned by the network", failed: "not accepted" };

function update(button, item, current, trained) {
  const stage = item.state !== "sent" ? item.state : trained !== null && item.position <= trained ? "learned" : "saved";
  const shown = item.what === "label" ? String(item.digit) : MARKS[item.what];
  const name = item.what === "reject" ? `${shown} not a digit` : shown;
  button.dataset.digit = item.digit ?? "";
  button.dataset.stage = stage;
  button.setAttribute("aria-pressed", current);
  button.setAttribute("aria-label", `${name}, ${STAGES[stage]}. Correct it`);
  button.title = item.reason ?? `${name}, ${STAGES[stage]}`;
  setText(button.lastElementChild, shown);
}

/** The next images; showing them here is what loads them ahead. */
export function showUpcoming(tasks) {
  const pictures = new Map([...upcoming.children].map((picture) => [picture.dataset.next, picture]));
  const next = tasks.map(
    (task, i) =>
      pictures.get(task.image) ??
      element("img", { className: "digit", src: task.png, alt: "", width: 28, height: 28, decoding: "sync", data: { next: task.image, i } }),
  );
  next.forEach((picture, i) => (picture.hidden = i >= AHEAD));
  upcoming.replaceChildren(...next);
}
