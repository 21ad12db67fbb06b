import { getTokens, makeToken, revokeToken } from "../access/access-api.js";
import { byId, element } from "../ui/dom.js";
import { action, cell, onSubmit, showList, showOnce } from "../access/forms.js";
import { ago } from "../ui/format.js";
import { includes, ROLES, startSettings } from "../access/settings-page.js";

onSubmit(byId("form"), async () => {
  const made = await makeToken(byId("name").value, byId("role").value, Number(byId("days").value));
  showOnce(byId("made"), "The new token. It is shown this once: keep it where the program finds it.", made.secret);
  byId("form").reset();
  show();
});
const { me, desk } = await startSettings();
byId("role").replaceChildren(
  ...ROLES.filter((role) => includes(me.role, role)).map((role) => element("option", { value: role }, role)),
);
show();

function show() {
  const good = (tokens) => tokens.filter((token) => !token.revoked);
  return showList(byId("empty"), getTokens, (tokens) => byId("rows").replaceChildren(...good(tokens).map(row)), desk);
}

function row({ id, name, role, owner, used, expires }) {
  const revoke = action("Revoke", name, async () => {
    await revokeToken(id);
    show();
  });
  return element(
    "tr",
    {},
    cell("", name),
    cell("Role", role),
    cell("Owner", owner ?? "this installation"),
    cell("Last use", used ? ago(Date.parse(used), Date.now()) : "never"),
    cell("Expires", Date.parse(expires) < Date.now() ? "expired" : expires.slice(0, 10)),
    element("td", { className: "actions" }, revoke),
  );
}
