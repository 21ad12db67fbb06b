import { plural } from "./format.js";

const PAGES = { bulk: "Bulk", draw: "Draw" };

/**
 * How things are, in one sentence about the most urgent fact: {level: "ok"|"busy"|"warn"|"bad", text, detail}.
 *
 * @param online      whether the browser believes that there is a network
 * @param error       the worst error of the last requests, or null
 * @param services    {database, kafka, trainer}, each "up", "down" or undefined
 * @param unsent      labels of this page that are not sent yet
 * @param others      unsent labels of other people in this browser
 * @param otherPages  pages that will send labels once they are opened: "bulk", "draw"
 * @param refused     decisions that the server refused and nobody has corrected yet
 */
export function describeHealth({ online, error, services = {}, unsent, others = 0, otherPages = [], refused = 0 }) {
  const kept = unsent > 0 ? ` ${plural(unsent, "label")} kept on this device.` : "";
  if (!online) return health("warn", `Offline.${kept || " Nothing gets lost."}`);
  if (error?.unreachable) return health("bad", `Nudge does not answer; trying again.${kept}`);
  if (services.database === "down" || error?.status === 503)
    return health("bad", `The database is down.${kept || " Saved labels are safe."}`, error?.message);
  if (error?.status === 429) return health("warn", `Too many requests; sending more slowly.${kept}`);
  if (error?.status >= 500) return health("bad", `The server has a problem; trying again.${kept}`, error.message);
  if (services.kafka === "down") return health("warn", "Kafka is down: labels are saved, learning waits.");
  if (services.trainer === "down") return health("warn", "The trainer is down: labels are saved, learning waits.");
  if (refused > 0) return health("warn", `${plural(refused, "decision")} not accepted: see the marked images below.`);
  if (unsent > 0) return health("busy", "Saving…");
  if (otherPages.length > 0)
    return health("warn", `Labels wait until you open ${otherPages.map((page) => PAGES[page]).join(" and ")}.`);
  if (others > 0)
    return health("warn", `${plural(others, "label")} of somebody else ${others === 1 ? "waits" : "wait"} here until they sign in again.`);
  return health("ok", "All labels saved");
}

const health = (level, text, detail = null) => ({ level, text: text.trim(), detail });
