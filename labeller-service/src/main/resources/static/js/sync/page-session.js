import { decide } from "./api.js";
import { randomId } from "./ids.js";
import { follow } from "./live-updates.js";
import { Outbox } from "./outbox.js";
import { claimOwner, gone, keepAlive } from "./outbox-owner.js";
import { Sender } from "./sender.js";
import { showHealth } from "../ui/header.js";
import { local, session } from "./storage.js";
import { waiting } from "./unsent-labels.js";

const ADOPT_MS = 60_000;

/**
 * What every page has in common below its surface: the outbox and its sender, the live stream, and the sentence on how
 * things stand.
 */
export class Desk {
  #troubles = {}; // by where it was met
  #progress = null;
  #page;
  #person;
  #on;
  #sender;

  /**
   * @param page  "label", "draw" or "bulk": each keeps its own outbox, and sends what closed pages left
   * @param person  whose page it is
   * @param on  {acknowledged(decision, answer), refused(decision, error, gone), checkpoint(item), accuracy(items),
   *            progress(item), failed() -> number of refused labels, unsent() -> labels that wait elsewhere than in the
   *            outbox}; all optional
   */
  constructor(page, person, on) {
    this.#page = page;
    this.#person = person;
    this.#on = on;
    const owner = claimOwner({ page, person, session, local, newId: randomId });
    keepAlive(owner, local);
    this.outbox = new Outbox({ storage: local, owner, person });
    this.#sender = new Sender({
      outbox: this.outbox,
      send: ({ method, image, what, body, key }) => decide(method, image, what, body, key),
      isOnline: () => navigator.onLine,
      on: {
        acknowledged: (decision, answer) => {
          on.acknowledged?.(decision, answer);
          this.showHealth();
        },
        refused: (decision, error, gone) => {
          on.refused?.(decision, error, gone);
          this.showHealth();
        },
        trouble: (error) => this.trouble("sender", error),
      },
    });
  }

  get progress() {
    return this.#progress;
  }

  start() {
    follow({
      checkpoint: (item) => this.#on.checkpoint?.(item),
      accuracy: (items) => this.#on.accuracy?.(items),
      progress: (item) => {
        this.#progress = { ...this.#progress, ...item };
        this.#on.progress?.(this.#progress);
        this.showHealth();
      },
      trouble: (error) => {
        const back = this.#troubles.live && !error;
        this.trouble("live", error);
        if (back) this.#sender.retryNow();
      },
    });
    this.flush();
    this.#adopt();
    setInterval(() => this.#adopt(), ADOPT_MS);
    addEventListener("online", () => {
      this.#sender.retryNow();
      this.showHealth();
    });
    addEventListener("offline", () => this.showHealth());
    this.showHealth();
  }

  #adopt() {
    for (const owner of gone(this.outbox.otherOwners(), local)) this.outbox.adopt(owner);
    this.flush();
  }

  /** Sends what was queued. */
  flush() {
    this.#sender.flush();
    this.showHealth();
  }

  /** Notes the error that a part of the page met, or that it met none (null). */
  trouble(where, error) {
    this.#troubles[where] = error;
    this.showHealth();
  }

  get #worst() {
    const errors = Object.values(this.#troubles).filter(Boolean);
    return errors.find((error) => error.unreachable) ?? errors[0] ?? null;
  }

  showHealth() {
    const { others, ...waits } = waiting(local, this.#person);
    showHealth({
      online: navigator.onLine,
      trouble: this.#worst,
      services: this.#progress?.services,
      unsent: this.outbox.size + (this.#on.unsent?.() ?? 0),
      others,
      elsewhere: ["bulk", "draw"].filter((page) => page !== this.#page && waits[page] > 0),
      failed: this.#on.failed?.() ?? 0,
    });
  }
}
