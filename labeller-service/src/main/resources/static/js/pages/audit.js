import { AUDIT_PAGE, getAccessEvents, getEvents, getTimeline } from "../access/access-api.js";
import { runRequest } from "../access/forms.js";
import { showList, tableCell } from "../access/lists.js";
import { roleIncludes } from "../access/roles.js";
import { startSettingsPage } from "../access/settings-page.js";
import { qualityEventText, subjectsOf } from "../quality/audit-text.js";
import { personLink } from "../quality/parts.js";
import { byId, element } from "../ui/dom.js";
import { shortId } from "../ui/format.js";

/**
 * The views, by their buttons' ids. `get(older)` asks for the entries from `older` on (null: the newest); `older(answer)` is
 * where the page after that answer begins, null at the end.
 */
const VIEWS = {
  everything: {
    get: getTimeline,
    entries: (answer) => answer.happenings,
    older: ({ happenings, position, number }) => (happenings.length > 0 ? { position, number } : null),
    row: ({ event, access }) => (event ? eventRow(event) : accessRow(access)),
  },
  labels: { get: getEvents, entries: (answer) => answer, older: (answer) => before(answer.at(-1)?.position), row: eventRow },
  access: { get: getAccessEvents, entries: (answer) => answer, older: (answer) => before(answer.at(-1)?.number), row: accessRow },
};
let shown; // the view's name
let older;

const { me, pageSession } = await startSettingsPage();
const isAdmin = roleIncludes(me.role, "admin");
for (const view of Object.keys(VIEWS)) byId(view).addEventListener("click", () => show(view));
for (const view of ["everything", "access"]) byId(view).hidden = !isAdmin;
byId("older").addEventListener("click", (event) => runRequest(showOlder, event.currentTarget));
show(isAdmin ? "everything" : "labels");

function show(view) {
  shown = view;
  older = null;
  for (const each of Object.keys(VIEWS)) byId(each).setAttribute("aria-pressed", String(each === view));
  byId("rows").replaceChildren();
  byId("older").hidden = true;
  const isShown = () => shown === view;
  showList(
    byId("empty"),
    async () => isShown() && VIEWS[view].get(null),
    (answer) => isShown() && append(answer),
    pageSession,
  );
}

async function showOlder() {
  const view = shown;
  const answer = await VIEWS[view].get(older);
  if (shown === view) append(answer);
}

function append(answer) {
  const view = VIEWS[shown];
  const entries = view.entries(answer);
  byId("rows").append(...entries.map(view.row));
  older = entries.length < AUDIT_PAGE ? null : view.older(answer);
  byId("older").hidden = older === null;
}

function before(number) {
  return number > 1 ? number : null;
}

function eventRow(event) {
  const { at, actor, name, type, data } = event;
  const digit = data.digit == null ? "" : ` ${data.digit}`;
  const what = qualityEventText(event) ?? type.replace(".", " ") + digit;
  return element("tr", {}, whenCell(at), whoCell(actor, name), tableCell("What", what), subjectCell(subjectsOf(event)));
}

function subjectCell({ person, image }) {
  const who = person ? [personLink({ id: person, name: shortId(person) }), " "] : [];
  if (!image) return tableCell("To", ...who, person ? "" : "all labels");
  const picture = element("img", { src: `/api/images/${image}/png`, alt: "", width: 28, height: 28, loading: "lazy", className: "digit" });
  return tableCell(person ? "To" : "Image", ...who, picture, shortId(image));
}

function accessRow({ at, actor, name, type, subject, subjectName, role, address, about }) {
  const to = [subject ? (subjectName ?? shortId(subject)) : null, role && `as ${role}`, about, address && `from ${address}`]
    .filter(Boolean)
    .join(" ");
  return element("tr", {}, whenCell(at), whoCell(actor, name), tableCell("What", type), tableCell("To", to || "–"));
}

function whenCell(at) {
  const time = element("time", { dateTime: at }, new Date(at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" }));
  return tableCell("", time);
}

function whoCell(actor, name) {
  return tableCell("Who", name ?? element("span", { className: "gone" }, actor ? shortId(actor) : "unknown"));
}
