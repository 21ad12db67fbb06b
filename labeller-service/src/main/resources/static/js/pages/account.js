import { changePassword, endSession, getSessions, signOut, signOutEverywhere } from "../access/access-api.js";
import { forgetPerson } from "../access/current-person.js";
import { onSubmit, runRequest } from "../access/forms.js";
import { actionButton, showList, tableCell } from "../access/lists.js";
import { startPasskeys } from "../access/passkey-list.js";
import { startSettingsPage } from "../access/settings-page.js";
import { browserStorage } from "../sync/storage.js";
import { countUnsent } from "../sync/unsent-labels.js";
import { byId, element, setText } from "../ui/dom.js";
import { ago, plural } from "../ui/format.js";

const leaveBy = (request) => async (event) => {
  if (!(await runRequest(request, event.currentTarget))) return;
  forgetPerson();
  location.assign("/sign-in.html");
};

byId("sign-out").addEventListener("click", leaveBy(signOut));
byId("sign-out-everywhere").addEventListener("click", leaveBy(signOutEverywhere));
onSubmit(byId("form"), async () => {
  setText(byId("done"), "");
  await changePassword(byId("current").value, byId("password").value);
  byId("form").reset();
  setText(byId("done"), "Your password is changed.");
  showSessions();
});

const { me, pageSession } = await startSettingsPage(() => showUnsent());
byId("name").value = me.name;
setText(byId("who"), `${me.name}, ${me.role}`);
showUnsent();
showSessions();
startPasskeys();

function showSessions() {
  const show = (sessions) => byId("rows").replaceChildren(...sessions.map(sessionRow));
  return showList(byId("empty"), getSessions, show, pageSession);
}

function sessionRow({ id, began, used, address, current }) {
  const since = new Date(began).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
  const end = actionButton("End", `session since ${since}`, async () => {
    await endSession(id, byId("again").value);
    byId("again").value = "";
    showSessions();
  });
  return element(
    "tr",
    {},
    tableCell("Since", since),
    tableCell("Last use", current ? "here, now" : ago(Date.parse(used), Date.now())),
    tableCell("From", address ?? "unknown"),
    element("td", { className: "actions" }, ...(current ? [] : [end])),
  );
}

function showUnsent() {
  const { own } = countUnsent(browserStorage, me.id);
  const text = `${plural(own, "label")} not sent yet: kept on this device until you sign in here again.`;
  setText(byId("unsent"), own > 0 ? text : "");
}
