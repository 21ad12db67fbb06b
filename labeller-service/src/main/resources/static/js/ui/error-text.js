import { capital } from "./format.js";

/**
 * An ApiError as a sentence for people.
 *
 * @param advice  what to do about an error that will pass
 */
export function errorText(error, advice = "Try again in a moment.", online = globalThis.navigator?.onLine) {
  const { status, message, retryAfterMs, unreachable } = error;
  if (unreachable) return `${online === false ? "There is no network." : "Nudge does not answer."} ${advice}`;
  if (status === 503) return `The database is down. ${advice}`;
  if (status >= 500) return `The server has a problem; its log says more. ${advice}`;
  const text = capital(message);
  if (retryAfterMs) return `${text} (${Math.ceil(retryAfterMs / 1000)} s).`;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
