import { ApiError, getAccuracy, getCheckpoints, getProgress } from "./api.js";
import { listen } from "./stream-port.js";

const POLL_MS = 5_000;
const REOPEN_MS = 3_000;

/**
 * Follows what the server reports: first what has happened so far, then each event of its stream as it comes. Progress is
 * polled as well, because the stream may be cut.
 *
 * @param person  the id of the person whose page it is
 * @param on      {checkpoint(item), accuracy(items), progress(item), error(error|null)}; `accuracy` gets the whole curve first
 *                and then one item at a time
 */
export function followUpdates(person, on) {
  let leave = null; // ends the stream that is listened to, or null

  async function poll() {
    try {
      on.progress(await getProgress());
      on.error(null);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      on.error(error);
    }
  }

  /** Listens first, and asks for the past then, so that nothing is missed in between. */
  async function open() {
    if (leave || document.hidden) return;
    const early = []; // what comes before the past is known
    let deliver = (name, data) => early.push([name, data]);
    const mine = listen(person, {
      event: (name, data) => deliver(name, data),
      broken: poll,
      ended: () => {
        poll();
        reopen(mine);
      },
    });
    leave = mine;
    try {
      const [curve, checkpoints] = await Promise.all([getAccuracy(), getCheckpoints(1)]);
      on.accuracy(curve);
      if (checkpoints.length > 0) on.checkpoint(checkpoints[0]);
      deliver = (name, data) => on[name](name === "accuracy" ? [data] : data);
      for (const [name, data] of early) deliver(name, data);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      on.error(error);
      mine();
      reopen(mine);
    }
  }

  function reopen(left) {
    if (leave === left) leave = null;
    setTimeout(open, REOPEN_MS);
  }

  // What nobody sees need not be told, and a hidden page may be frozen at any time.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return open();
    leave?.();
    leave = null;
  });
  addEventListener("online", poll);
  poll();
  open();
  setInterval(poll, POLL_MS);
}
