import { ApiError } from "../sync/api.js";
import { byId, element, setText } from "../ui/dom.js";
import { errorText } from "../ui/error-text.js";

/**
 * Runs a request that a person asked for, and shows in #problem what went wrong. Returns its answer, `true` when it has none,
 * or undefined when it failed.
 *
 * @param button  disabled until the answer is there
 */
export async function runRequest(request, button) {
  setText(byId("problem"), "");
  const hadFocus = button && document.activeElement === button;
  if (button) button.disabled = true;
  try {
    return (await request()) ?? true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    setText(byId("problem"), errorText(error));
    return undefined;
  } finally {
    if (button) button.disabled = false;
    if (hadFocus && document.activeElement === document.body) button.focus(); // browsers take it from what is disabled
  }
}

/** Runs a request when the form is submitted. */
export function onSubmit(form, request) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    runRequest(request, form.querySelector("[type=submit]"));
  });
}

/** Shows a secret that is shown only once, with a button to copy it. */
export function showSecret(box, text, secret) {
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
