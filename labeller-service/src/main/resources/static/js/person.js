import { getSession } from "./access-api.js";
import { ApiError, sayPerson } from "./api.js";
import { local } from "./storage.js";

const KEPT = "nudge.person";
const RETRY_MS = 2_000;

/** Notes who has just come in. */
export const keepPerson = ({ id }) => local.setItem(KEPT, id);

/**
 * The id of the person whose page this is; all its requests say so, and the server refuses them when somebody else has
 * signed in meanwhile. Whoever was here last is believed at once, the server is asked behind it: if it is somebody else,
 * the page starts anew as theirs.
 */
export async function whoIsIn() {
  const remembered = local.getItem(KEPT);
  const asked = ask();
  if (!remembered) await asked;
  const person = local.getItem(KEPT);
  sayPerson(person);
  const startAnew = () => local.getItem(KEPT) !== person && location.reload();
  asked.then(startAnew);
  addEventListener("storage", startAnew); // written in another tab
  return person;
}

async function ask() {
  for (;;) {
    try {
      const { actor } = await getSession();
      if (actor) return keepPerson(actor);
      location.assign(`/sign-in.html?next=${encodeURIComponent(location.pathname)}`);
      return new Promise(() => {}); // the page is left
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      await new Promise((again) => setTimeout(again, RETRY_MS));
    }
  }
}
