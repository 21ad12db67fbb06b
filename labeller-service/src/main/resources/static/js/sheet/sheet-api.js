/** Requests about sheets. */

import { ApiError, request } from "../sync/api.js";

const TIMEOUT_MS = 120_000; // a photo over a slow line
const INK = "data:image/png;base64,";

/** The digits on a photo of a page: {width, height, skew, ink, step, rows: [{boxes}]}. Nothing is stored. */
export const findDigits = (photo) => request("POST", "/api/sheets", { bytes: photo, timeoutMs: TIMEOUT_MS });

/** Stores the digits in boxes of a photo: {added, duplicates, labelled, failures, failed: [{name, reason}]}. */
export function storeDigits(photo, boxes, key) {
  const form = new FormData();
  form.append("picture", photo);
  form.append("boxes", new Blob([JSON.stringify(boxes)], { type: "application/json" }));
  return request("POST", "/api/sheets/images", { form, key, timeoutMs: TIMEOUT_MS });
}

/** The ink of a sheet as {values, width, height}. */
export async function inkOf({ ink }) {
  if (!ink.startsWith(INK)) throw new ApiError(0, "The server's answer broke off.");
  const picture = new Image();
  picture.src = ink;
  await picture.decode();
  const { naturalWidth: width, naturalHeight: height } = picture;
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const values = new Uint8Array(width * height);
  for (let i = 0; i < values.length; i++) values[i] = data[4 * i];
  return { values, width, height };
}
