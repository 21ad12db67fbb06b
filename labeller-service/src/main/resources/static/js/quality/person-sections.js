import { byId, element } from "../ui/dom.js";

/**
 * Puts the sections that the page about somebody and the page of one's own labels have in common in the places that the pages keep
 * for them; `showPersonFigures` fills them.
 *
 * @param they  "they" or "you"
 */
export function putPersonSections(they) {
  byId("labels-place").replaceWith(glance(), confusion(they), estimate(they));
  byId("work-place").replaceWith(pace(), agreement());
}

const glance = () =>
  board(
    "board wide",
    title("figures-title", "At a glance"),
    element("p", {}, element("span", { id: "state", className: "state" })),
    element("dl", { id: "facts", className: "facts" }),
    element("div", { id: "flags" }),
  );

const confusion = (they) =>
  board(
    "board",
    title("confusion-title", `What ${they} gave`),
    element("p", { className: "hint" }, `Labels of images that others labelled too, or whose digit is known: rows are the settled digit, columns what ${they} gave.`),
    scroller({}, "confusion-title", table({ id: "confusion", className: "matrix" }, "Labels by settled digit")),
    element("ul", { id: "confusions", className: "plain" }),
  );

const estimate = (they) =>
  board(
    "board",
    title("estimated-title", `How ${they} label, by the estimate`),
    element("p", { id: "estimated", className: "hint" }),
    scroller({ id: "estimated-part", hidden: true }, "estimated-title", table({ id: "matrix", className: "matrix" }, "Estimated shares in per cent")),
    element("ul", { id: "mistakes", className: "plain" }),
  );

function pace() {
  const head = element("thead", {}, element("tr", {}, column("Hour"), column("Labels")));
  const hours = table({ className: "list tight" }, "Labels per hour", head, element("tbody", { id: "rows" }));
  const details = element("details", {}, element("summary", {}, "The same as a table"), hours);
  return board(
    "board",
    title("pace-title", "Pace"),
    element("p", { id: "pace" }),
    element("div", { id: "pace-part", className: "stack", hidden: true }, element("div", { id: "hours" }), details),
  );
}

const agreement = () => board("board", title("agreement-title", "Agreement"), element("p", { id: "others" }), element("p", { id: "suggestions" }));

const title = (id, text) => element("h2", { id }, text);
const column = (name) => element("th", { scope: "col" }, name);
const board = (className, heading, ...content) => element("section", { className, aria: { labelledby: heading.id } }, heading, ...content);
const table = (properties, caption, ...content) => element("table", properties, element("caption", { className: "visually-hidden" }, caption), ...content);

/** What is wider than a phone is scrolled by itself, also by keyboard. */
const scroller = (properties, labelledby, content) => element("div", { className: "scroller", tabIndex: 0, role: "region", aria: { labelledby }, ...properties }, content);
