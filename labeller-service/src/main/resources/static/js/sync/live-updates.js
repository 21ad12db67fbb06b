import { ApiError, getAccuracy, getCheckpoints, getProgress } from "./api.js";

const POLL_MS = 5_000;
const REOPEN_MS = 3_000;

/**
 * Follows what the server reports: first what has happened so far, then each event of its stream as it comes. Progress is
 * polled as well, because the stream may be cut.
 *
 * @param on  {checkpoint(item), accuracy(items), progress(item), error(error|null)}; `accuracy` gets the whole curve first
 *            and then one item at a time
 */
export function followUpdates(on) {
  let source = null;
  let opening = false;

  async function poll() {
    try {
      on.progress(await getProgress());
      on.error(null);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      on.error(error);
    }
  }

  async function open() {
    if (source || opening || document.hidden) return;
    opening = true;
    try {
      const [curve, checkpoints] = await Promise.all([getAccuracy(), getCheckpoints(1)]);
      on.accuracy(curve);
      if (checkpoints.length > 0) on.checkpoint(checkpoints[0]);
      listen();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      on.error(error);
      setTimeout(open, REOPEN_MS);
    } finally {
      opening = false;
    }
  }

  function listen() {
    source = new EventSource("/api/stream");
    const onEvent = (name, handle) => source.addEventListener(name, (event) => handle(JSON.parse(event.data)));
    onEvent("checkpoint", on.checkpoint);
    onEvent("accuracy", (item) => on.accuracy([item]));
    onEvent("progress", on.progress);
    source.onerror = () => {
      poll();
      if (source?.readyState !== EventSource.CLOSED) return;
      source = null;
      setTimeout(open, REOPEN_MS);
    };
  }

  // A browser opens few connections to one server: hidden tabs hold none.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return open();
    source?.close();
    source = null;
  });
  addEventListener("online", poll);
  poll();
  open();
  setInterval(poll, POLL_MS);
}
