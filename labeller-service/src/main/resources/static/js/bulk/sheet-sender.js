const RETRY_MS = 2_500;

const pauseFor = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * Sends the sheets of an outbox one after the other, each in one request, and repeats what may succeed later, with the same
 * key. Knows no DOM; transport and pause are parameters.
 */
export class SheetSender {
  #outbox;
  #send;
  #on;
  #isOnline;
  #pause;
  #sending = false;

  /**
   * @param outbox  a SheetOutbox
   * @param send    (labels, key) => Promise of the answer; rejects with an ApiError
   * @param on      {changed(), error(error|null), acknowledged(sheet, answer, ms), delayed(sheet), refused(sheet, error)};
   *                `error` is null when the server answers again
   */
  constructor({ outbox, send, on, isOnline = () => true, pause = pauseFor }) {
    this.#outbox = outbox;
    this.#send = send;
    this.#on = on;
    this.#isOnline = isOnline;
    this.#pause = pause;
  }

  /** Sends what waits. To be called whenever a sheet was queued. */
  async flush() {
    this.#on.changed();
    if (this.#sending) return;
    this.#sending = true;
    for (let sheet = this.#outbox.first; sheet && this.#isOnline(); sheet = this.#outbox.first) {
      try {
        this.#outbox.recordAttempt(sheet);
        const started = performance.now();
        const answer = await this.#send(sheet.labels, sheet.key);
        this.#on.acknowledged(sheet, answer, performance.now() - started);
        this.#on.error(null);
      } catch (error) {
        if (error.status === undefined) throw error; // a defect of this page, not an answer
        if (error.temporary) {
          this.#on.error(error);
          this.#on.delayed(sheet);
          await this.#pause(error.retryAfterMs ?? RETRY_MS);
          continue;
        }
        if (error.status === 401) break; // kept until its person has signed in again
        this.#on.refused(sheet, error);
      }
      this.#outbox.acknowledged(sheet);
      this.#on.changed();
    }
    this.#sending = false;
  }
}
