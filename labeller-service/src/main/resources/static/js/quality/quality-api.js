/** Requests about the quality of labels. */

import { request } from "../sync/api.js";

const id = encodeURIComponent;

/** Counting over the whole log may take longer than other answers. */
const LONG_MS = 60_000;
const ask = (path) => request("GET", path, { timeoutMs: LONG_MS });

/** {policy, settings, progress, gold, estimate, recompute, agreement, advice}. */
export const getQuality = () => ask("/api/quality");
/** {position, alpha, agreement, units, labels, digits, overTime, people, kappa}. */
export const getAgreement = () => ask("/api/agreement");
/** What a policy would cost: {labelsPerImage, now: {labelsPerImage}, openImages, labelsNeeded, reopened}. */
export const previewPolicy = (policy) => request("POST", "/api/quality/policy/preview", { json: policy, timeoutMs: LONG_MS });
/**
 * {position} of the change in the log.
 *
 * @param policy  {policy: "solo"|"crowd", settings: {name: number}}
 */
export const setPolicy = (policy) => request("PUT", "/api/quality/policy", { json: policy });

/** Everybody who has labelled: [{id, name, labels, gold, trust, state, bound, flags}]. */
export const getAnnotators = () => ask("/api/annotators");
export const getAnnotator = (annotator) => ask(`/api/annotators/${id(annotator)}`);
export const getMyQuality = () => ask("/api/me/quality");
/**
 * One's own labels, the latest first: {images: [{image, digit, png}], next, own}. Without `own`, all images came: the person may see them.
 *
 * @param digit   that they gave; "" for any
 * @param before  the `next` of the page before, or null
 */
export const getOwnLabels = (digit, before) => ask(`/api/images?limit=20${digit === "" ? "" : `&digit=${id(digit)}`}${before === null ? "" : `&before=${before}`}`);
/** Has a reviewer look at an image that one has labelled, whatever it was: the answer is always the same. */
export const contest = (image, digit) => request("POST", `/api/gold/${id(image)}/contest`, { json: { digit, reason: "" } });
/** What it would change: {labels, images, changed: [{image, from, to}], changedImages, opened, gold, suggestedFrom}. */
export const previewTrust = (annotator, action, from) =>
  request("POST", `/api/annotators/${id(annotator)}/preview`, { json: { action, from }, timeoutMs: LONG_MS });
/** @param action  "distrust" or "trust" */
export const decideTrust = (annotator, action, from) => request("POST", `/api/annotators/${id(annotator)}/${action}`, { json: { from } });

/** {active, retired, contested, images: [{image, png, digit, reason, seen, missed, retired, contests}]}. */
export const getGold = () => ask("/api/gold");
export const correctGold = (image, digit, reason) => request("POST", `/api/gold/${id(image)}/correct`, { json: { digit, reason } });
export const retireGold = (image, reason) => request("POST", `/api/gold/${id(image)}/retire`, { json: { reason } });

/** Images that wait for a reviewer: {waiting, byReason, images: [{image, png, reason, score, digit, posterior, labels, model}]}. */
export const getReview = (reason, limit) => ask(`/api/review?limit=${limit}${reason ? `&reason=${id(reason)}` : ""}`);
/** @param digit  null for an image of no digit */
export const adjudicate = (image, digit, comment, key) =>
  request("POST", `/api/images/${id(image)}/adjudication`, { json: { digit, comment }, key });
export const retractAdjudication = (image, key) => request("DELETE", `/api/images/${id(image)}/adjudication`, { key });
