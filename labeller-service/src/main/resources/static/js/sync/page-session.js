import { sendDecision } from "./api.js";
import { randomId } from "./ids.js";
import { followUpdates } from "./live-updates.js";
import { claimOwner, deadOwners, startHeartbeat } from "./outbox-owner.js";
import { Outbox } from "./outbox.js";
import { Sender } from "./sender.js";
import { browserStorage, tabStorage } from "./storage.js";
import { countUnsent } from "./unsent-labels.js";

const ADOPT_MS = 60_000;

/**
 * What every page has behind its surface, from the moment that its person is known until it is left: the outbox and its
 * sender, the live updates, and the facts about its health.
 */
export class PageSession {
  #errors = {}; // by the part of the page that met them
  #progress = null;
  #page;
  #person;
  #on;
  #showHealth;
  #unsentElsewhere;
  #refused;
  #sender;

  /**
   * @param page        "label", "draw", "bulk" ...: each keeps an outbox of its own, and sends what closed pages left
   * @param person      the id of the person whose page it is
   * @param on          {acknowledged(decision, answer), refused(decision, error, dropped), checkpoint(item),
   *                    accuracy(items), progress(item)}; all optional
   * @param showHealth  (facts) shows how things are; see `describeHealth`
   * @param countUnsent   () => labels that this page keeps elsewhere than in the outbox
   * @param countRefused  () => decisions that the server refused and nobody has corrected yet
   */
  constructor({ page, person, on = {}, showHealth, countUnsent: unsent = () => 0, countRefused = () => 0 }) {
    this.#page = page;
    this.#person = person;
    this.#on = on;
    this.#showHealth = showHealth;
    this.#unsentElsewhere = unsent;
    this.#refused = countRefused;
    const owner = claimOwner({ page, person, tabStorage, browserStorage, newId: randomId });
    startHeartbeat(owner, browserStorage);
    this.outbox = new Outbox({ storage: browserStorage, owner, person });
    this.#sender = new Sender({
      outbox: this.outbox,
      send: ({ method, image, what, body, key }) => sendDecision(method, image, what, body, key),
      isOnline: () => navigator.onLine,
      on: {
        acknowledged: (decision, answer) => {
          on.acknowledged?.(decision, answer);
          this.updateHealth();
        },
        refused: (decision, error, dropped) => {
          on.refused?.(decision, error, dropped);
          this.updateHealth();
        },
        error: (error) => this.setError("sender", error),
      },
    });
  }

  /** What /api/progress last told, or null. */
  get progress() {
    return this.#progress;
  }

  start() {
    followUpdates(this.#person, {
      checkpoint: (item) => this.#on.checkpoint?.(item),
      accuracy: (items) => this.#on.accuracy?.(items),
      progress: (item) => {
        this.#progress = { ...this.#progress, ...item };
        this.#on.progress?.(this.#progress);
        this.updateHealth();
      },
      error: (error) => {
        const recovered = this.#errors.updates && !error;
        this.setError("updates", error);
        if (recovered) this.#sender.retryNow();
      },
    });
    this.flush();
    this.#adopt();
    setInterval(() => this.#adopt(), ADOPT_MS);
    addEventListener("online", () => {
      this.#sender.retryNow();
      this.updateHealth();
    });
    addEventListener("offline", () => this.updateHealth());
    this.updateHealth();
  }

  /** Takes over the decisions of closed pages. */
  #adopt() {
    for (const owner of deadOwners(this.outbox.otherOwners(), browserStorage)) this.outbox.adopt(owner);
    this.flush();
  }

  /** Sends what was queued. */
  flush() {
    this.#sender.flush();
    this.updateHealth();
  }

  /** Records the error that a part of the page met, or that its last request succeeded (null). */
  setError(part, error) {
    this.#errors[part] = error;
    this.updateHealth();
  }

  get #worstError() {
    const errors = Object.values(this.#errors).filter(Boolean);
    return errors.find((error) => error.unreachable) ?? errors[0] ?? null;
  }

  updateHealth() {
    const { others, ...byPage } = countUnsent(browserStorage, this.#person);
    this.#showHealth({
      online: navigator.onLine,
      error: this.#worstError,
      services: this.#progress?.services,
      relay: this.#progress?.relay,
      unsent: this.outbox.size + this.#unsentElsewhere(),
      others,
      otherPages: ["bulk", "draw"].filter((page) => page !== this.#page && byPage[page] > 0),
      refused: this.#refused(),
    });
  }
}
