/** The words of the page Gold. */

import { count, percent } from "../ui/format.js";
import { personName } from "./quality-text.js";

/** How many people gave another digit: "3 of 12, 25.0 %". */
export const missedText = ({ seen, missed }) => (seen === 0 ? "nobody had it yet" : `${count(missed)} of ${count(seen)}, ${percent(missed / seen)}`);

/** What somebody says about a gold image. */
export function contestText({ by, byName, digit, reason }) {
  const said = digit == null ? "it is not a digit" : `it is a ${digit}`;
  return `${personName({ id: by, name: byName })}: ${said}${reason ? ` (${reason})` : ""}`;
}

/** The images of a digit, in their order; all of them for "". */
export const ofDigit = (images, digit) => (digit === "" ? images : images.filter((image) => String(image.digit) === digit));
