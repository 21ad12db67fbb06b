import { getSession } from "./access-api.js";
import { sayPerson } from "./api.js";
import { byId } from "./dom.js";
import { keepPerson } from "./person.js";
import { startShell } from "./shell.js";

const PAGES = [
  ["/account.html", "Account", "annotator"],
  ["/tokens.html", "Tokens", "annotator"],
  ["/audit.html", "Audit", "reviewer"],
  ["/people.html", "People", "admin"],
];

/** Each may do what those before it may. */
export const ROLES = ["annotator", "reviewer", "admin"];
export const includes = (role, other) => ROLES.indexOf(role) >= ROLES.indexOf(other);

/** Draws what these pages share. Returns who is in. */
export async function startSettings() {
  startShell();
  const { actor } = await getSession();
  if (!actor) {
    location.assign(`/sign-in.html?next=${encodeURIComponent(location.pathname)}`);
    return new Promise(() => {});
  }
  keepPerson(actor);
  sayPerson(actor.id);
  byId("pages").innerHTML = PAGES.filter(([, , role]) => includes(actor.role, role))
    .map(([path, name]) => {
      const current = path === location.pathname ? ' aria-current="page"' : "";
      return `<a class="quiet" href="${path}"${current}>${name}</a>`;
    })
    .join("");
  return actor;
}
