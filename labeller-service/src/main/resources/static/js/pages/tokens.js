import { getTokens, makeToken, revokeToken } from "../access/access-api.js";
import { onSubmit, showSecret } from "../access/forms.js";
import { actionButton, showList, tableCell } from "../access/lists.js";
import { roleIncludes, ROLES } from "../access/roles.js";
import { startSettingsPage } from "../access/settings-page.js";
import { byId, element } from "../ui/dom.js";
import { ago } from "../ui/format.js";

onSubmit(byId("form"), async () => {
  const made = await makeToken(byId("name").value, byId("role").value, Number(byId("days").value));
  showSecret(byId("made"), "The new token. It is shown only now: store it where the program finds it.", made.secret);
  byId("form").reset();
  showTokens();
});
const { me, pageSession } = await startSettingsPage();
byId("role").replaceChildren(
  ...ROLES.filter((role) => roleIncludes(me.role, role)).map((role) => element("option", { value: role }, role)),
);
showTokens();

function showTokens() {
  const showValid = (tokens) => byId("rows").replaceChildren(...tokens.filter((token) => !token.revoked).map(row));
  return showList(byId("empty"), getTokens, showValid, pageSession);
}

function row({ id, name, role, owner, used, expires }) {
  const revoke = actionButton("Revoke", name, async () => {
    await revokeToken(id);
    showTokens();
  });
  return element(
    "tr",
    {},
    tableCell("", name),
    tableCell("Role", role),
    tableCell("Owner", owner ?? "this installation"),
    tableCell("Last use", used ? ago(Date.parse(used), Date.now()) : "never"),
    tableCell("Expires", Date.parse(expires) < Date.now() ? "expired" : expires.slice(0, 10)),
    element("td", { className: "actions" }, revoke),
  );
}
