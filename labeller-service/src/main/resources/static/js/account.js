import { changePassword, signOut, signOutEverywhere } from "./access-api.js";
import { byId, setText } from "./dom.js";
import { attempt, onSubmit } from "./forms.js";
import { plural } from "./format.js";
import { startSettings } from "./settings.js";
import { local } from "./storage.js";
import { waiting } from "./waiting.js";

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
