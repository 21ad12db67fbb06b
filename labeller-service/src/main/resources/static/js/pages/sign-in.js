import { getSession, signIn } from "../access/access-api.js";
import { rememberPerson } from "../access/current-person.js";
import { onSubmit } from "../access/forms.js";
import { nextPage } from "../access/next-page.js";
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
onSubmit(byId("form"), async () => {
  rememberPerson(await signIn(byId("name").value, byId("password").value));
  location.assign(nextPage(location.search));
});
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

function sessionEnded() {
  const unsent = countUnsent(browserStorage, null).others;
  const kept = unsent > 0 ? ` ${plural(unsent, "label")} not sent yet: kept on this device.` : "";
  return `Your session has ended: sign in again.${kept}`;
}
