/**
 * Folds the events that Nudge wrote by itself into a line for each job: an estimate, a recomputation, a round of the random audit, of
 * gold, of an import. Events come newest first, page after page; what people did in between stays where it is.
 */

import { count, plural } from "../ui/format.js";
import { qualityEventText } from "./audit-text.js";

/** The actor of what Nudge does by itself. */
const SYSTEM = "00000000-0000-8000-8000-000000000001";
/** Jobs without an end of their own end where Nudge did nothing of the kind for so long. */
const APART_MS = 60_000;

const isAudit = ({ data }) => data.reason === "audit";
const isImport = ({ data }) => data.basis == null || data.basis === "import";

/** By an event's type: its job, which of them if that is known, and whether the job begins with it. */
const JOBS = {
  "consensus.estimated": ({ data }) => ({ job: "estimate", of: data.number, begins: true }),
  "annotator.estimated": ({ data }) => ({ job: "estimate", of: data.estimate }),
  "recompute.began": ({ data }) => ({ job: "recompute", of: data.cause, begins: true }),
  "recompute.finished": ({ data }) => ({ job: "recompute", of: data.cause, ends: true }),
  "label.settled": (event) => ({ job: isImport(event) ? "import" : "recompute" }),
  "label.unsettled": () => ({ job: "recompute" }),
  "review.asked": (event) => ({ job: isAudit(event) ? "audit" : "recompute" }),
  "review.closed": () => ({ job: "recompute" }),
  "gold.chosen": () => ({ job: "gold" }),
  "gold.corrected": () => ({ job: "gold" }),
  "gold.retired": () => ({ job: "gold" }),
  "image.added": () => ({ job: "import" }),
  "image.put-aside": () => ({ job: "import" }),
  "label.given": () => ({ job: "import" }),
};
const LASTS = ["estimate", "recompute"]; // however long they take

export class JobFold {
  #open = {}; // by job: its latest line, to which older events may belong

  /**
   * Takes the next older event. Returns its line, {job, of, events}: a new one, or that of the event's job, which it has joined. The job
   * is null for what stands alone.
   */
  add(event) {
    const part = event.actor === SYSTEM ? JOBS[event.type]?.(event) : null;
    if (!part) return { job: null, of: null, events: [event] };
    let line = this.#open[part.job];
    if (line && continues(line, part, event)) {
      line.of ??= part.of ?? null;
      line.events.push(event);
    } else {
      line = { job: part.job, of: part.of ?? null, events: [event] };
    }
    this.#open[part.job] = part.begins ? null : line;
    return line;
  }
}

function continues(line, { job, of, ends }, { at }) {
  if (line.job !== job || ends || (of != null && line.of != null && of !== line.of)) return false;
  return LASTS.includes(job) || new Date(line.events.at(-1).at) - new Date(at) <= APART_MS;
}

const TEXTS = {
  estimate: ({ of, events }) => {
    const people = events.filter(({ type }) => type === "annotator.estimated").length;
    return `estimated how ${plural(people, "person labels", "people label")} (estimate ${of})`;
  },
  recompute: ({ of, events }) => {
    const finished = events.find(({ type }) => type === "recompute.finished");
    const what = finished ? qualityEventText(finished) : "looks at images again";
    return of == null ? what : `${what}, because of position ${of}`;
  },
  audit: ({ events }) => `asked reviewers to look at ${plural(events.length, "image")}, drawn at random`,
  gold: () => "saw to the gold",
  import: ({ events }) => `imported ${plural(events.filter(({ type }) => type.startsWith("image.")).length, "image")}`,
};

/** What a job did, in words. */
export const jobText = (line) => `${TEXTS[line.job](line)}: ${plural(line.events.length, "event")}`;

/** Where its events stand in the log. */
export const positionsText = ({ events }) => `positions ${count(events.at(-1).position)} to ${count(events[0].position)}`;
