/** What the pages about quality are built of. */

import { ApiError } from "../sync/api.js";
import { untilAnswered } from "../sync/retry.js";
import { element, setText } from "../ui/dom.js";
import { errorText } from "../ui/error-text.js";
import { personName } from "./quality-text.js";

/**
 * Asks until there is an answer, and shows it. Until then, and when the server refuses, a sentence in `place` says so.
 *
 * @param show       (answer) shows it
 * @param onError    called with each error that will pass, and with null once the answer is there
 * @return whether there is an answer
 */
export async function showAnswer({ place, ask, show, onError }) {
  try {
    const answer = await untilAnswered(ask, (error) => {
      onError(isCounting(error) ? null : error);
      if (error) say(place, isCounting(error) ? "Reading the labels, for the first time since Nudge has started." : errorText(error, "This page keeps trying."));
    });
    say(place, "");
    show(answer);
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    say(place, errorText(error));
    return false;
  }
}

/** The server still reads the log's labels: all is well, but it takes a moment. */
const isCounting = (error) => error?.status === 503 && error.message.startsWith("the labels in the log are being read");

/** Shows a sentence, or none. */
export function say(place, text) {
  setText(place, text);
  place.hidden = text === "";
}

/** Figures with their names, in a `dl`: [[name, figure]]; a figure is a text or an element. */
export function showFacts(list, facts) {
  list.replaceChildren(...facts.map(([name, figure]) => element("div", {}, element("dt", {}, name), element("dd", {}, figure))));
}

/** Puts new rows in the place of old ones; the keyboard focus stays on the control with the same data-focus. */
export function replaceRows(place, rows) {
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  place.replaceChildren(...rows);
  if (focused) place.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
}

/** A date and time as people read it. */
export const timeOf = (at) => element("time", { dateTime: at }, shortTime(at));

export const shortTime = (at) => new Date(at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });

/** A link to the page about somebody who labels. */
export const personLink = (person) =>
  element("a", { href: `/annotator.html?id=${encodeURIComponent(person.id)}`, data: { focus: person.id } }, personName(person));

/** An image of MNIST's size, which the words beside it describe. */
export const picture = (src) =>
  element("span", { className: "paper small" }, element("img", { className: "digit", src, alt: "", width: 28, height: 28, loading: "lazy" }));

export const pictureOf = (image) => picture(`/api/images/${encodeURIComponent(image)}/png`);

/** What stands out about somebody: [{kind, text}] as a list, or a dash. Of more than `most`, the number of the others is told. */
export function flagList(flags, most = Infinity) {
  if (flags.length === 0) return "–";
  const items = flags.slice(0, most).map(({ kind, text }) => element("li", { data: { kind } }, text));
  if (flags.length > most) items.push(element("li", { className: "hint" }, `and ${flags.length - most} more`));
  return element("ul", { className: "flags" }, ...items);
}

/** Shows the first of many rows, and a button for the rest. */
export function showFirst(place, button, rows, most) {
  const rest = rows.slice(most);
  replaceRows(place, rows.slice(0, most));
  button.hidden = rest.length === 0;
  setText(button, `Show all ${rows.length}`);
  button.onclick = () => {
    place.append(...rest);
    button.hidden = true;
    rest[0].tabIndex = -1;
    rest[0].focus();
  };
}
