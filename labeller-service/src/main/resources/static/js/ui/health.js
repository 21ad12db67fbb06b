import { plural } from "./format.js";

const PAGES = { bulk: "Bulk", draw: "Draw" };

/**
 * One sentence about how things stand, the most pressing first: {level: "ok"|"busy"|"warn"|"bad", text, detail}.
 *
 * @param online    the browser believes that there is a network
 * @param trouble   the error of the last request, or null
 * @param services  {database, kafka, trainer}, each "up", "down" or undefined
 * @param unsent    labels that wait on this device
 * @param others    labels of other people that wait on this device
 * @param elsewhere pages that have labels to send once they are open: "bulk", "draw"
 * @param failed    decisions that the server refused and nobody corrected yet
 */
export function health({ online, trouble, services = {}, unsent, others = 0, elsewhere = [], failed = 0 }) {
  const kept = unsent > 0 ? ` ${plural(unsent, "label")} kept on this device.` : "";
  if (!online) return say("warn", `Offline.${kept || " Nothing gets lost."}`);
  if (trouble?.unreachable) return say("bad", `Nudge does not answer; trying again.${kept}`);
  if (services.database === "down" || trouble?.status === 503)
    return say("bad", `The database is down.${kept || " Saved labels are safe."}`, trouble?.message);
  if (trouble?.status === 429) return say("warn", `Too many requests; sending more slowly.${kept}`);
  if (trouble?.status >= 500) return say("bad", `The server has a problem; trying again.${kept}`, trouble.message);
  if (services.kafka === "down") return say("warn", "Kafka is down: labels are saved, learning waits.");
  if (services.trainer === "down") return say("warn", "The trainer is down: labels are saved, learning waits.");
  if (failed > 0) return say("warn", `${plural(failed, "decision")} not accepted: see the marked images below.`);
  if (unsent > 0) return say("busy", "Saving…");
  if (elsewhere.length > 0) return say("warn", `Labels wait until you open ${elsewhere.map((page) => PAGES[page]).join(" and ")}.`);
  if (others > 0) return say("warn", `${plural(others, "label")} of somebody else ${others === 1 ? "waits" : "wait"} here until they sign in again.`);
  return say("ok", "All labels saved");
}

/** Why no image was handed out, from what /api/progress tells: "none", "done" or "held"; "loading" while it tells nothing. */
export function whyEmpty(progress) {
  if (!progress) return "loading";
  const { images, labelled, rejected } = progress;
  if (images === 0) return "none";
  return images > labelled + rejected ? "held" : "done";
}

const say = (level, text, detail = null) => ({ level, text: text.trim(), detail });
