import { getSession, signIn } from "./access-api.js";
import { byId, setText } from "./dom.js";
import { attempt, onSubmit } from "./forms.js";
import { nextPage } from "./next-page.js";
import { keepPerson } from "./person.js";
import { startShell } from "./shell.js";

const REFUSED = {
  role: "Your identity provider gives you no role in Nudge. Ask an administrator.",
  provider: "The sign-in with your identity provider did not work. Try again.",
};

startShell();
onSubmit(byId("form"), async () => {
  keepPerson(await signIn(byId("name").value, byId("password").value));
  location.assign(nextPage(location.search));
});
setText(byId("problem"), REFUSED[new URLSearchParams(location.search).get("refused")] ?? "");

const session = await attempt(getSession);
if (session?.actor) {
  keepPerson(session.actor);
  location.replace(nextPage(location.search));
}
if (session?.singleSignOn) {
  setText(byId("provider"), session.singleSignOn);
  byId("single").hidden = false;
}
