// The sidebar in the upper right: its button says what a press will do.
import { all, on, remember } from "./dom.js";

const root = document.documentElement;
// On a phone it lies over the page (dock.css), so it is open for this page only.
const overlays = matchMedia("(width < 820px)");

function sync() {
  const open = root.dataset.dock === "open";
  for (const button of all("[data-dock-toggle]")) {
    button.setAttribute("aria-expanded", open);
    button.setAttribute("aria-label", open ? "Collapse sidebar" : "Expand sidebar");
  }
}

on("click", "[data-dock-toggle]", () => {
  root.dataset.dock = root.dataset.dock === "open" ? "closed" : "open";
  if (!overlays.matches) remember("dock", root.dataset.dock);
  sync();
});

sync();
