/** What figures of quality say, in words. */

import { count, percent, plural } from "../ui/format.js";

/** A coefficient such as alpha or kappa, with its sign: 0.1255 -> "0.126"; null -> "undefined". */
export const coefficient = (value) => (value == null ? "undefined" : value.toFixed(3).replace("-", "\u2212"));

/** Beside an alpha, what it rests on, and why it may be undefined. */
export function agreementText({ alpha, agreement, units }) {
  if (units === 0) return "No image has labels of two people yet, so there is nothing to compare.";
  const basis = `${percent(agreement)} of the pairs agree, on ${plural(units, "image")} with several labels`;
  return alpha == null ? `Undefined: all these labels are of one digit. ${basis}.` : `${basis}.`;
}

/** How far an alpha can be relied on, by the bounds that Krippendorff gives (0.800 and 0.667). */
export function alphaVerdict(alpha) {
  if (alpha == null) return "";
  if (alpha >= 0.8) return "reliable";
  return alpha >= 0.667 ? "for tentative conclusions" : "not reliable";
}

const STATES = { new: "new", trusted: "trusted", watched: "watched", distrusted: "distrusted" };

/** The state of somebody who labels, with what it means. */
export const stateText = (state) =>
  ({
    new: "new: too few answers on gold to say more",
    trusted: "trusted",
    watched: "watched: some answers on gold were wrong",
    distrusted: "distrusted: the labels have no weight",
  })[state] ?? state;

export const stateName = (state) => STATES[state] ?? state;

/** Answers on gold: "18 of 20 right". */
export const goldText = ({ seen, correct }) => (seen === 0 ? "none answered" : `${count(correct)} of ${count(seen)} right`);

/** How the images are looked at again after a decision, or null when there never was one. */
export function recomputeText(recompute) {
  if (!recompute) return null;
  const { cause, running, lookedAt, changed, opened } = recompute;
  const found = `${plural(lookedAt, "image")} looked at, ${count(changed)} changed, ${count(opened)} open again`;
  return running
    ? `Looking at images again because of position ${cause}: ${found} so far. Nobody has to wait for it.`
    : `Images were last looked at again because of position ${cause}: ${found}.`;
}

/** The latest estimate of how everybody labels. */
export function estimateText(estimate) {
  if (!estimate) return "There is no estimate yet: it needs images with labels of several people.";
  const { number, horizon, iterations } = estimate;
  return `Estimate ${number}, from the labels up to position ${horizon}, after ${plural(iterations, "iteration")}.`;
}

/** What a policy would cost. */
export function policyPreviewText({ labelsPerImage, now, openImages, labelsNeeded, reopened }) {
  const each = labelsPerImage == null ? "Too few labels to say how many an image would take" : `About ${figure(labelsPerImage)} labels per image`;
  const before = now?.labelsPerImage == null ? "" : `, ${figure(now.labelsPerImage)} now`;
  const needed = labelsNeeded == null ? "" : `, which takes about ${plural(labelsNeeded, "label")} more`;
  return [
    `${each}${before}.`,
    `${plural(openImages, "image")} would be open${needed}.`,
    reopened > 0 ? `${plural(reopened, "image")} of these ${reopened === 1 ? "is" : "are"} settled now.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

/** What distrusting somebody, or trusting them again, would change. */
export function trustPreviewText(action, { labels, images, changedImages, opened, gold }) {
  const labelsText = plural(labels, "label");
  const weight = action === "distrust" ? `${labelsText} would have no weight` : `${labelsText} would have weight again`;
  return [
    `${weight}, on ${plural(images, "image")}.`,
    changedImages === 0 ? "No image would change." : `${plural(changedImages, "image")} would change, ${count(opened)} of them open again.`,
    gold && gold.seen > 0 ? `Gold in that time: ${goldText(gold)}.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

/** Whether somebody follows the model's suggestions. */
export function suggestionText({ withModelShown, shown, withModelHidden, hidden, rubberStamping }) {
  if (rubberStamping == null) return "Too few labels with and without a suggestion to compare.";
  const both = `Where a suggestion was shown, ${percent(withModelShown)} of ${plural(shown, "label")} are what the model reads; where it was hidden, ${percent(withModelHidden)} of ${count(hidden)}.`;
  return `${both} The difference is ${(rubberStamping * 100).toFixed(1).replace("-", "\u2212")} points.`;
}

/** A number of labels per image, or another small figure. */
export const figure = (value) => (value == null ? "–" : value.toFixed(2));

/** How long, from milliseconds: "640 ms", "1.8 s". */
export function duration(ms) {
  if (ms == null) return "–";
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** A person's name; of somebody who was erased, the beginning of the id. */
export const personName = ({ id, name }) => name ?? `erased (${String(id).slice(0, 8)})`;

const CONCERN = ["distrusted", "watched", "new", "trusted"];

/** People whose labels need a look first: by state, then those with flags, then the less trusted. */
export const byConcern = (people) =>
  [...people].sort(
    (one, other) =>
      CONCERN.indexOf(one.state) - CONCERN.indexOf(other.state) || other.flags.length - one.flags.length || (one.trust ?? 0) - (other.trust ?? 0),
  );
