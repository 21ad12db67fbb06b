const ALIVE = "nudge.alive.";
const FRESH_MS = 10_000;
const GONE_MS = 180_000; // browsers slow the timers of hidden pages down to one a minute
const BEAT_MS = 3_000;

/**
 * The name under which a page of this tab keeps the unsent decisions of a person. A reload keeps it; a duplicated tab, whose original
 * is still alive, gets a new one.
 */
export function claimOwner({ page, person, session, local, now = Date.now, newId }) {
  const id = `nudge.owner.${person}.${page}`;
  const kept = session.getItem(id);
  const owner = kept && !isAlive(local, kept, now() - FRESH_MS) ? kept : newId();
  session.setItem(id, owner);
  beat(local, owner, now());
  return owner;
}

/** Owners whose tab is gone: their decisions may be adopted. (Adopting one that lives does no harm: keys are the same.) */
export const gone = (owners, local, now = Date.now()) =>
  owners.filter((owner) => !isAlive(local, owner, now - GONE_MS));

/** Keeps the claim fresh while the page lives. */
export function keepAlive(owner, local) {
  setInterval(() => beat(local, owner, Date.now()), BEAT_MS);
  addEventListener("pagehide", () => local.removeItem(ALIVE + owner));
  addEventListener("pageshow", () => beat(local, owner, Date.now()));
}

const beat = (local, owner, at) => local.setItem(ALIVE + owner, String(at));
const isAlive = (local, owner, since) => Number(local.getItem(ALIVE + owner) ?? 0) > since;
