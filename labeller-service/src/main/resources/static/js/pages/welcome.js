import { acceptLink, openLink } from "../access/access-api.js";
import { rememberPerson } from "../access/current-person.js";
import { onSubmit } from "../access/forms.js";
import { ApiError } from "../sync/api.js";
import { untilAnswered } from "../sync/retry.js";
import { byId, setText } from "../ui/dom.js";
import { errorText } from "../ui/error-text.js";
import { startHeader } from "../ui/header.js";

const secret = location.hash.slice(1);

startHeader();
addEventListener("hashchange", () => location.reload()); // another link
onSubmit(byId("form"), async () => {
  if (byId("password").value !== byId("again").value) {
    throw new ApiError(400, "The two passwords differ.");
  }
  rememberPerson(await acceptLink(secret, byId("name").value, byId("password").value));
  location.replace("/");
});

try {
  const { role, name } = await untilAnswered(
    () => openLink(secret),
    (error) => setText(byId("opening"), error ? errorText(error, "This page keeps trying; the link stays good.") : ""),
  );
  if (name === null) {
    setText(byId("lead"), `You are invited as ${role}. Choose the name that others will see, and a password.`);
  } else {
    setText(byId("title"), "Set a new password");
    setText(byId("lead"), "Every browser in which you are signed in is signed out.");
    byId("name").value = name;
    byId("name").readOnly = true;
  }
  byId("form").hidden = false;
  byId(name === null ? "name" : "password").focus();
} catch (error) {
  if (!(error instanceof ApiError)) throw error;
  setText(byId("opening"), "");
  setText(byId("why"), errorText(error));
  byId("closed").hidden = false;
}
