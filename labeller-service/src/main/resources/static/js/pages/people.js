import {
  changeRole,
  erase,
  getInvitations,
  getPeople,
  invite,
  newPasswordLink,
  signOutPerson,
  withdraw,
} from "../access/access-api.js";
import { byId, element, setText } from "../ui/dom.js";
import { action, attempt, cell, onSubmit, showList, showOnce } from "../access/forms.js";
import { ago } from "../ui/format.js";
import { ROLES, startSettings } from "../access/settings-page.js";

onSubmit(byId("form"), async () => {
  const role = byId("role").value;
  const note = byId("note").value;
  showLink(await invite(role, note), `An invitation as ${role}${note ? ` for ${note}` : ""}.`);
  byId("form").reset();
  show();
});
const { desk } = await startSettings();
show();

function showLink({ link, expires }, what) {
  const text = `${what} Send this link to nobody else: it works once, until ${expires.slice(0, 10)}.`;
  showOnce(byId("made"), text, location.origin + link);
}

function show() {
  return showList(
    byId("empty"),
    () => Promise.all([getPeople(), getInvitations()]),
    ([people, invitations]) => {
      byId("rows").replaceChildren(...people.map(person));
      byId("waiting").replaceChildren(...invitations.map(invitation));
      byId("invitations").hidden = invitations.length === 0;
    },
    desk,
  );
}

/** Does it, and shows what has become of the list, also when it was refused. */
function then(work) {
  return async () => {
    try {
      await work();
    } finally {
      show();
    }
  };
}

function person({ id, name, role, singleSignOn, refused, seen }) {
  const roles = element(
    "select",
    { aria: { label: `Role of ${name}` } },
    ...ROLES.map((each) => element("option", { value: each, selected: each === role }, each)),
  );
  roles.addEventListener("change", () => attempt(then(() => changeRole(id, roles.value))));
  const actions = [
    ...(singleSignOn ? [] : [action("New password link", name, async () => showLink(await newPasswordLink(id), `For ${name}, to set a new password.`))]),
    action("Sign out", name, then(() => signOutPerson(id))),
    action("Erase", name, then(async () => (await isSure(name)) && erase(id))),
  ];
  return element(
    "tr",
    {},
    cell("", name),
    refused ? cell("Role", element("span", { className: "gone" }, "none: refused by the identity provider")) : cell("Role", roles),
    cell("Last sign-in", seen ? ago(Date.parse(seen), Date.now()) : "never"),
    element("td", { className: "actions" }, ...actions),
  );
}

function invitation({ id, note, role, person: known, expires }) {
  const drop = action("Withdraw", note || role, then(() => withdraw(id)));
  return element(
    "tr",
    {},
    cell("", note || "–"),
    cell("Role", known ? "new password" : role),
    cell("Expires", expires.slice(0, 10)),
    element("td", { className: "actions" }, drop),
  );
}

/** Asks before what cannot be undone. */
function isSure(name) {
  const dialog = byId("sure");
  setText(byId("sure-title"), `Erase ${name}?`);
  setText(
    byId("sure-text"),
    "The name and every way in are deleted, tokens included. Labels stay, under an id that says nothing.",
  );
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) =>
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }),
  );
}
