import { ApiError } from "../sync/api.js";
import { untilAnswered } from "../sync/retry.js";
import { byId, element, setText } from "../ui/dom.js";
import { errorText } from "../ui/error-text.js";
import { runRequest } from "./forms.js";

/**
 * Shows a list in #rows as soon as its answer comes. Until then, and when the list is empty, a sentence stands in its place.
 * The keyboard focus stays on the control of the same name in the new list.
 *
 * @param place        the element of the sentence; its data-none is the sentence for an empty list
 * @param ask          () => Promise of the answer
 * @param show         (answer) shows it, and returns false when it is no longer wanted
 * @param pageSession  is told of errors
 */
export async function showList(place, ask, show, pageSession) {
  const rows = byId("rows");
  const say = (text) => {
    setText(place, text);
    place.hidden = rows.children.length > 0;
  };
  say("One moment.");
  try {
    const answer = await untilAnswered(ask, (error) => {
      pageSession.setError("list", error);
      if (error) say("Waiting for Nudge to answer.");
    });
    const control = rows.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : null;
    if (show(answer) === false) return;
    if (control) (rows.querySelector(`[aria-label="${CSS.escape(control)}"]`) ?? byId("content")).focus();
    say(place.dataset.none);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    say(errorText(error));
  }
}

/** A button in a row; `what` names the row to screen readers. */
export function actionButton(label, what, request) {
  const button = element("button", { type: "button", className: "quiet", aria: { label: `${label}: ${what}` } }, label);
  button.addEventListener("click", () => runRequest(request, button));
  return button;
}

/** A table cell; on phones its column's name stands before the content. */
export const tableCell = (name, ...content) => element("td", { data: name ? { name } : {} }, ...content);
