// Runs before the first paint, so that nobody sees the wrong theme or a sidebar that jumps.
(() => {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem("theme");
    if (theme) root.dataset.theme = theme;
    if (localStorage.getItem("dock") === "open") root.dataset.dock = "open";
  } catch {
    // Storage is switched off: the system's theme and a closed sidebar it is.
  }
})();
