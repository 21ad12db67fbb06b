import { getAccessEvents, getEvents, getTimeline, PAGE } from "../access/access-api.js";
import { byId, element } from "../ui/dom.js";
import { attempt, cell, showList } from "../access/forms.js";
import { shortId } from "../ui/format.js";
import { includes, startSettings } from "../access/settings-page.js";

/** get answers with the entries behind `older`; older says where the page after that answer begins, null at the end. */
const VIEWS = {
  everything: {
    get: getTimeline,
    entries: (answer) => answer.happenings,
    older: ({ happenings, position, number }) => (happenings.length > 0 ? { position, number } : null),
    row: ({ event: given, access }) => (given ? event(given) : accessEvent(access)),
  },
  labels: { get: getEvents, entries: (answer) => answer, older: (answer) => before(answer.at(-1)?.position), row: event },
  access: { get: getAccessEvents, entries: (answer) => answer, older: (answer) => before(answer.at(-1)?.number), row: accessEvent },
};
let shown;
let older;

const { me, desk } = await startSettings();
const whole = includes(me.role, "admin");
for (const view of Object.keys(VIEWS)) byId(view).addEventListener("click", () => show(view));
byId("everything").hidden = byId("access").hidden = !whole;
byId("older").addEventListener("click", (event) => attempt(more, event.currentTarget));
show(whole ? "everything" : "labels");

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
    desk,
  );
}

async function more() {
  const view = shown;
  const answer = await VIEWS[view].get(older);
  if (shown === view) append(answer);
}

function append(answer) {
  const view = VIEWS[shown];
  const entries = view.entries(answer);
  byId("rows").append(...entries.map(view.row));
  older = entries.length < PAGE ? null : view.older(answer);
  byId("older").hidden = older === null;
}

function before(number) {
  return number > 1 ? number : null;
}

function event({ at, actor, name, type, image, data }) {
  const picture = element("img", { src: `/api/images/${image}/png`, alt: "", width: 28, height: 28, loading: "lazy", className: "digit" });
  const digit = data.digit == null ? "" : ` ${data.digit}`;
  return element("tr", {}, when(at), who(actor, name), cell("What", type.replace(".", " ") + digit), cell("Image", picture, shortId(image)));
}

function accessEvent({ at, actor, name, type, subject, subjectName, role }) {
  const to = [subject ? (subjectName ?? shortId(subject)) : null, role && `as ${role}`].filter(Boolean).join(" ");
  return element("tr", {}, when(at), who(actor, name), cell("What", type), cell("To", to || "–"));
}

function when(at) {
  const time = element("time", { dateTime: at }, new Date(at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" }));
  return cell("", time);
}

const who = (actor, name) => cell("Who", name ?? element("span", { className: "gone" }, actor ? shortId(actor) : "nobody known"));
