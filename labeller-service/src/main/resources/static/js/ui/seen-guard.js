/** So long something is painted before a key or a click can be meant for it. Eight keys a second all pass: 125 ms each. */
const SEEN_MS = 80;

/** Knows since when what is on show can be seen, so that a hand that slips decides nothing that nobody saw. */
export class SeenGuard {
  #images;
  #afterPaint;
  #now;
  #shows = 0;
  #paintedAt = null;

  /** @param images  gives the image elements that are on show */
  constructor(images, { afterPaint = afterNextPaint, now = () => performance.now() } = {}) {
    this.#images = images;
    this.#afterPaint = afterPaint;
    this.#now = now;
  }

  /** Something else is on show from now on. */
  changed() {
    const show = ++this.#shows;
    this.#paintedAt = null;
    this.#afterPaint(this.#images(), () => {
      if (show === this.#shows) this.#paintedAt = this.#now();
    });
  }

  /** Whether a key or a click of that time, in the milliseconds of the page, can be meant for what is on show. */
  isSeenAt(time) {
    return this.#paintedAt !== null && time - this.#paintedAt >= SEEN_MS;
  }
}

/** Calls back when the images have been painted. A page that nobody sees paints nothing. */
async function afterNextPaint(images, painted) {
  await Promise.allSettled(images.map((image) => image.decode()));
  requestAnimationFrame(() => requestAnimationFrame(painted)); // the second frame begins when the first was painted
}
