/**
 * The token with which a page shows that a request is its own, from the browser's cookies. Cookies do not tell ports apart, their
 * names do. A proxy may hide the port from the server: then the only token that there is counts.
 *
 * @param cookies  as `document.cookie`
 * @param location  {protocol, port} of the page
 */
export function forgeryToken(cookies, { protocol, port }) {
  const secure = protocol === "https:";
  const own = `${secure ? "__Host-" : ""}XSRF-TOKEN-${port || (secure ? 443 : 80)}`;
  const tokens = cookies
    .split("; ")
    .map((pair) => pair.split("=", 2))
    .filter(([name]) => /^(__Host-)?XSRF-TOKEN-\d+$/.test(name));
  const found = tokens.find(([name]) => name === own) ?? (tokens.length === 1 ? tokens[0] : null);
  return found ? found[1] : null;
}
