import { byId, element, setText } from "./dom.js";
import { describeHealth, describeRelay } from "./health.js";
import { startThemeToggle } from "./theme.js";

const PAGES = [
  ["/", "Label"],
  ["/bulk.html", "Bulk"],
  ["/draw.html", "Draw"],
  ["/images.html", "Images"],
  ["/explain.html", "Explain"],
];

const LOGO = `
  <svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d="M2 4 C 6 22, 18 22, 22 4" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"/>
    <circle cx="5.4" cy="8.4" r="2" fill="none" stroke="currentColor" stroke-width="1.2" opacity=".55"/>
    <circle class="mark-dot" cx="10.4" cy="14.6" r="2.6"/>
  </svg>`;

const BUSY_MS = 700;
let busyTimer = null;
let banner = null;

/** The header that all pages share: links, how things are, light or dark. */
export function startHeader() {
  const here = location.pathname === "/index.html" ? "/" : location.pathname;
  const links = PAGES.map(([path, name]) => {
    const current = path === here ? ' aria-current="page"' : "";
    return `<li><a href="${path}"${current}>${name}</a></li>`;
  });
  byId("shell").innerHTML = `
    <a class="brand" href="/" aria-label="Nudge, start page">${LOGO}<span>Nudge</span></a>
    <nav aria-label="Pages"><ul>${links.join("")}</ul></nav>
    <p id="status" class="status" role="status" data-level="ok"><span class="status-dot"></span><span class="status-text"></span></p>
    <a class="quiet account" href="/account.html" aria-label="Your account">
      <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><circle cx="8" cy="5.2" r="2.7"/><path d="M2.8 14 C 3.2 10.4, 12.8 10.4, 13.2 14"/></svg>
    </a>
    <button id="theme" class="quiet" type="button"><span class="theme-disc" aria-hidden="true"></span><span class="theme-name"></span></button>`;
  banner = element("p", { className: "banner", hidden: true });
  banner.setAttribute("role", "alert");
  byId("shell").after(banner);
  startThemeToggle();
  busyTimer = setTimeout(show, BUSY_MS, { level: "busy", text: "Connecting…" });
}

/** For pages that do not know yet who is signed in: the error of their last request is all they know, or null. */
export function showError(error) {
  showHealth({ online: navigator.onLine, error, unsent: 0 });
}

/**
 * Shows how things are; `describeHealth` tells what the facts are. That labels are being saved is shown only if it takes long.
 * What keeps labels from the network is shown in full, below the header.
 */
export function showHealth(facts) {
  showBanner(describeRelay(facts));
  const found = describeHealth(facts);
  if (found.level === "busy" && byId("status").dataset.level === "ok") {
    busyTimer ??= setTimeout(() => show(found), BUSY_MS);
    return;
  }
  clearTimeout(busyTimer);
  busyTimer = null;
  show(found);
}

function showBanner(text) {
  setText(banner, text ?? "");
  banner.hidden = text === null;
}

function show({ level, text, detail }) {
  const status = byId("status");
  status.dataset.level = level;
  setText(status.querySelector(".status-text"), text);
  status.title = detail ?? text;
}
