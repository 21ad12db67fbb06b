import { ApiError, getAccuracy, getCheckpoints, getProgress } from "./api.js";

const POLL_MS = 5_000;
const REOPEN_MS = 3_000;

/**
 * What the server tells by itself, as it happens. Starts with what has happened so far.
 *
 * @param on  {checkpoint(item), accuracy(items), progress(item), trouble(error|null)}; `accuracy` gets the whole curve
 *            first and then one item at a time
 */
export function follow(on) {
  let source = null;
  let beginning = false;

  async function poll() {
    try {
      on.progress(await getProgress());
      on.trouble(null);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      on.trouble(error);
    }
  }

  async function begin() {
    if (source || beginning || document.hidden) return;
    beginning = true;
    try {
      const [curve, checkpoints] = await Promise.all([getAccuracy(), getCheckpoints(1)]);
      on.accuracy(curve);
      if (checkpoints.length > 0) on.checkpoint(checkpoints[0]);
      listen();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      on.trouble(error);
      setTimeout(begin, REOPEN_MS);
    } finally {
      beginning = false;
    }
  }

  function listen() {
    source = new EventSource("/api/stream");
    const hear = (name, then) => source.addEventListener(name, (event) => then(JSON.parse(event.data)));
    hear("checkpoint", on.checkpoint);
    hear("accuracy", (item) => on.accuracy([item]));
    hear("progress", on.progress);
    source.onerror = () => {
      poll();
      if (source?.readyState !== EventSource.CLOSED) return;
      source = null;
      setTimeout(begin, REOPEN_MS);
    };
  }

  // A browser opens few connections to one server: tabs that nobody looks at hold none.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return begin();
    source?.close();
    source = null;
  });
  addEventListener("online", poll);
  poll();
  begin();
  setInterval(poll, POLL_MS);
}
