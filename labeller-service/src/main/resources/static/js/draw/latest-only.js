/**
 * Runs at most one request at a time. Of the values that come meanwhile only the newest is kept, and runs next.
 *
 * @param run      (value) => Promise
 * @param settled  (value, result, error) => void; called after each request, even if a newer value waits
 * @returns (value) => void
 */
export function latestOnly(run, settled) {
  let busy = false;
  let waiting = null; // [value], or null

  async function start(value) {
    busy = true;
    try {
      settled(value, await run(value), null);
    } catch (error) {
      settled(value, null, error);
    }
    busy = false;
    if (waiting) {
      const [next] = waiting;
      waiting = null;
      start(next);
    }
  }

  return (value) => {
    if (busy) waiting = [value];
    else start(value);
  };
}
