import { byId, setText } from "./dom.js";
import { browserStorage } from "../sync/storage.js";

const KEY = "nudge.theme";
const systemDark = matchMedia("(prefers-color-scheme: dark)");

const isDark = () => (document.documentElement.dataset.theme ?? (systemDark.matches ? "dark" : "light")) === "dark";

/** Calls back when the colours change, whether by the button or by the system. */
export function onThemeChange(changed) {
  systemDark.addEventListener("change", changed);
  addEventListener("nudge:theme", changed);
}

export function startThemeToggle() {
  const button = byId("theme");
  const show = () => {
    const other = isDark() ? "light" : "dark";
    setText(button.querySelector(".theme-name"), other === "dark" ? "Dark" : "Light");
    button.setAttribute("aria-label", `Switch to the ${other} theme`);
  };
  button.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    if ((theme === "dark") === systemDark.matches) {
      delete document.documentElement.dataset.theme; // the system's own again
      browserStorage.removeItem(KEY);
    } else {
      document.documentElement.dataset.theme = theme;
      browserStorage.setItem(KEY, theme);
    }
    dispatchEvent(new Event("nudge:theme"));
  });
  onThemeChange(show);
  show();
}
