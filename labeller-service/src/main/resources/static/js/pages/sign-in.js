import { getSession, signIn } from "../access/access-api.js";
import { byId, setText } from "../ui/dom.js";
import { onSubmit } from "../access/forms.js";
import { plural } from "../ui/format.js";
import { nextPage } from "../access/next-page.js";
import { keepPerson } from "../access/current-person.js";
import { startShell } from "../ui/header.js";
import { local } from "../sync/storage.js";
import { sentence, untilAnswered } from "../sync/retry.js";
import { waiting } from "../sync/unsent-labels.js";

const REFUSED = {
  role: "Your identity provider gives you no role in Nudge. Ask an administrator.",
  provider: "The sign-in with your identity provider did not work. Try again.",
};

startShell();
onSubmit(byId("form"), async () => {
  keepPerson(await signIn(byId("name").value, byId("password").value));
  location.assign(nextPage(location.search));
});
const asked = new URLSearchParams(location.search);
setText(byId("problem"), REFUSED[asked.get("refused")] ?? "");
const notice = asked.has("ended") ? ended() : "";
setText(byId("notice"), notice);

const session = await untilAnswered(getSession, (error) => {
  setText(byId("notice"), error ? sentence(error, "This page keeps trying.") : notice);
});
if (session.actor) {
  keepPerson(session.actor);
  location.replace(nextPage(location.search));
}
if (session.singleSignOn) {
  setText(byId("provider"), session.singleSignOn);
  byId("single").hidden = false;
}

function ended() {
  const unsent = waiting(local, null).others;
  const kept = unsent > 0 ? ` ${plural(unsent, "label")} not sent yet: kept on this device.` : "";
  return `Your session has ended: sign in again.${kept}`;
}
