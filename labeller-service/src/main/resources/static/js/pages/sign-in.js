import { getSession, signIn, signInSecond } from "../access/access-api.js";
import { rememberPerson } from "../access/current-person.js";
import { onSubmit, runRequest } from "../access/forms.js";
import { nextPage } from "../access/next-page.js";
import { addressWithName, usePasskey } from "../access/passkeys.js";
import { untilAnswered } from "../sync/retry.js";
import { browserStorage } from "../sync/storage.js";
import { countUnsent } from "../sync/unsent-labels.js";
import { byId, setText } from "../ui/dom.js";
import { errorText } from "../ui/error-text.js";
import { plural } from "../ui/format.js";
import { startHeader } from "../ui/header.js";

const REFUSED = {
  role: "Your identity provider gives you no role in Nudge. Ask an administrator.",
  provider: "The sign-in with your identity provider did not work. Try again.",
};

startHeader();
let asked = null; // {challenge, options} once the password was right and a second factor is asked for
onSubmit(byId("form"), async () => {
  const answer = await signIn(byId("name").value, byId("password").value);
  if (answer.challenge) askSecondFactor(answer);
  else enter(answer);
});
onSubmit(byId("second"), async () => enter(await signInSecond(asked.challenge, { code: byId("code").value })));
byId("passkey").addEventListener("click", ({ currentTarget }) =>
  runRequest(async () => enter(await signInSecond(asked.challenge, { credential: await usePasskey(asked.options) })), currentTarget),
);
const query = new URLSearchParams(location.search);
setText(byId("problem"), REFUSED[query.get("refused")] ?? "");
const notice = query.has("ended") ? sessionEnded() : "";
setText(byId("notice"), notice);

const session = await untilAnswered(getSession, (error) => {
  setText(byId("notice"), error ? errorText(error, "This page keeps trying.") : notice);
});
if (session.actor) {
  rememberPerson(session.actor);
  location.replace(nextPage(location.search));
}
if (session.singleSignOn) {
  setText(byId("provider"), session.singleSignOn);
  byId("single").hidden = false;
}

function enter(person) {
  rememberPerson(person);
  location.assign(nextPage(location.search));
}

function askSecondFactor(answer) {
  asked = answer;
  byId("form").hidden = true;
  byId("second").hidden = false;
  byId("passkey").hidden = !answer.options;
  const named = addressWithName(location);
  byId("named").hidden = !named;
  if (named) byId("named").querySelector("a").href = named;
  byId(answer.options ? "passkey" : "code").focus();
}

function sessionEnded() {
  const unsent = countUnsent(browserStorage, null).others;
  const kept = unsent > 0 ? ` ${plural(unsent, "label")} not sent yet: kept on this device.` : "";
  return `Your session has ended: sign in again.${kept}`;
}
