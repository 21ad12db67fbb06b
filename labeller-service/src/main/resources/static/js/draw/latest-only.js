/**
 * Runs at most one request at a time and always ends with the newest value: what is offered meanwhile waits, and only the
 * last of it runs.
 *
 * @param run      (value) => Promise
 * @param settled  (value, result, error) => void; a value that a newer one has overtaken is reported too
 * @returns (value) => void
 */
export function latestOnly(run, settled) {
  let busy = false;
  let waiting = null;

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
