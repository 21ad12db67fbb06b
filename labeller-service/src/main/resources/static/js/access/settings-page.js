import { sayPerson } from "../sync/api.js";
import { Desk } from "../sync/page-session.js";
import { byId } from "../ui/dom.js";
import { ask } from "./current-person.js";
import { startShell, showTrouble } from "../ui/header.js";

const PAGES = [
  ["/account.html", "Account", "annotator"],
  ["/tokens.html", "Tokens", "annotator"],
  ["/audit.html", "Audit", "reviewer"],
  ["/people.html", "People", "admin"],
];

/** Each may do what those before it may. */
export const ROLES = ["annotator", "reviewer", "admin"];
export const includes = (role, other) => ROLES.indexOf(role) >= ROLES.indexOf(other);

/**
 * Draws what these pages share. Returns who is in, and the page's desk: it sends the labels that were left here.
 *
 * @param sent  called when such a label has arrived
 */
export async function startSettings(sent = () => {}) {
  startShell();
  const me = await ask(showTrouble);
  sayPerson(me.id);
  byId("pages").innerHTML = PAGES.filter(([, , role]) => includes(me.role, role))
    .map(([path, name]) => {
      const current = path === location.pathname ? ' aria-current="page"' : "";
      return `<a class="quiet" href="${path}"${current}>${name}</a>`;
    })
    .join("");
  const desk = new Desk("settings", me.id, { acknowledged: sent, refused: sent });
  desk.start();
  return { me, desk };
}
