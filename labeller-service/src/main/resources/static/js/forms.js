import { ApiError } from "./api.js";
import { byId, element, setText } from "./dom.js";

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

function sentence({ message, retryAfterMs }) {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return retryAfterMs ? `${text} (${Math.ceil(retryAfterMs / 1000)} s).` : /[.!?]$/.test(text) ? text : `${text}.`;
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
