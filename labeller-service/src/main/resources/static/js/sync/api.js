/** Every request of the pages goes through `request`. */

import { forgeryToken } from "./forgery-token.js";

const TIMEOUT_MS = 15_000;

/** The server refused or failed, or did not answer (`status` 0). `message` can be shown to a person. */
export class ApiError extends Error {
  constructor(status, message, retryAfterMs = null) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }

  /** The same request, unchanged, may succeed later. */
  get temporary() {
    return this.status === 0 || this.status === 408 || this.status === 425 || this.status === 429 || this.status >= 500;
  }

  get unreachable() {
    return this.status === 0 || this.status === 502 || this.status === 504;
  }
}

let clockOffsetMs = 0;

/** The server's clock in epoch milliseconds, according to its last answer. */
export const serverNow = () => Date.now() + clockOffsetMs;

export const getTasks = (count) => request("GET", `/api/tasks?count=${count}&pictures=INLINE`);
export const getImage = (image) => request("GET", `/api/images/${encodeURIComponent(image)}`);
export const getProgress = () => request("GET", "/api/progress");
export const getAccuracy = (limit = 500) => request("GET", `/api/accuracy?limit=${limit}`);
export const getCheckpoints = (limit = 50) => request("GET", `/api/checkpoints?limit=${limit}`);

/** What the network reads in an image of 784 bytes (0 paper, 255 ink): {digit, probabilities[10], checkpoint}. */
export const predict = (pixels) => request("POST", "/api/predict", { bytes: pixels });

/** Stores 784 bytes as a new image: {image, version, split}. */
export const addImage = (pixels, key) => request("POST", "/api/images", { bytes: pixels, key });

/** Makes (`POST`) or takes back (`DELETE`) a decision: `what` is label, skip or reject. */
export const sendDecision = (method, image, what, body, key) =>
  request(method, `/api/images/${encodeURIComponent(image)}/${what}`, { json: body, key, keepalive: true });

/** Images that the network reads as one digit, the least certain first: {digit, checkpoint, tasks}. */
export const getBulkTasks = (digit, count) => request("GET", `/api/bulk?digit=${digit}&count=${count}&pictures=INLINE`);

/**
 * Labels many images in one transaction; a digit of null takes the label back:
 * {labelled, position, refused: [{image, detail}]}.
 */
export const sendBulkLabels = (labels, key) => request("POST", "/api/bulk", { json: { labels }, key, keepalive: true });

/** @param answersBytes  whether the answer is an ArrayBuffer rather than JSON */
export async function request(
  method,
  path,
  { json, bytes, form, key, keepalive, anonymous, answersBytes, timeoutMs = TIMEOUT_MS } = {},
) {
  const headers = { Accept: answersBytes ? "application/octet-stream, application/json" : "application/json" };
  if (json != null) headers["Content-Type"] = "application/json";
  if (bytes) headers["Content-Type"] = "application/octet-stream";
  if (key) headers["Idempotency-Key"] = key;
  if (!anonymous) Object.assign(headers, identityHeaders());

  let response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: bytes ?? form ?? (json == null ? undefined : JSON.stringify(json)),
      keepalive,
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch {
    throw new ApiError(0, "The server does not answer.");
  }
  const date = Date.parse(response.headers.get("Date") ?? "");
  if (!Number.isNaN(date)) clockOffsetMs = date - Date.now();
  if (response.status === 401) {
    goToSignIn();
    throw new ApiError(401, "Please sign in.");
  }
  if (!response.ok) throw await problem(response);
  try {
    if (answersBytes) return await response.arrayBuffer();
    return response.status === 204 ? null : await response.json();
  } catch {
    throw new ApiError(0, "The server's answer broke off.");
  }
}

/** The session has ended: after signing in again the person comes back to this page. */
export function goToSignIn() {
  location.assign(`/sign-in.html?ended=yes&next=${encodeURIComponent(location.pathname)}`);
}

async function problem(response) {
  let detail = null;
  try {
    const body = await response.json();
    detail = body.detail ?? body.title;
  } catch {
    // Not a problem document: the status alone is known.
  }
  const seconds = Number(response.headers.get("Retry-After"));
  return new ApiError(
    response.status,
    detail ?? `The server answered ${response.status}.`,
    seconds > 0 ? seconds * 1000 : null,
  );
}

let person = null;

/** From now on every request names this person, and the server refuses it when somebody else is signed in. */
export const sendAsPerson = (id) => (person = id);

/** Headers that prove that a request comes from our own page, and name its person. */
export function identityHeaders() {
  const token = forgeryToken(document.cookie, location);
  return { ...(token && { "X-XSRF-TOKEN": token }), ...(person && { "Nudge-Person": person }) };
}
