import { getAccessEvents, getEvents } from "./access-api.js";
import { byId, element } from "./dom.js";
import { attempt, cell } from "./forms.js";
import { shortId } from "./format.js";
import { includes, startSettings } from "./settings.js";

const VIEWS = {
  labels: { get: getEvents, number: (entry) => entry.position, row: event },
  access: { get: getAccessEvents, number: (entry) => entry.number, row: accessEvent },
};
let shown = "labels";
let last = null;

const me = await startSettings();
for (const view of Object.keys(VIEWS)) byId(view).addEventListener("click", () => show(view));
byId("access").hidden = !includes(me.role, "admin");
byId("older").addEventListener("click", (event) => attempt(more, event.currentTarget));
show("labels");

function show(view) {
  shown = view;
  last = null;
  for (const each of Object.keys(VIEWS)) byId(each).setAttribute("aria-pressed", String(each === view));
  byId("rows").replaceChildren();
  attempt(more);
}

async function more() {
  const view = VIEWS[shown];
  const entries = await view.get(last);
  if (view !== VIEWS[shown]) return;
  byId("rows").append(...entries.map(view.row));
  last = entries.length > 0 ? view.number(entries.at(-1)) : last;
  byId("older").hidden = entries.length === 0 || last <= 1;
  byId("empty").hidden = byId("rows").children.length > 0;
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
