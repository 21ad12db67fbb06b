/**
 * Empties the outbox over the network, in the background. Retries what may succeed later, with the same key and a
 * growing pause; hands everything else back. Knows no DOM; the transport, clock and timer are given.
 */

const AT_ONCE = 4;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/** The pause before another try: doubles from half a second to fifteen, with up to a fifth of random spread. */
export function pauseAfter(failures, random = Math.random) {
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(pause * (0.9 + 0.2 * random()));
}

// A browser's setTimeout must not be called as a method of another object.
const later = (run, ms) => setTimeout(run, ms);

export class Sender {
  #outbox;
  #send;
  #isOnline;
  #now;
  #setTimer;
  #on;
  #underWay = new Set(); // images
  #failures = 0;
  #pausedUntil = 0;
  #timer = null;

  /**
   * @param send   (decision) => Promise of {image, version, position}; rejects with an ApiError
   * @param on     {acknowledged(decision, answer), refused(decision, error, gone), trouble(error|null)}
   */
  constructor({ outbox, send, on, isOnline = () => true, now = Date.now, setTimer = later }) {
    this.#outbox = outbox;
    this.#send = send;
    this.#on = on;
    this.#isOnline = isOnline;
    this.#now = now;
    this.#setTimer = setTimer;
  }

  /** Sends what is due. Call it whenever something was queued. */
  flush() {
    if (!this.#isOnline()) return;
    const wait = this.#pausedUntil - this.#now();
    if (wait > 0) return this.#wakeIn(wait);
    const limit = this.#failures > 0 ? 1 : AT_ONCE; // one probe while the server is in trouble
    for (const decision of this.#outbox.due(this.#underWay)) {
      if (this.#underWay.size >= limit) return;
      this.#attempt(decision);
    }
    const next = this.#outbox.nextDue(this.#underWay);
    if (next !== null && next > this.#now()) this.#wakeIn(next - this.#now());
  }

  /** The network is back: forget the pause. */
  retryNow() {
    this.#pausedUntil = 0;
    this.flush();
  }

  async #attempt(decision) {
    this.#underWay.add(decision.image);
    this.#outbox.attempt(decision);
    try {
      const answer = await this.#send(decision);
      this.#recovered();
      this.#outbox.acknowledged(decision, answer);
      this.#on.acknowledged(decision, answer);
    } catch (error) {
      if (error.status === undefined) throw error; // a defect of this page, not an answer
      if (error.temporary) this.#failed(decision, error);
      else if (error.status !== 401) {
        this.#recovered();
        this.#on.refused(decision, error, this.#outbox.refused(decision));
      }
    } finally {
      this.#underWay.delete(decision.image);
      this.flush();
    }
  }

  #failed(decision, error) {
    if (error.status === 500) {
      // May concern this one decision alone: let the others pass.
      this.#outbox.delay(decision, pauseAfter(decision.tries));
    } else {
      this.#failures++;
      this.#pausedUntil = this.#now() + (error.retryAfterMs ?? pauseAfter(this.#failures));
    }
    this.#on.trouble(error);
  }

  #recovered() {
    this.#failures = 0;
    this.#on.trouble(null);
  }

  #wakeIn(ms) {
    if (this.#timer !== null) return;
    this.#timer = this.#setTimer(() => {
      this.#timer = null;
      this.flush();
    }, ms);
  }
}
