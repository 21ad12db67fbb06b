import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Outbox } from "../../../main/resources/static/js/sync/outbox.js";
import { MemoryStorage } from "../../../main/resources/static/js/sync/storage.js";
import { retryDelay, Sender } from "../../../main/resources/static/js/sync/sender.js";

let outbox, answers, seen, timers, clock, online, sender;
beforeEach(() => {
  [answers, seen, timers, clock, online] = [[], [], [], 0, true];
  outbox = new Outbox({ storage: new MemoryStorage(), owner: "tab", now: () => clock });
  sender = new Sender({
    outbox,
    send: async (decision) => {
      seen.push(decision.key);
      const answer = answers.shift() ?? { version: 2, position: 1 };
      if (answer instanceof Error) throw answer;
      return answer;
    },
    isOnline: () => online,
    now: () => clock,
    setTimer: (run, ms) => timers.push({ run, ms }),
    on: { acknowledged() {}, refused: (d) => seen.push(`refused ${d.key}`), error() {} },
  });
});

const failure = (status) => Object.assign(new Error(`${status}`), { status, temporary: status === 0 || status >= 500 });
const give = (image) => outbox.add({ item: image, image, what: "label", key: image, version: 1, body: {} });
const settled = () => new Promise((done) => setImmediate(done));

test("what fails for a while is sent again with the same key", async () => {
  answers = [failure(0)];
  give("a");
  sender.flush();
  await settled();
  assert.equal(outbox.size, 1);
  clock += timers[0].ms;
  timers.shift().run();
  await settled();
  assert.deepEqual(seen, ["a", "a"]);
  assert.equal(outbox.size, 0);
});

test("a refusal is handed back and not sent again", async () => {
  answers = [failure(409)];
  give("a");
  sender.flush();
  await settled();
  assert.deepEqual(seen, ["a", "refused a"]);
  assert.equal(outbox.size, 0);
});

test("nothing leaves while the browser is offline", async () => {
  online = false;
  give("a");
  sender.flush();
  await settled();
  assert.deepEqual(seen, []);
  online = true;
  sender.retryNow();
  await settled();
  assert.deepEqual(seen, ["a"]);
});

test("a server that fails gets one probe at a time", async () => {
  answers = [failure(503)];
  give("a");
  sender.flush();
  await settled();
  give("b");
  give("c");
  clock += timers[0].ms;
  answers = [failure(503)];
  timers.shift().run();
  await settled();
  assert.deepEqual(seen, ["a", "a"]);
});

test("at most four requests are in flight", async () => {
  for (const image of "abcdefgh") give(image);
  sender.flush();
  assert.equal(seen.length, 4);
  await settled();
  assert.equal(outbox.size, 0);
});

test("the delay doubles from half a second to fifteen", () => {
  assert.deepEqual([1, 2, 3, 10].map((n) => retryDelay(n, () => 0.5)), [500, 1000, 2000, 15000]);
});
