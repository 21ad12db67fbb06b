import assert from "node:assert/strict";
import { test } from "node:test";
import { eventText } from "../../../main/resources/static/js/images/event-text.js";

test("events are told in words, those of unknown types by their name", () => {
  assert.equal(eventText({ type: "label.given", data: { digit: 7, suggested: { digit: 1 } } }), "Labelled 7; shown 1");
  assert.equal(eventText({ type: "label.weighed", data: {} }), "label weighed");
});
