import { goToSignIn, sendAsPerson } from "../sync/api.js";
import { untilAnswered } from "../sync/retry.js";
import { browserStorage, keysWithPrefix, tabStorage } from "../sync/storage.js";
import { getSession } from "./access-api.js";

const KEPT = "nudge.person";

/** Remembers in this browser who has signed in. */
export const rememberPerson = ({ id }) => browserStorage.setItem(KEPT, id);

/**
 * Clears what this tab has kept of whoever signs out, and tells the other tabs. What is not sent yet stays in this browser, with
 * the id of the tab that has to send it, and goes out when that person signs in again.
 */
export function forgetPerson(tab = tabStorage, browser = browserStorage) {
  for (const key of keysWithPrefix(tab, "nudge.")) if (!key.startsWith("nudge.owner.")) tab.removeItem(key);
  browser.removeItem(KEPT);
}

/**
 * The id of the person whose page this is. All its requests name that person, and the server refuses them when somebody else
 * has signed in meanwhile. The page starts at once as the person that this browser remembers, while the server is asked: if
 * it is somebody else, the page is loaded again as theirs.
 *
 * @param onError  called with each error while nobody is remembered and the server does not answer, and with null when it does
 */
export async function currentPerson(onError) {
  const remembered = browserStorage.getItem(KEPT);
  const answered = askWhoIsSignedIn(remembered ? () => {} : onError);
  if (!remembered) await answered;
  const person = browserStorage.getItem(KEPT);
  sendAsPerson(person);
  const reloadIfChanged = () => browserStorage.getItem(KEPT) !== person && location.reload();
  answered.then(reloadIfChanged);
  addEventListener("storage", reloadIfChanged); // written in another tab
  addEventListener("pageshow", reloadIfChanged); // come back to by the browser's Back, as it was
  return person;
}

/**
 * Who is signed in, {id, kind, name, role}, as soon as the server tells. When nobody is, goes to the sign-in page.
 *
 * @param onError  called with each error of the server, and with null when it has answered
 */
export async function askWhoIsSignedIn(onError) {
  const { actor } = await untilAnswered(getSession, onError);
  if (actor) {
    rememberPerson(actor);
    return actor;
  }
  goToSignIn();
  return new Promise(() => {}); // the page is left
}
