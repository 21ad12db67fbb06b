/** Requests about people, sessions and tokens. */

import { request } from "../sync/api.js";

const id = encodeURIComponent;

/** Who is signed in: {actor: {id, kind, name, role}|null, singleSignOn}. */
export const getSession = () => request("GET", "/api/session", { anonymous: true });
export const signIn = (name, password) => request("POST", "/api/session", { json: { name, password } });
/** Behind a password whose answer is {challenge, options}: with a passkey's answer, or a recovery code. */
export const signInSecond = (challenge, shown) => request("POST", "/api/session/second", { json: { challenge, ...shown } });
export const signOut = () => request("DELETE", "/api/session");
export const signOutEverywhere = () => request("DELETE", "/api/sessions");
/** Where the person is signed in: [{id, began, used, address, current}]. */
export const getSessions = () => request("GET", "/api/sessions");
export const endSession = (session, current) => request("POST", `/api/sessions/${id(session)}/end`, { json: { current } });
/** The person's second factor: {possible, passkeys: [{id, label, made, used}], codes}. */
export const getPasskeys = () => request("GET", "/api/passkeys");
export const beginPasskey = (current) => request("POST", "/api/passkeys/begin", { json: { current } });
export const addPasskey = (challenge, label, credential) =>
  request("POST", "/api/passkeys", { json: { challenge, label, credential } });
export const removePasskey = (passkey, current) => request("POST", `/api/passkeys/${id(passkey)}/remove`, { json: { current } });
export const changePassword = (current, password) => request("PUT", "/api/password", { json: { current, password } });

/** What a one-time link is for: {role, name}; the name is null for a new person. */
export const openLink = (secret) => request("POST", "/api/welcome/opened", { json: { secret } });
export const acceptLink = (secret, name, password) =>
  request("POST", "/api/welcome", { json: { secret, name, password } });

export const getPeople = () => request("GET", "/api/people");
export const changeRole = (person, role) => request("PUT", `/api/people/${id(person)}/role`, { json: { role } });
export const makePasswordLink = (person) => request("POST", `/api/people/${id(person)}/password`);
export const signOutPerson = (person) => request("DELETE", `/api/people/${id(person)}/sessions`);
export const erasePerson = (person) => request("DELETE", `/api/people/${id(person)}`);

export const getInvitations = () => request("GET", "/api/invitations");
export const invite = (role, note) => request("POST", "/api/invitations", { json: { role, note } });
export const withdrawInvitation = (invitation) => request("DELETE", `/api/invitations/${id(invitation)}`);

export const getTokens = () => request("GET", "/api/tokens");
export const makeToken = (name, role, days) => request("POST", "/api/tokens", { json: { name, role, days } });
export const revokeToken = (token) => request("DELETE", `/api/tokens/${id(token)}`);

/** How many entries of the audit come at once; when fewer come, they are the last. */
export const AUDIT_PAGE = 100;
/** The most that may be asked for at once. */
export const LARGE_AUDIT_PAGE = 1_000;
const page = (path, before, limit) => request("GET", `${path}?limit=${limit}${before == null ? "" : `&before=${before}`}`);
export const getEvents = (before, limit) => page("/api/audit", before, limit);
export const getAccessEvents = (before, limit) => page("/api/audit/access", before, limit);
/** Both in one: {happenings: [{event|null, access|null}], position, number}; the last two tell where the older page begins. */
export const getTimeline = (older, limit) =>
  request("GET", `/api/audit/timeline?limit=${limit}${older ? `&position=${older.position}&number=${older.number}` : ""}`);
