import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { SharedStream } from "../../../main/resources/static/js/sync/shared-stream.js";

class Source extends EventTarget {
  CLOSED = 2;
  readyState = 1;
  send = (name, data) => this.dispatchEvent(Object.assign(new Event(name), { data: JSON.stringify(data) }));
  close = () => (this.readyState = this.CLOSED);
  fail = (readyState) => {
    this.readyState = readyState;
    this.onerror();
  };
}

let sources, clock, stream;
beforeEach(() => {
  [sources, clock] = [[], 0];
  const open = (path) => {
    assert.equal(path, "/api/stream");
    sources.push(new Source());
    return sources.at(-1);
  };
  stream = new SharedStream(open, () => clock);
});

/** A window that hears what the stream tells it. */
function newWindow() {
  const heard = [];
  const port = { postMessage: (message) => heard.push(message) };
  return { heard, say: (what) => stream.receive(port, { what }) };
}

const joined = () => {
  const window = newWindow();
  window.say("join");
  return window;
};

test("all windows hear of one stream, which ends with the last of them", () => {
  const windows = Array.from({ length: 7 }, joined);
  assert.equal(sources.length, 1);
  sources[0].send("checkpoint", { id: "c1" });
  for (const { heard } of windows) assert.deepEqual(heard, [{ what: "event", name: "checkpoint", data: { id: "c1" } }]);
  for (const window of windows.slice(1)) window.say("leave");
  assert.ok(stream.isOpen);
  windows[0].say("leave");
  assert.ok(!stream.isOpen);
  assert.equal(sources[0].readyState, 2);
});

test("a window that comes later begins with the latest progress, and not with that of a stream before", () => {
  const first = joined();
  sources[0].send("progress", { position: 1 });
  sources[0].send("progress", { position: 2 });
  assert.deepEqual(joined().heard, [{ what: "event", name: "progress", data: { position: 2 } }]);
  sources[0].fail(2);
  assert.deepEqual(first.heard.at(-1), { what: "ended" });
  assert.deepEqual(joined().heard, []);
});

test("a stream that breaks goes on by itself, and one that ends begins when a window joins again", () => {
  const [first, second] = [joined(), joined()];
  sources[0].fail(0);
  assert.deepEqual(second.heard, [{ what: "broken" }]);
  sources[0].fail(2);
  assert.deepEqual(second.heard.at(-1), { what: "ended" });
  first.say("here");
  assert.equal(sources.length, 1);
  first.say("join");
  second.say("join");
  assert.equal(sources.length, 2);
  sources[1].send("accuracy", { step: 5 });
  assert.deepEqual(first.heard.at(-1).data, { step: 5 });
});

test("a window that was frozen is forgotten, and told so when it wakes up", () => {
  const [frozen, awake] = [joined(), joined()];
  clock = 14_000;
  awake.say("here");
  assert.deepEqual(awake.heard, [{ what: "here" }]);
  clock = 16_000;
  stream.forgetSilent();
  sources[0].send("checkpoint", { id: "c1" });
  assert.equal(frozen.heard.length, 0);
  assert.equal(awake.heard.length, 2);
  frozen.say("here");
  assert.deepEqual(frozen.heard, [{ what: "ended" }]);
  clock = 60_000;
  stream.forgetSilent();
  assert.ok(!stream.isOpen);
});
