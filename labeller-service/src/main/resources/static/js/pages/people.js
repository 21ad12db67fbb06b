import {
  changeRole,
  erasePerson,
  getInvitations,
  getPeople,
  invite,
  makePasswordLink,
  signOutPerson,
  withdrawInvitation,
} from "../access/access-api.js";
import { onSubmit, runRequest, showSecret } from "../access/forms.js";
import { actionButton, showList, tableCell } from "../access/lists.js";
import { ROLES } from "../access/roles.js";
import { startSettingsPage } from "../access/settings-page.js";
import { byId, element, setText } from "../ui/dom.js";
import { ago } from "../ui/format.js";

onSubmit(byId("form"), async () => {
  const role = byId("role").value;
  const note = byId("note").value;
  showLink(await invite(role, note), `An invitation as ${role}${note ? ` for ${note}` : ""}.`);
  byId("form").reset();
  showPeople();
});
const { pageSession } = await startSettingsPage();
showPeople();

function showLink({ link, expires }, what) {
  const text = `${what} Send this link to nobody else: it works once, until ${expires.slice(0, 10)}.`;
  showSecret(byId("made"), text, location.origin + link);
}

function showPeople() {
  return showList(
    byId("empty"),
    () => Promise.all([getPeople(), getInvitations()]),
    ([people, invitations]) => {
      byId("rows").replaceChildren(...people.map(personRow));
      byId("waiting").replaceChildren(...invitations.map(invitationRow));
      byId("invitations").hidden = invitations.length === 0;
    },
    pageSession,
  );
}

/** The request, after which the list is shown anew, even if it was refused. */
function thenShow(request) {
  return async () => {
    try {
      await request();
    } finally {
      showPeople();
    }
  };
}

function personRow({ id, name, role, singleSignOn, refused, seen }) {
  const roles = element(
    "select",
    { aria: { label: `Role of ${name}` } },
    ...ROLES.map((each) => element("option", { value: each, selected: each === role }, each)),
  );
  roles.addEventListener("change", () => runRequest(thenShow(() => changeRole(id, roles.value))));
  const actions = [
    ...(singleSignOn ? [] : [actionButton("New password link", name, async () => showLink(await makePasswordLink(id), `For ${name}, to set a new password.`))]),
    actionButton("Sign out", name, thenShow(() => signOutPerson(id))),
    actionButton("Erase", name, thenShow(async () => (await isSure(name)) && erasePerson(id))),
  ];
  return element(
    "tr",
    {},
    tableCell("", name),
    refused ? tableCell("Role", element("span", { className: "gone" }, "none: refused by the identity provider")) : tableCell("Role", roles),
    tableCell("Last sign-in", seen ? ago(Date.parse(seen), Date.now()) : "never"),
    element("td", { className: "actions" }, ...actions),
  );
}

function invitationRow({ id, note, role, person: known, expires }) {
  const withdraw = actionButton("Withdraw", note || role, thenShow(() => withdrawInvitation(id)));
  return element(
    "tr",
    {},
    tableCell("", note || "–"),
    tableCell("Role", known ? "new password" : role),
    tableCell("Expires", expires.slice(0, 10)),
    element("td", { className: "actions" }, withdraw),
  );
}

/** Asks the person to confirm what cannot be undone. */
function isSure(name) {
  const dialog = byId("sure");
  setText(byId("sure-title"), `Erase ${name}?`);
  setText(
    byId("sure-text"),
    "Name, password, sessions and tokens are deleted. The labels stay, under an id that does not tell whose they are.",
  );
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) =>
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }),
  );
}
