import { changePassword, signOut, signOutEverywhere } from "../access/access-api.js";
import { onSubmit, runRequest } from "../access/forms.js";
import { startSettingsPage } from "../access/settings-page.js";
import { browserStorage } from "../sync/storage.js";
import { countUnsent } from "../sync/unsent-labels.js";
import { byId, setText } from "../ui/dom.js";
import { plural } from "../ui/format.js";

const leaveBy = (request) => async (event) => {
  if (await runRequest(request, event.currentTarget)) location.assign("/sign-in.html");
};

byId("sign-out").addEventListener("click", leaveBy(signOut));
byId("sign-out-everywhere").addEventListener("click", leaveBy(signOutEverywhere));
onSubmit(byId("form"), async () => {
  setText(byId("done"), "");
  await changePassword(byId("current").value, byId("password").value);
  byId("form").reset();
  setText(byId("done"), "Your password is changed.");
});

const { me } = await startSettingsPage(() => showUnsent());
byId("name").value = me.name;
setText(byId("who"), `${me.name}, ${me.role}`);
showUnsent();

function showUnsent() {
  const { own } = countUnsent(browserStorage, me.id);
  const text = `${plural(own, "label")} not sent yet: kept on this device until you sign in here again.`;
  setText(byId("unsent"), own > 0 ? text : "");
}
