const HEARTBEAT = "nudge.alive.";
const HEARTBEAT_MS = 3_000;
const FRESH_MS = 10_000;
const DEAD_MS = 180_000; // browsers slow the timers of hidden pages down to one per minute

/**
 * The id under which a page of this tab keeps a person's unsent decisions. A reload keeps the id; a duplicated tab, whose
 * original is still alive, gets a new one.
 */
export function claimOwner({ page, person, tabStorage, browserStorage, now = Date.now, newId }) {
  const key = `nudge.owner.${person}.${page}`;
  const kept = tabStorage.getItem(key);
  const owner = kept && !isAlive(browserStorage, kept, now() - FRESH_MS) ? kept : newId();
  tabStorage.setItem(key, owner);
  beat(browserStorage, owner, now());
  return owner;
}

/** Owners whose tab is closed: their decisions may be adopted. (Adopting from an open tab does no harm: the keys are the same.) */
export const deadOwners = (owners, browserStorage, now = Date.now()) =>
  owners.filter((owner) => !isAlive(browserStorage, owner, now - DEAD_MS));

/** Tells other tabs that this owner's page is open, for as long as it is. */
export function startHeartbeat(owner, browserStorage) {
  setInterval(() => beat(browserStorage, owner, Date.now()), HEARTBEAT_MS);
  addEventListener("pagehide", () => browserStorage.removeItem(HEARTBEAT + owner));
  addEventListener("pageshow", () => beat(browserStorage, owner, Date.now()));
}

const beat = (browserStorage, owner, at) => browserStorage.setItem(HEARTBEAT + owner, String(at));
const isAlive = (browserStorage, owner, since) => Number(browserStorage.getItem(HEARTBEAT + owner) ?? 0) > since;
