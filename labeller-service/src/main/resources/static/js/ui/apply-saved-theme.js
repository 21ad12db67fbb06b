// A classic script that runs before the first paint, so that a page never flashes in the wrong theme.
(() => {
  try {
    const theme = localStorage.getItem("nudge.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is blocked: the system's theme holds.
  }
})();
