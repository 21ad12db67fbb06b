const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP = 0.03; // of the paper's side: less than the pen is wide, so that steps make a line
const FINE = 0.01;

/** A pen that keys move over the paper, which reaches from 0 to 1 on both axes. */
export class Pen {
  #held = new Set();
  x = 0.5;
  y = 0.25;
  down = false;

  /** A key was pressed, or repeats itself. Arrow keys that are held together move aslant. Returns whether it moved. */
  press(key, fine = false) {
    if (!STEPS[key]) return false;
    this.#held.add(key);
    const step = fine ? FINE : STEP;
    for (const held of this.#held) {
      this.x = within(this.x + step * STEPS[held][0]);
      this.y = within(this.y + step * STEPS[held][1]);
    }
    return true;
  }

  release(key) {
    this.#held.delete(key);
  }

  /** The keyboard went elsewhere: nobody tells which keys are held any more. */
  releaseAll() {
    this.#held.clear();
  }
}

const within = (share) => Math.min(1, Math.max(0, share));
