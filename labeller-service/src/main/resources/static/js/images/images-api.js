/** Requests of the page of images. */

import { ApiError, ownHeaders, request, signInAgain } from "../sync/api.js";

const PAGE = 60;

/** A page of images: {images: [{image, digit, rejected, split, position, predicted, png}], next}. */
export const getImages = (filter, before) => {
  const asked = Object.entries({ ...filter, before, limit: PAGE }).filter(([, value]) => value != null && value !== "");
  return request("GET", `/api/images?${new URLSearchParams(asked)}`);
};

/** Everything that happened to an image, the oldest first. */
export const getHistory = (image) => request("GET", `/api/images/${encodeURIComponent(image)}/history`);

export const exportPath = (format, position) =>
  `/api/export?format=${format}${position === "" ? "" : `&position=${position}`}`;

/**
 * Imports one file: {added, duplicates, labelled, failures, failed: [{name, reason}]}. Of what fails on the way nobody knows
 * whether it is stored; the same file can be sent again.
 *
 * @param sent  called with the share of the file that is sent, 0 to 1
 */
export function importFile(file, name, labelsFromFolders, key, sent) {
  const query = new URLSearchParams({ name, labels: labelsFromFolders ? "folders" : "none" });
  return new Promise((resolve, reject) => {
    // fetch cannot tell how far an upload has come.
    const sending = new XMLHttpRequest();
    sending.open("POST", `/api/imports?${query}`);
    for (const [header, value] of Object.entries(ownHeaders())) sending.setRequestHeader(header, value);
    sending.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    sending.setRequestHeader("Idempotency-Key", key);
    sending.responseType = "json";
    sending.upload.onprogress = ({ loaded, total }) => sent(total > 0 ? loaded / total : 0);
    sending.onerror = () => reject(new ApiError(0, "The server does not answer."));
    sending.onload = () => {
      const { status, response } = sending;
      if (status === 200 && response) return resolve(response);
      if (status === 401) signInAgain();
      reject(new ApiError(status, response?.detail ?? `The server answered ${status}.`));
    };
    sending.send(file);
  });
}
