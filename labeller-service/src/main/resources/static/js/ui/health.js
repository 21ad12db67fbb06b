import { plural } from "./format.js";

const PAGES = { bulk: "Bulk", draw: "Draw" };

/**
 * How things are, in one sentence about the most urgent fact: {level: "ok"|"busy"|"warn"|"bad", text, detail}.
 *
 * @param online      whether the browser believes that there is a network
 * @param error       the worst error of the last requests, or null
 * @param services    {database, kafka, relay, trainer}, each "up", "down" or undefined
 * @param relay       {state, reason} of the relay: why labels do not reach Kafka, if they do not
 * @param unsent      labels of this page that are not sent yet
 * @param others      unsent labels of other people in this browser
 * @param otherPages  pages that will send labels once they are opened: "bulk", "draw"
 * @param refused     decisions that the server refused and nobody has corrected yet
 */
export function describeHealth({ online, error, services = {}, relay, unsent, others = 0, otherPages = [], refused = 0 }) {
  const kept = unsent > 0 ? ` ${plural(unsent, "label")} kept on this device.` : "";
  if (!online) return health("warn", `Offline.${kept || " Nothing gets lost."}`);
  if (error?.unreachable) return health("bad", `Nudge does not answer; trying again.${kept}`);
  if (services.database === "down" || error?.status === 503)
    return health("bad", `The database is down.${kept || " Saved labels are safe."}`, error?.message);
  if (error?.status === 429) return health("warn", `Too many requests; sending more slowly.${kept}`);
  if (error?.status >= 500) return health("bad", `The server has a problem; trying again.${kept}`, error.message);
  if (services.kafka === "down") return health("warn", "Kafka is down: labels are saved, learning waits.");
  if (services.relay === "down")
    return health(relay?.state === "halted" ? "bad" : "warn", "Labels are saved, but wait for the relay.", relay?.reason);
  if (services.trainer === "down") return health("warn", "The trainer is down: labels are saved, learning waits.");
  if (refused > 0) return health("warn", `${plural(refused, "decision")} not accepted: see the marked images below.`);
  if (unsent > 0) return health("busy", "Saving…");
  if (otherPages.length > 0)
    return health("warn", `Labels wait until you open ${otherPages.map((page) => PAGES[page]).join(" and ")}.`);
  if (others > 0)
    return health("warn", `${plural(others, "label")} of somebody else ${others === 1 ? "waits" : "wait"} here until they sign in again.`);
  return health("ok", "All labels saved");
}

const WAITING = {
  halted: "the relay has halted, and somebody has to act.",
  retrying: "the relay tries again.",
};

/** What a banner says of the relay from labels to the network, with the reason and the way out; null when it relays. */
export function describeRelay({ services = {}, relay }) {
  if (services.relay !== "down" || services.database === "down") return null;
  const what = WAITING[relay?.state] ?? "nothing has reached Kafka for a while.";
  return `Labels are saved, but the network does not learn from them: ${what} ${relay?.reason ?? ""}`.trim();
}

const health = (level, text, detail = null) => ({ level, text: text.trim(), detail });
