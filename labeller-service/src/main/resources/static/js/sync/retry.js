import { ApiError } from "./api.js";

const RETRY_MS = 2_500;

/**
 * What went wrong, as a sentence for people.
 *
 * @param advice  what to do about trouble that passes
 */
export function sentence(error, advice = "Try again in a moment.", online = globalThis.navigator?.onLine) {
  const { status, message, retryAfterMs, unreachable } = error;
  if (unreachable) return `${online === false ? "There is no network." : "Nudge does not answer."} ${advice}`;
  if (status === 503) return `The database is down. ${advice}`;
  if (status >= 500) return `The server has a problem; its log says more. ${advice}`;
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  if (retryAfterMs) return `${text} (${Math.ceil(retryAfterMs / 1000)} s).`;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/**
 * Asks until an answer comes. Trouble that may pass is told to `trouble`, and null when it has passed; any other error is
 * thrown, as is the last of `most` tries.
 */
export async function untilAnswered(ask, trouble, most = Infinity) {
  for (let tries = 1; ; tries++) {
    try {
      const answer = await ask();
      trouble(null);
      return answer;
    } catch (error) {
      if (!(error instanceof ApiError) || !error.temporary || tries === most) throw error;
      trouble(error);
      await nextTry(error.retryAfterMs ?? RETRY_MS);
    }
  }
}

/** After a pause; at once when the network comes back. */
const nextTry = (ms) =>
  new Promise((again) => {
    const timer = setTimeout(again, ms);
    addEventListener("online", () => (clearTimeout(timer), again()), { once: true });
  });
