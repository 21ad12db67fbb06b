import { byId, element, setText } from "./dom.js";

/** What stands in the place of images that are not there: [title, text, and perhaps where to go: [path, words]]. */
const SENTENCES = {
  loading: ["Fetching images", "One moment."],
  none: ["No images yet", "They show up here by themselves as soon as somebody adds some.", ["/images.html", "Add images"]],
  done: ["Nothing left to label", "Every image has a decision. New ones show up here by themselves.", ["/draw.html", "Draw one"]],
  held: ["Nothing to hand out", "The images that are left are with other people, or were skipped. This page keeps asking."],
  picture: ["This image did not come", "This page keeps trying."],
  offline: ["Waiting for the network", "Your labels are kept on this device. Images come back with the network."],
  unreachable: ["Nudge does not answer", "Your labels are kept on this device. This page keeps trying."],
  database: ["The database is down", "Your labels are kept on this device. This page keeps trying."],
  trouble: ["The server has a problem", "Your labels are kept on this device. This page keeps trying."],
  "no-digit": ["Nothing left here", "The network reads no unlabelled image as this digit. Choose another."],
  "no-model": ["The network knows nothing yet", "With some images labelled one by one it learns to sort the rest.", ["/", "Label some"]],
};

/** Why images did not come: the name of a sentence. */
export function whyFailed(error, online = navigator.onLine) {
  if (!online) return "offline";
  if (error.unreachable) return "unreachable";
  return error.status === 503 ? "database" : "trouble";
}

/** Shows a sentence in #message; null hides it. */
export function showEmpty(why) {
  const message = byId("message");
  message.hidden = why === null;
  if (why === null || message.dataset.why === why) return;
  message.dataset.why = why;
  const [title, text, way] = SENTENCES[why];
  setText(message.querySelector("h2"), title);
  setText(message.querySelector("p"), text);
  message.querySelector("a")?.remove();
  if (way) message.append(element("a", { href: way[0] }, way[1]));
}
