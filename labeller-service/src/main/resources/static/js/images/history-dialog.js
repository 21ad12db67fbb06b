import { ApiError } from "../sync/api.js";
import { untilAnswered } from "../sync/retry.js";
import { byId, element, setText } from "../ui/dom.js";
import { errorText } from "../ui/error-text.js";
import { shortId } from "../ui/format.js";
import { eventText, weightText } from "./event-text.js";
import { getHistory, getWhy } from "./images-api.js";

export function startHistoryDialog() {
  byId("close").addEventListener("click", () => byId("history").close());
}

/**
 * Opens the dialog with everything that happened to an image.
 *
 * @param png        the address of its picture
 * @param me         () => the id of the person at the page, or undefined while it is not known
 * @param mayReview  whether the person may see who gave which label, and what it weighs
 */
export async function openHistory({ image, png }, me, mayReview) {
  byId("picture").src = png;
  setText(byId("history-id"), image);
  byId("explain").href = `/explain.html?image=${encodeURIComponent(image)}`;
  say("One moment.");
  byId("why").hidden = true;
  byId("history").showModal();
  const isOpen = () => byId("history").open && byId("history-id").textContent === image;
  if (mayReview) explain(image, isOpen);
  try {
    const events = await untilAnswered(
      async () => isOpen() && getHistory(image),
      (error) => error && isOpen() && say(errorText(error, "This page keeps trying.")),
    );
    if (isOpen()) byId("timeline").replaceChildren(...events.map((event) => eventItem(event, me())));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    say(errorText(error));
  }
}

/** Says why the image has its digit, or none. The timeline is there without it. */
async function explain(image, isOpen) {
  try {
    const { text, labels } = await getWhy(image);
    if (!isOpen()) return;
    setText(byId("why-text"), text);
    byId("why-labels").replaceChildren(...labels.map((label) => element("li", {}, weightText(label))));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (!isOpen()) return;
    setText(byId("why-text"), errorText(error));
    byId("why-labels").replaceChildren();
  }
  byId("why").hidden = false;
}

/** Shows a sentence in place of the timeline. */
function say(text) {
  byId("timeline").replaceChildren(element("li", { className: "said" }, text));
}

function eventItem(event, me) {
  const at = new Date(event.at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });
  const who = event.actor === me ? "you" : shortId(event.actor);
  const line = [at, who, event.position > 0 && `position ${event.position}`].filter(Boolean).join(" · ");
  return element("li", {}, element("div", {}, eventText(event)), element("div", { className: "hint" }, line));
}
