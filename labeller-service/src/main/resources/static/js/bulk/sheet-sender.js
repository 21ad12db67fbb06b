import { ApiError, sendBulkLabels } from "../sync/api.js";

const RETRY_MS = 2_500;

/** Sends the sheets of an outbox one after the other, each in one request, and repeats what may succeed later. */
export class SheetSender {
  #outbox;
  #on;
  #sending = false;

  /**
   * @param outbox  a SheetOutbox
   * @param on      {changed(), error(error|null), acknowledged(sheet, answer, ms), delayed(sheet), refused(sheet, error)};
   *                `error` is null when the server answers again
   */
  constructor(outbox, on) {
    this.#outbox = outbox;
    this.#on = on;
  }

  /** Sends what waits. To be called whenever a sheet was queued. */
  async flush() {
    this.#on.changed();
    if (this.#sending) return;
    this.#sending = true;
    for (let sheet = this.#outbox.first; sheet && navigator.onLine; sheet = this.#outbox.first) {
      try {
        this.#outbox.recordAttempt(sheet);
        const started = performance.now();
        const answer = await sendBulkLabels(sheet.labels, sheet.key);
        this.#on.acknowledged(sheet, answer, performance.now() - started);
        this.#on.error(null);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.temporary) {
          this.#on.error(error);
          this.#on.delayed(sheet);
          await new Promise((done) => setTimeout(done, error.retryAfterMs ?? RETRY_MS));
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
