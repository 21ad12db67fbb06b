import { ApiError } from "./api.js";

const RETRY_MS = 2_500;

/**
 * Repeats a request until it is answered.
 *
 * @param ask      () => Promise of the answer
 * @param onError  called with each temporary error, and with null once the answer is there
 * @param most     how many tries; the last one's error is thrown
 * @throws at once what no repetition can help
 */
export async function untilAnswered(ask, onError, most = Infinity) {
  for (let tries = 1; ; tries++) {
    try {
      const answer = await ask();
      onError(null);
      return answer;
    } catch (error) {
      if (!(error instanceof ApiError) || !error.temporary || tries === most) throw error;
      onError(error);
      await pause(error.retryAfterMs ?? RETRY_MS);
    }
  }
}

/** Waits, but no longer than until the network comes back. */
const pause = (ms) =>
  new Promise((done) => {
    const timer = setTimeout(done, ms);
    addEventListener("online", () => (clearTimeout(timer), done()), { once: true });
  });
