const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP = 0.03; // of the canvas's side: less than the pen's width, so that steps make a line
const FINE_STEP = 0.01;

/** A pen that keys move over a canvas, which reaches from 0 to 1 on both axes. */
export class KeyboardPen {
  #held = new Set();
  x = 0.5;
  y = 0.25;
  down = false;

  /** A key was pressed, or is repeated. Two arrow keys held together move diagonally. Returns whether the pen moved. */
  press(key, fine = false) {
    if (!STEPS[key]) return false;
    this.#held.add(key);
    const step = fine ? FINE_STEP : STEP;
    for (const held of this.#held) {
      this.x = within(this.x + step * STEPS[held][0]);
      this.y = within(this.y + step * STEPS[held][1]);
    }
    return true;
  }

  release(key) {
    this.#held.delete(key);
  }

  /** To be called when the canvas loses the keyboard focus, since it does not hear then of keys that are released. */
  releaseAll() {
    this.#held.clear();
  }
}

const within = (share) => Math.min(1, Math.max(0, share));
