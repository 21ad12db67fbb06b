import { SharedStream } from "./shared-stream.js";

const HERE_MS = 2_000;
const MOST_UNANSWERED = 3;

/**
 * Listens to the stream that all windows of this person share, or to one of its own where the browser cannot share one.
 *
 * @param person  the id of the person whose window it is
 * @param on      {event(name, data), broken(), ended()}; see `SharedStream`. After `ended` nothing comes any more
 * @return () => void, which ends it without a word
 */
export function listen(person, on) {
  let leave;
  const listenAlone = () => (leave = ownStream(on));
  try {
    leave = sharedStream(person, on, listenAlone);
  } catch {
    listenAlone(); // there is no SharedWorker, or it is forbidden
  }
  return () => leave();
}

/** @param failed  called when the worker cannot be loaded */
function sharedStream(person, on, failed) {
  const worker = new SharedWorker(new URL("./stream-worker.js", import.meta.url), { type: "module", name: person });
  const { port } = worker;
  let unanswered = 0;
  const timer = setInterval(() => {
    if (unanswered++ < MOST_UNANSWERED) return port.postMessage({ what: "here" });
    leave(); // the worker has crashed: the next one to join starts another
    on.ended();
  }, HERE_MS);
  const leave = () => {
    clearInterval(timer);
    port.onmessage = null;
    port.postMessage({ what: "leave" });
    port.close();
  };
  port.onmessage = ({ data }) => {
    unanswered = 0;
    if (data.what === "ended") leave();
    tell(on, data);
  };
  worker.onerror = () => {
    leave();
    failed();
  };
  port.postMessage({ what: "join" });
  return leave;
}

function ownStream(on) {
  const stream = new SharedStream((path) => new EventSource(path));
  const port = { postMessage: (message) => tell(on, message) };
  stream.receive(port, { what: "join" });
  return () => stream.receive(port, { what: "leave" });
}

function tell(on, { what, name, data }) {
  if (what === "event") on.event(name, data);
  else if (what === "broken") on.broken();
  else if (what === "ended") on.ended();
}
