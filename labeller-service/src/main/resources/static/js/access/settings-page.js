import { sendAsPerson } from "../sync/api.js";
import { PageSession } from "../sync/page-session.js";
import { byId, element } from "../ui/dom.js";
import { showError, showHealth, startHeader } from "../ui/header.js";
import { askWhoIsSignedIn } from "./current-person.js";
import { roleIncludes } from "./roles.js";

const PAGES = [
  ["/account.html", "Account", "annotator"],
  ["/tokens.html", "Tokens", "annotator"],
  ["/my-quality.html", "My labels", "annotator"],
  ["/quality.html", "Quality", "reviewer"],
  ["/review.html", "Review", "reviewer"],
  ["/gold.html", "Gold", "reviewer"],
  ["/audit.html", "Audit", "reviewer"],
  ["/people.html", "People", "admin"],
];

/**
 * Starts what the pages about people and access share. Returns who is signed in, and the page's session, which sends the
 * labels that were left in this browser.
 *
 * @param onDelivered  called when such a label was accepted or refused
 */
export async function startSettingsPage(onDelivered = () => {}) {
  startHeader();
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload()); // come back to by Back, as it was
  const me = await askWhoIsSignedIn(showError);
  sendAsPerson(me.id);
  byId("pages").append(
    ...PAGES.filter(([, , role]) => roleIncludes(me.role, role)).map(([path, name]) => {
      const current = path === location.pathname ? { current: "page" } : {};
      return element("a", { className: "quiet", href: path, aria: current }, name);
    }),
  );
  const pageSession = new PageSession({
    page: "settings",
    person: me.id,
    on: { acknowledged: onDelivered, refused: onDelivered },
    showHealth,
  });
  pageSession.start();
  return { me, pageSession };
}
