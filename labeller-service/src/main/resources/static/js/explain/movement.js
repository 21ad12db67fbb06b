/** A time that runs forward and backward through the network: played, stepped or dragged. Frames are asked for only while it runs. */
export class Movement {
  #end;
  #changed;
  #still;
  #running = null; // {stop}, or null
  time;

  /**
   * @param end      the last moment; whole moments are the stops
   * @param changed  called after each change
   * @param still    whether it should jump from stop to stop rather than move
   */
  constructor(end, changed, still) {
    this.#end = end;
    this.#changed = changed;
    this.#still = still;
    this.time = end / 2;
  }

  get isRunning() {
    return this.#running !== null;
  }

  /** Goes to a moment, and stays there. */
  goTo(time) {
    this.#halt();
    this.#set(time);
  }

  /** To the next stop, or the one before. */
  step(direction) {
    this.goTo(direction > 0 ? Math.floor(this.time + 1) : Math.ceil(this.time - 1));
  }

  /** Runs to the end; from the beginning when it is there. */
  play() {
    if (this.time >= this.#end) this.#set(0);
    this.#running = this.#still ? this.#jump() : this.#move();
    this.#changed();
  }

  stop() {
    this.#halt();
    this.#changed();
  }

  #halt() {
    this.#running?.stop();
    this.#running = null;
  }

  #set(time) {
    this.time = Math.min(this.#end, Math.max(0, time));
    this.#changed();
  }

  #advance(time) {
    const ended = time >= this.#end;
    if (ended) this.#halt();
    this.#set(time);
    return !ended;
  }

  #move() {
    let before = null;
    let request = null;
    const frame = (now) => {
      const passed = before === null ? 0 : Math.min(100, now - before);
      before = now;
      if (this.#advance(this.time + passed / STOP_MS)) request = requestAnimationFrame(frame);
    };
    request = requestAnimationFrame(frame);
    return { stop: () => cancelAnimationFrame(request) };
  }

  #jump() {
    const timer = setInterval(() => this.#advance(Math.floor(this.time + 1)), STOP_MS);
    return { stop: () => clearInterval(timer) };
  }
}

const STOP_MS = 1_400; // from one layer to the next
