const MOST_IN_FLIGHT = 4;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;

/** The delay before the next try: doubles from half a second to fifteen, give or take a random tenth. */
export function retryDelay(failures, random = Math.random) {
  const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(delay * (0.9 + 0.2 * random()));
}

// A browser's setTimeout must not be called as a method of another object.
const startTimer = (run, ms) => setTimeout(run, ms);

/**
 * Sends the outbox's decisions in the background. Repeats what may succeed later, with the same key and growing delays, and
 * reports every other refusal. Knows no DOM; transport, clock and timer are parameters.
 */
export class Sender {
  #outbox;
  #send;
  #isOnline;
  #now;
  #setTimer;
  #on;
  #imagesInFlight = new Set();
  #failures = 0;
  #pausedUntil = 0;
  #timer = null;

  /**
   * @param send   (decision) => Promise of {image, version, position}; rejects with an ApiError
   * @param on     {acknowledged(decision, answer), refused(decision, error, dropped), error(error|null)}; `dropped` are the
   *               decisions that left the outbox, `error` is null when the server answers again
   */
  constructor({ outbox, send, on, isOnline = () => true, now = Date.now, setTimer = startTimer }) {
    this.#outbox = outbox;
    this.#send = send;
    this.#on = on;
    this.#isOnline = isOnline;
    this.#now = now;
    this.#setTimer = setTimer;
  }

  /** Sends what is due. To be called whenever something was queued. */
  flush() {
    if (!this.#isOnline()) return;
    const wait = this.#pausedUntil - this.#now();
    if (wait > 0) return this.#flushIn(wait);
    const limit = this.#failures > 0 ? 1 : MOST_IN_FLIGHT; // one probe while the server fails
    for (const decision of this.#outbox.due(this.#imagesInFlight)) {
      if (this.#imagesInFlight.size >= limit) return;
      this.#try(decision);
    }
    const next = this.#outbox.nextDue(this.#imagesInFlight);
    if (next !== null && next > this.#now()) this.#flushIn(next - this.#now());
  }

  /** The network is back: sends without further delay. */
  retryNow() {
    this.#pausedUntil = 0;
    this.flush();
  }

  async #try(decision) {
    this.#imagesInFlight.add(decision.image);
    this.#outbox.recordAttempt(decision);
    try {
      const answer = await this.#send(decision);
      this.#onAnswer();
      this.#outbox.acknowledged(decision, answer);
      this.#on.acknowledged(decision, answer);
    } catch (error) {
      if (error.status === undefined) throw error; // a defect of this page, not an answer
      if (error.temporary) this.#onTemporaryError(decision, error);
      else if (error.status !== 401) {
        this.#onAnswer();
        this.#on.refused(decision, error, this.#outbox.refused(decision));
      }
    } finally {
      this.#imagesInFlight.delete(decision.image);
      this.flush();
    }
  }

  #onTemporaryError(decision, error) {
    if (error.status === 500) {
      // May concern this decision alone: the others need not wait.
      this.#outbox.delay(decision, retryDelay(decision.tries));
    } else {
      this.#failures++;
      this.#pausedUntil = this.#now() + (error.retryAfterMs ?? retryDelay(this.#failures));
    }
    this.#on.error(error);
  }

  #onAnswer() {
    this.#failures = 0;
    this.#on.error(null);
  }

  #flushIn(ms) {
    if (this.#timer !== null) return;
    this.#timer = this.#setTimer(() => {
      this.#timer = null;
      this.flush();
    }, ms);
  }
}
