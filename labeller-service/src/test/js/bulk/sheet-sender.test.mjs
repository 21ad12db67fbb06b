import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { SheetOutbox } from "../../../main/resources/static/js/bulk/sheet-outbox.js";
import { SheetSender } from "../../../main/resources/static/js/bulk/sheet-sender.js";
import { ApiError } from "../../../main/resources/static/js/sync/api.js";
import { MemoryStorage } from "../../../main/resources/static/js/sync/storage.js";

let outbox, answers, seen, online, sender;
beforeEach(() => {
  [answers, seen, online] = [[], [], true];
  outbox = new SheetOutbox({ storage: new MemoryStorage(), person: "ada" });
  sender = new SheetSender({
    outbox,
    send: async (labels, key) => {
      seen.push(`sent ${key}`);
      const answer = answers.shift() ?? { labelled: labels.length, refused: [] };
      if (answer instanceof Error) throw answer;
      return answer;
    },
    isOnline: () => online,
    pause: async (ms) => seen.push(`paused ${ms}`),
    on: {
      changed() {},
      error() {},
      acknowledged: (sheet) => seen.push(`saved ${sheet.key}`),
      delayed() {},
      refused: (sheet) => seen.push(`refused ${sheet.key}`),
    },
  });
  for (const key of ["a", "b"]) outbox.add(key, [{ image: key, digit: 7 }]);
});

test("sheets are sent one after the other", async () => {
  await sender.flush();
  assert.deepEqual(seen, ["sent a", "saved a", "sent b", "saved b"]);
  assert.equal(outbox.size, 0);
});

test("a sheet that fails for a while is sent again with the same key, after the pause that the server asks for", async () => {
  answers = [new ApiError(503, "down"), new ApiError(429, "too many", 7_000)];
  await sender.flush();
  assert.deepEqual(seen, ["sent a", "paused 2500", "sent a", "paused 7000", "sent a", "saved a", "sent b", "saved b"]);
});

test("a refused sheet is dropped, and the next one sent", async () => {
  answers = [new ApiError(400, "no")];
  await sender.flush();
  assert.deepEqual(seen, ["sent a", "refused a", "sent b", "saved b"]);
});

test("sheets are kept while the browser is offline, and when the session has ended", async () => {
  online = false;
  await sender.flush();
  assert.deepEqual(seen, []);
  online = true;
  answers = [new ApiError(401, "sign in")];
  await sender.flush();
  assert.deepEqual(seen, ["sent a"]);
  assert.equal(outbox.size, 2);
});
