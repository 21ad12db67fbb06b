import { changePassword, signOut, signOutEverywhere } from "../access/access-api.js";
import { byId, setText } from "../ui/dom.js";
import { attempt, onSubmit } from "../access/forms.js";
import { plural } from "../ui/format.js";
import { startSettings } from "../access/settings-page.js";
import { local } from "../sync/storage.js";
import { waiting } from "../sync/unsent-labels.js";

const leave = (how) => async (event) => {
  if (await attempt(how, event.currentTarget)) location.assign("/sign-in.html");
};

byId("sign-out").addEventListener("click", leave(signOut));
byId("sign-out-everywhere").addEventListener("click", leave(signOutEverywhere));
onSubmit(byId("form"), async () => {
  setText(byId("done"), "");
  await changePassword(byId("current").value, byId("password").value);
  byId("form").reset();
  setText(byId("done"), "Your password is changed.");
});

const { me } = await startSettings(() => showUnsent());
byId("name").value = me.name;
setText(byId("who"), `${me.name}, ${me.role}`);
showUnsent();

function showUnsent() {
  const { own } = waiting(local, me.id);
  const text = `${plural(own, "label")} not sent yet: kept on this device until you sign in here again.`;
  setText(byId("unsent"), own > 0 ? text : "");
}
