// Details behind a badge: data-tip="<id of a .tip popover>". They show on hover, focus and tap, stay while the
// pointer is in them, and close on Escape (WCAG 1.4.13).
import { all, on, one } from "./dom.js";

const OPEN = ".tip:popover-open";
const LINGER = 160;
let timer;

const tipOf = (element) => document.getElementById(element.dataset.tip);

function show(element) {
  clearTimeout(timer);
  const tip = tipOf(element);
  for (const other of all(OPEN)) if (other !== tip) other.hidePopover();
  if (tip && !tip.matches(":popover-open")) tip.showPopover({ source: element });
}

function hideAll() {
  clearTimeout(timer);
  for (const tip of all(OPEN)) tip.hidePopover();
}

function hideSoon() {
  clearTimeout(timer);
  timer = setTimeout(hideAll, LINGER);
}

on("pointerover", "[data-tip]", show);
on("pointerover", ".tip", () => clearTimeout(timer));
on("pointerout", "[data-tip], .tip", hideSoon);
// A moment later: the focus may move while another popover is opening or closing, when none may be shown.
on("focusin", "[data-tip]", (element) => setTimeout(() => document.activeElement === element && show(element)));
on("focusout", "[data-tip]", hideAll);
on("click", "[data-tip]", show);

document.addEventListener("pointerdown", (event) => {
  if (!event.target.closest?.("[data-tip], .tip")) hideAll();
});

// Before dialogs hear it: the first Escape closes the details, the second what is beneath.
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || !one(OPEN)) return;
    hideAll();
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);
