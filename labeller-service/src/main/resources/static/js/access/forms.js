import { ApiError } from "../sync/api.js";
import { byId, element, setText } from "../ui/dom.js";
import { sentence, untilAnswered } from "../sync/retry.js";

/** Runs a request that a person asked for, and says what went wrong. Returns its answer, or undefined. */
export async function attempt(work, button) {
  setText(byId("problem"), "");
  if (button) button.disabled = true;
  try {
    return (await work()) ?? true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    setText(byId("problem"), sentence(error));
    return undefined;
  } finally {
    if (button) button.disabled = false;
  }
}

/**
 * Shows a list as soon as its answer comes; until then, and when it is empty, a sentence stands in its place. The keyboard
 * stays where it was, on the new list's own control of that name.
 *
 * @param place  the element of the sentence, which knows that of an empty list; before it stands the list, #rows
 * @param ask    () => Promise of the answer
 * @param show   (answer) shows it; false when another list is wanted meanwhile
 * @param desk   hears of trouble
 */
export async function showList(place, ask, show, desk) {
  const rows = byId("rows");
  const say = (text) => {
    setText(place, text);
    place.hidden = rows.children.length > 0;
  };
  say("One moment.");
  try {
    const answer = await untilAnswered(ask, (error) => {
      desk.trouble("list", error);
      if (error) say("Waiting for Nudge to answer.");
    });
    const control = rows.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : null;
    if (show(answer) === false) return;
    if (control) (rows.querySelector(`[aria-label="${CSS.escape(control)}"]`) ?? byId("content")).focus();
    say(place.dataset.none);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    say(sentence(error));
  }
}

/** Calls `work` when the form is sent; its button rests meanwhile. */
export function onSubmit(form, work) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(work, form.querySelector("[type=submit]"));
  });
}

/** A button of a list's row. */
export function action(label, what, run) {
  const button = element("button", { type: "button", className: "quiet", aria: { label: `${label}: ${what}` } }, label);
  button.addEventListener("click", () => attempt(run, button));
  return button;
}

/** A cell; on phones its name stands before it. */
export const cell = (name, ...content) => element("td", { data: name ? { name } : {} }, ...content);

/** Shows what is shown only once, with a button to copy it. */
export function showOnce(box, text, secret) {
  const copy = element("button", { type: "button", className: "secondary" }, "Copy");
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(secret);
    setText(copy, "Copied");
  });
  box.replaceChildren(
    element("p", {}, text),
    element("p", {}, element("code", { textContent: secret })),
    element("div", { className: "row" }, ...(navigator.clipboard ? [copy] : [])),
  );
  box.hidden = false;
}
