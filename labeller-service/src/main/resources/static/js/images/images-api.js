/** Requests of the page Images. */

import { ApiError, goToSignIn, identityHeaders, request } from "../sync/api.js";

const PAGE = 60;

/** A page of images: {images: [{image, digit, rejected, split, position, aside, twin, predicted, png}], next}. */
export const getImages = (filter, before) => {
  const query = Object.entries({ ...filter, before, limit: PAGE }).filter(([, value]) => value != null && value !== "");
  return request("GET", `/api/images?${new URLSearchParams(query)}`);
};

/** The events of an image, the oldest first. */
export const getHistory = (image) => request("GET", `/api/images/${encodeURIComponent(image)}/history`);

/** For reviewers, why an image has the digit that it has: {digit, basis, confidence, policy, estimate, posterior, labels, text}. */
export const getWhy = (image) => request("GET", `/api/images/${encodeURIComponent(image)}/why`);

/** Decides about an image that is put aside: `take-in` uses it, `leave-out` does not. */
export const decideAside = (image, decision, key) =>
  request("POST", `/api/images/${encodeURIComponent(image)}/${decision}`, { key });

export const exportPath = (format, position) =>
  `/api/export?format=${format}${position === "" ? "" : `&position=${position}`}`;

/**
 * Imports one file: {added, duplicates, putAside, labelled, failures, failed: [{name, reason}], leftOut, notes: [{name, note}]}. When
 * the request fails, the server may have stored the file all the same; sending it again with the same key does no harm.
 *
 * @param csv         what the person said about a CSV: {label, scale}, each of them may be empty
 * @param onProgress  called with the share of the file that is sent, 0 to 1
 */
export const importFile = (file, name, labelsFromFolders, csv, key, onProgress) =>
  sendFile(file, { name, labels: labelsFromFolders ? "folders" : "none", ...given(csv) }, key, onProgress);

/** What an import of a file would store: {images, labelled, digits, tables, pictures, failures, failed, leftOut, notes}. */
export const previewFile = (file, name, csv) => sendFile(file, { name, ...given(csv), dryRun: true }, null, () => {});

const given = (csv) => Object.fromEntries(Object.entries(csv).filter(([, value]) => value));

function sendFile(file, query, key, onProgress) {
  return new Promise((resolve, reject) => {
    // fetch does not report the progress of an upload.
    const sending = new XMLHttpRequest();
    sending.open("POST", `/api/imports?${new URLSearchParams(query)}`);
    for (const [header, value] of Object.entries(identityHeaders())) sending.setRequestHeader(header, value);
    sending.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    if (key) sending.setRequestHeader("Idempotency-Key", key);
    sending.responseType = "json";
    sending.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    sending.onerror = () => reject(new ApiError(0, "The server does not answer."));
    sending.onload = () => {
      const { status, response } = sending;
      if (status === 200 && response) return resolve(response);
      if (status === 401) goToSignIn();
      reject(new ApiError(status, response?.detail ?? `The server answered ${status}.`));
    };
    sending.send(file);
  });
}
