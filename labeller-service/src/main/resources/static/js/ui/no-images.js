import { byId, element, setText } from "./dom.js";

/** What is shown in place of images, by reason: [title, text, and perhaps a link: [path, words]]. */
const MESSAGES = {
  loading: ["Fetching images", "One moment."],
  none: ["No images yet", "They appear here by themselves as soon as somebody adds some.", ["/images.html", "Add images"]],
  done: ["Nothing left to label", "Every image has a decision. New ones appear here by themselves.", ["/draw.html", "Draw one"]],
  held: ["No image for you right now", "Other people are labelling the rest, or the rest was skipped. This page keeps asking."],
  stopped: [
    "Your labels do not count at the moment",
    "So there is no image for you. Ask a reviewer to look at your labels: they can let them count again. This page keeps asking.",
  ],
  picture: ["This image did not load", "This page keeps trying."],
  offline: ["Waiting for the network", "Your labels are kept on this device. Images come back with the network."],
  unreachable: ["Nudge does not answer", "Your labels are kept on this device. This page keeps trying."],
  database: ["The database is down", "Your labels are kept on this device. This page keeps trying."],
  server: ["The server has a problem", "Your labels are kept on this device. This page keeps trying."],
  "no-digit": ["Nothing left here", "The network reads no unlabelled image as this digit. Choose another."],
  "no-model": ["The network knows nothing yet", "After some images are labelled one by one, it can sort the rest.", ["/", "Label some"]],
};

/** Whether the server hands us no images because our labels have no weight. */
export const isStopped = (error) => error.status === 403;

/** When to ask again then: people decide whether labels count again. */
export const STOPPED_MS = 20_000;

/** The reason that a request for images failed. */
export function whyRequestFailed(error, online = navigator.onLine) {
  if (!online) return "offline";
  if (error.unreachable) return "unreachable";
  if (isStopped(error)) return "stopped";
  return error.status === 503 ? "database" : "server";
}

/** The reason that the server had no task for us, from what /api/progress tells; "loading" while it has told nothing. */
export function whyNoTasks(progress) {
  if (!progress) return "loading";
  const { images, labelled, rejected } = progress;
  if (images === 0) return "none";
  return images > labelled + rejected ? "held" : "done";
}

/** Shows a reason's message in #message; null hides it. */
export function showNoImages(reason) {
  const message = byId("message");
  message.hidden = reason === null;
  if (reason === null || message.dataset.reason === reason) return;
  message.dataset.reason = reason;
  const [title, text, link] = MESSAGES[reason];
  setText(message.querySelector("h2"), title);
  setText(message.querySelector("p"), text);
  message.querySelector("a")?.remove();
  if (link) message.append(element("a", { href: link[0] }, link[1]));
}
