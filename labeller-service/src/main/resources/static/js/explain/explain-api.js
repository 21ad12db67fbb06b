/** Requests of the page Explain. */

import { request } from "../sync/api.js";
import { decodeExplanation } from "./explanation.js";

/** What backpropagation does with an image, or with a drawing of 784 bytes that is not stored. */
export async function getExplanation({ image, drawing, step, checkpoint, digit }) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ image, step, checkpoint, digit })) if (value != null) query.set(name, value);
  const path = `/api/explain?${query}`;
  const answer = drawing
    ? await request("POST", path, { bytes: drawing, answersBytes: true })
    : await request("GET", path, { answersBytes: true });
  return decodeExplanation(answer);
}

/** The newest images that have a label: [{image, digit, png}]. */
export async function getLabelledImages(limit) {
  const { images } = await request("GET", `/api/images?state=labelled&limit=${limit}`);
  return images.filter(({ digit }) => digit != null);
}
