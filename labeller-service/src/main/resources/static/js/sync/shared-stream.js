const FORGET_MS = 15_000;

/**
 * One stream from the server for all windows of a browser: a browser opens few connections to one server, and a stream keeps one
 * for good. It is open while a window listens. Each window has a port, by which come `{what: "join"}` when it wants to listen,
 * `{what: "here"}` now and then, which is answered, and `{what: "leave"}`. To the window go
 *
 * - `{what: "event", name, data}`: an event of the stream;
 * - `{what: "broken"}`: the browser opens the stream again, from where it broke off;
 * - `{what: "ended"}`: there is no stream any more. Who joins again begins a new one.
 */
export class SharedStream {
  #openSource;
  #now;
  #source = null;
  #heard = new Map(); // of each port that listens, when it was last heard of
  #progress = null; // the last message about it: a window that comes later begins with it

  /**
   * @param openSource  opens an EventSource
   * @param now         () => milliseconds
   */
  constructor(openSource, now = () => performance.now()) {
    this.#openSource = openSource;
    this.#now = now;
  }

  get isOpen() {
    return this.#source !== null;
  }

  /** What came from a window by its port. */
  receive(port, { what }) {
    if (what === "join") this.#join(port);
    else if (what === "leave") this.#leave(port);
    else if (!this.#heard.has(port)) port.postMessage({ what: "ended" });
    else {
      this.#heard.set(port, this.#now());
      port.postMessage({ what: "here" });
    }
  }

  /** Forgets windows that have gone, or were frozen, without a word. */
  forgetSilent() {
    const oldest = this.#now() - FORGET_MS;
    for (const [port, at] of [...this.#heard]) if (at < oldest) this.#leave(port);
  }

  #join(port) {
    this.#heard.set(port, this.#now());
    if (this.#progress) port.postMessage(this.#progress);
    if (!this.#source) this.#open();
  }

  #leave(port) {
    this.#heard.delete(port);
    if (this.#heard.size === 0) this.#close();
  }

  #open() {
    const source = this.#openSource("/api/stream");
    this.#source = source;
    for (const name of ["checkpoint", "accuracy", "progress"])
      source.addEventListener(name, (event) => {
        const message = { what: "event", name, data: JSON.parse(event.data) };
        if (name === "progress") this.#progress = message;
        this.#tell(message);
      });
    source.onerror = () => {
      if (source.readyState !== source.CLOSED) return this.#tell({ what: "broken" });
      const listening = [...this.#heard.keys()];
      this.#heard.clear();
      this.#close();
      for (const port of listening) port.postMessage({ what: "ended" });
    };
  }

  #close() {
    this.#source?.close();
    this.#source = null;
    this.#progress = null;
  }

  #tell(message) {
    for (const port of this.#heard.keys()) port.postMessage(message);
  }
}
