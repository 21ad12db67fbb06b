import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ReviewSession } from "../../../main/resources/static/js/quality/review-session.js";

const item = (n) => ({ image: `image-${n}`, reason: "dispute" });
const onShow = () => session.current?.image ?? null;
let session;

beforeEach(() => {
  let id = 0;
  session = new ReviewSession({ newId: () => `key-${++id}` });
  session.receive([item(1), item(2), item(3)], 0);
});

test("a decision goes on to the next image at once, and each has a key of its own", () => {
  const first = session.decide(7, "clear");
  assert.deepEqual([first.item.image, first.digit, first.comment, first.key], ["image-1", 7, "clear", "key-1"]);
  assert.equal(onShow(), "image-2");
  assert.equal(session.decide(null).digit, null);
  assert.equal(session.last.key, "key-2");
});

test("nothing is decided when nothing waits", () => {
  session.clear();
  assert.equal(session.decide(1), null);
  assert.equal(session.skip(), null);
  assert.equal(session.takeBack(), null);
});

test("what was decided here does not come again with an older answer, and the image on show stays", () => {
  const known = session.number;
  session.decide(7);
  session.receive([item(1), item(3), item(4)], known);
  assert.equal(onShow(), "image-2");
  assert.equal(session.size, 3); // 2, 3, 4
});

test("an image that was decided on before the server was asked may come again: somebody contests it", () => {
  session.decide(7);
  session.receive([item(3), item(1)], session.number);
  session.decide(1);
  session.decide(1);
  assert.equal(onShow(), "image-1");
});

test("what was skipped comes after all others", () => {
  session.skip();
  assert.equal(onShow(), "image-2");
  session.decide(1);
  session.receive([item(1), item(3), item(4)], session.number);
  assert.equal(onShow(), "image-3");
  session.decide(1);
  assert.equal(onShow(), "image-4");
  session.decide(1);
  assert.equal(onShow(), "image-1");
});

test("the last decision is taken back first, and its image is on show again", () => {
  session.decide(7);
  session.decide(1);
  const back = session.takeBack();
  assert.deepEqual([back.item.image, back.digit, back.key], ["image-2", 1, "key-3"]);
  assert.equal(onShow(), "image-2");
  assert.equal(session.takeBack().item.image, "image-1");
  assert.equal(onShow(), "image-1");
  session.decide(4);
  assert.equal(onShow(), "image-2");
});

test("a refused decision comes on show again, and is not there to be taken back", () => {
  const refused = session.decide(7);
  session.decide(1);
  session.refused(refused);
  assert.equal(onShow(), "image-1");
  assert.equal(session.takeBack().item.image, "image-2");
});

test("a decision that could not be taken back stands, and can be taken back later", () => {
  session.decide(7);
  const back = session.takeBack();
  session.stands(back);
  assert.equal(onShow(), "image-2");
  assert.equal(session.last.item.image, "image-1");
});
