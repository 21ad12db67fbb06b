/** The page to open after signing in: a path of this server and nothing else, whatever the address says. */
export function nextPage(search) {
  const next = new URLSearchParams(search).get("next") ?? "/";
  return /^\/(?![/\\])[\w./-]*$/.test(next) ? next : "/";
}
