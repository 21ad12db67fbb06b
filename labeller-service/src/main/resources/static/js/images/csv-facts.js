/** What a CSV was understood to hold, as text. */

import { count, plural } from "../ui/format.js";
import { leftOutText } from "./import-summary.js";

/** Pairs of a term and what there is: [["Label", "class"], ...]. */
export function csvFacts({ images, labelled, digits, tables, failures, leftOut = 0 }) {
  const facts = tables.flatMap(({ form }) => [
    ["Written", `${form.encoding}, separated by ${form.separator}`],
    ["Columns", `${count(form.columns)}, ${form.header ? "named by a header" : "without a header"}`],
    ["Label", form.label ?? "none"],
    ["Pixels", `${form.pixels}, ink from 0 to ${form.scale}`],
    ...(form.leftOut.length > 0 ? [["Left out", form.leftOut.join(", ")]] : []),
  ]);
  const counts = [count(images), `${count(labelled)} labelled`];
  if (failures > 0) counts.push(`${count(failures)} not read`);
  if (leftOut > 0) counts.push(leftOutText(leftOut));
  facts.push(["Images", counts.join(", ")]);
  if (labelled > 0) facts.push(["Labels", digits.map((n, digit) => `${digit}: ${count(n)}`).join(" · ")]);
  return facts;
}

/** Where the label may be instead: [[value for the server, text], ...]. The first leaves it to the file. */
export function labelChoices({ tables }) {
  const named = [...new Set(tables.flatMap(({ form }) => form.labels))];
  return [
    ["", "As the file tells"],
    ["first", "The first column"],
    ["last", "The last column"],
    ["none", "No column: no labels"],
    ...named.map((name) => [name, `Column “${name}”`]),
  ];
}

/** What the person should know before they decide. */
export function csvAdvice({ images, failures }) {
  if (images === 0) return "Nothing of it can be imported so.";
  return failures === 0
    ? "Nothing is stored yet. Do the pictures show what their labels say?"
    : `Nothing is stored yet. ${plural(failures, "row")} cannot be read, the others can.`;
}
