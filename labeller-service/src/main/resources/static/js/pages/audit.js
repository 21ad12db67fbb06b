import { AUDIT_PAGE, getAccessEvents, getEvents, getTimeline, LARGE_AUDIT_PAGE } from "../access/access-api.js";
import { runRequest } from "../access/forms.js";
import { showList, tableCell } from "../access/lists.js";
import { roleIncludes } from "../access/roles.js";
import { startSettingsPage } from "../access/settings-page.js";
import { JobFold, jobText, positionsText } from "../quality/audit-jobs.js";
import { qualityEventText, subjectsOf } from "../quality/audit-text.js";
import { personLink, showFirst } from "../quality/parts.js";
import { byId, element } from "../ui/dom.js";
import { count, shortId } from "../ui/format.js";

/** So many lines are asked for at least: a job of Nudge's may take many entries. */
const ENOUGH = 20;
/** So many pages are asked for at once at most. */
const MOST_PAGES = 20;
/** Of a job that is opened, so many events are shown at first. */
const FIRST_EVENTS = 100;

/**
 * The views, by their buttons' ids. `get(older, limit)` asks for the entries from `older` on (null: the newest); `older(answer)` is
 * where the page after that answer begins, null at the end.
 */
const VIEWS = {
  everything: {
    get: getTimeline,
    entries: ({ happenings }) => happenings,
    older: ({ happenings, position, number }) => (happenings.length > 0 ? { position, number } : null),
  },
  labels: {
    get: getEvents,
    entries: (answer) => answer.map((event) => ({ event, access: null })),
    older: (answer) => before(answer.at(-1)?.position),
  },
  access: {
    get: getAccessEvents,
    entries: (answer) => answer.map((access) => ({ event: null, access })),
    older: (answer) => before(answer.at(-1)?.number),
  },
};
let shown; // the view's name
let older;
let fold; // of the events that are shown
let rows; // by the fold's lines

const { me, pageSession } = await startSettingsPage();
const isAdmin = roleIncludes(me.role, "admin");
for (const view of Object.keys(VIEWS)) byId(view).addEventListener("click", () => show(view));
for (const view of ["everything", "access"]) byId(view).hidden = !isAdmin;
byId("older").addEventListener("click", (event) => runRequest(showOlder, event.currentTarget));
show(isAdmin ? "everything" : "labels");

function show(view) {
  shown = view;
  older = null;
  fold = new JobFold();
  rows = new Map();
  for (const each of Object.keys(VIEWS)) byId(each).setAttribute("aria-pressed", String(each === view));
  byId("rows").replaceChildren();
  byId("older").hidden = true;
  const mine = fold;
  const isShown = () => fold === mine;
  showList(
    byId("empty"),
    async () => isShown() && VIEWS[view].get(null, AUDIT_PAGE),
    (answer) => {
      if (!isShown()) return false;
      append(answer, AUDIT_PAGE);
      if (byId("rows").rows.length < ENOUGH) runRequest(showOlder, byId("older"));
    },
    pageSession,
  );
}

/** Until there are enough new lines, or there is nothing older. */
async function showOlder() {
  const mine = fold;
  const enough = byId("rows").rows.length + ENOUGH;
  for (let page = 0; page < MOST_PAGES && older !== null && byId("rows").rows.length < enough; page++) {
    const limit = page === 0 ? AUDIT_PAGE : LARGE_AUDIT_PAGE;
    const answer = await VIEWS[shown].get(older, limit);
    if (fold !== mine) return; // another view was chosen meanwhile
    append(answer, limit);
  }
}

function append(answer, limit) {
  const view = VIEWS[shown];
  const entries = view.entries(answer);
  const joined = new Set();
  for (const { event, access } of entries) {
    if (access) {
      byId("rows").append(accessRow(access));
      continue;
    }
    const line = fold.add(event);
    if (rows.has(line)) {
      joined.add(line);
    } else {
      rows.set(line, eventRow(event));
      byId("rows").append(rows.get(line));
    }
  }
  joined.forEach(replaceRow);
  older = entries.length < limit ? null : view.older(answer);
  byId("older").hidden = older === null;
}

/** A job has got more events than its row tells. */
function replaceRow(line) {
  const row = jobRow(line);
  const details = rows.get(line).querySelector("details");
  row.querySelector("details").open = details?.open ?? false;
  const hadFocus = details?.contains(document.activeElement);
  rows.get(line).replaceWith(row);
  if (hadFocus) row.querySelector("summary").focus();
  rows.set(line, row);
}

function before(number) {
  return number > 1 ? number : null;
}

function eventRow(event) {
  return element("tr", {}, whenCell(event.at), whoCell(event), tableCell("What", whatText(event)), subjectCell(event));
}

function whatText(event) {
  const { type, data } = event;
  return qualityEventText(event) ?? type.replace(".", " ") + (data.digit == null ? "" : ` ${data.digit}`);
}

function subjectCell(event) {
  const { person, image } = subjectsOf(event);
  const about = subjects(event);
  return tableCell(person || !image ? "To" : "Image", ...(about.length > 0 ? about : ["all labels"]));
}

/** Whom and what an event is about: a link, a picture. */
function subjects(event) {
  const { person, image } = subjectsOf(event);
  const who = person ? [personLink({ id: person, name: shortId(person) }), " "] : [];
  if (!image) return who;
  const picture = element("img", { src: `/api/images/${image}/png`, alt: "", width: 28, height: 28, loading: "lazy", className: "digit" });
  return [...who, picture, shortId(image)];
}

/** All that a job wrote, in a line that opens. */
function jobRow(line) {
  const list = element("ul", { className: "happened" });
  const all = element("button", { className: "secondary", type: "button", hidden: true });
  const details = element("details", {}, element("summary", {}, jobText(line)), list, all);
  details.addEventListener("toggle", () => {
    if (!details.open || list.children.length > 0) return;
    const items = line.events.map((event) => element("li", {}, `${count(event.position)}: ${whatText(event)} `, ...subjects(event)));
    showFirst(list, all, items, FIRST_EVENTS);
  });
  const [newest] = line.events;
  return element("tr", {}, whenCell(newest.at), whoCell(newest), tableCell("What", details), tableCell("To", positionsText(line)));
}

function accessRow({ at, actor, name, type, subject, subjectName, role, address, about }) {
  const to = [subject ? (subjectName ?? shortId(subject)) : null, role && `as ${role}`, about, address && `from ${address}`]
    .filter(Boolean)
    .join(" ");
  return element("tr", {}, whenCell(at), whoCell({ actor, name }), tableCell("What", type), tableCell("To", to || "–"));
}

function whenCell(at) {
  const time = element("time", { dateTime: at }, new Date(at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" }));
  return tableCell("", time);
}

function whoCell({ actor, name }) {
  return tableCell("Who", name ?? element("span", { className: "gone" }, actor ? shortId(actor) : "unknown"));
}
