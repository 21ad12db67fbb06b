import { getSession } from "./access-api.js";
import { sayPerson, signInAgain } from "../sync/api.js";
import { showTrouble } from "../ui/header.js";
import { local } from "../sync/storage.js";
import { untilAnswered } from "../sync/retry.js";

const KEPT = "nudge.person";

/** Notes who has just come in. */
export const keepPerson = ({ id }) => local.setItem(KEPT, id);

/**
 * The id of the person whose page this is; all its requests say so, and the server refuses them when somebody else has
 * signed in meanwhile. Whoever was here last is believed at once, the server is asked behind it: if it is somebody else,
 * the page starts anew as theirs.
 */
export async function whoIsIn() {
  const remembered = local.getItem(KEPT);
  const asked = ask(remembered ? () => {} : showTrouble);
  if (!remembered) await asked;
  const person = local.getItem(KEPT);
  sayPerson(person);
  const startAnew = () => local.getItem(KEPT) !== person && location.reload();
  asked.then(startAnew);
  addEventListener("storage", startAnew); // written in another tab
  return person;
}

/**
 * Who is in, {id, kind, name, role}, as soon as the server tells; nobody is sent to the sign-in page.
 *
 * @param trouble  hears why the server does not tell, and null when it does
 */
export async function ask(trouble) {
  const { actor } = await untilAnswered(getSession, trouble);
  if (actor) {
    keepPerson(actor);
    return actor;
  }
  signInAgain();
  return new Promise(() => {}); // the page is left
}
