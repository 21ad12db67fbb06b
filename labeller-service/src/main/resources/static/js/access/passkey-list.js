import { byId, element, setText } from "../ui/dom.js";
import { ago, plural } from "../ui/format.js";
import { addPasskey, beginPasskey, getPasskeys, removePasskey } from "./access-api.js";
import { runRequest } from "./forms.js";
import { actionButton, tableCell } from "./lists.js";
import { addressWithName, makePasskey } from "./passkeys.js";

/** The part of the account's page about passkeys and recovery codes. */
export function startPasskeys() {
  const named = addressWithName(location);
  byId("named").hidden = !named;
  if (named) byId("named").querySelector("a").href = named;
  byId("add-passkey").addEventListener("click", ({ currentTarget }) => runRequest(add, currentTarget));
  return runRequest(show);
}

async function add() {
  const { challenge, options } = await beginPasskey(byId("proof").value);
  const { codes } = await addPasskey(challenge, byId("label").value, await makePasskey(options));
  byId("proof").value = "";
  if (codes.length > 0) showCodes(codes);
  await show();
}

function showCodes(codes) {
  byId("codes").replaceChildren(
    element("p", {}, "Recovery codes, for when the passkey is lost. They are shown only now, and each works once:"),
    ...codes.map((code) => element("p", {}, element("code", { textContent: code }))),
  );
  byId("codes").hidden = false;
}

async function show() {
  const { possible, passkeys, codes } = await getPasskeys();
  byId("add-passkey").disabled = !possible;
  byId("passkeys").replaceChildren(...passkeys.map(row));
  setText(byId("codes-left"), passkeys.length > 0 ? `${plural(codes, "recovery code")} left.` : "There are no passkeys yet.");
}

function row({ id, label, used }) {
  const remove = actionButton("Remove", label, async () => {
    await removePasskey(id, byId("proof").value);
    byId("proof").value = "";
    await show();
  });
  return element(
    "tr",
    {},
    tableCell("", label),
    tableCell("Last use", used ? ago(Date.parse(used), Date.now()) : "never"),
    element("td", { className: "actions" }, remove),
  );
}
