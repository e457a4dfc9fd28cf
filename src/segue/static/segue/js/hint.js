// The name of an icon button, shown after a moment: its aria-label, so that sight and speech agree.
import { on, one } from "./dom.js";

const BUTTONS = ".btn--icon[aria-label]";
// Other buttons are beneath these: their hints go to the left.
const STACKED = ".dock *, [data-dock-toggle][aria-expanded=true]";
const DELAY = 450;
const hint = one("#hint");
let timer;

function show(button) {
  if (!button.isConnected || one(":popover-open:not(#toasts, .tip, .settings)")) return;
  hint.textContent = button.getAttribute("aria-label");
  hint.classList.toggle("hint--aside", button.matches(STACKED));
  (button.closest("dialog[open]") ?? document.body).append(hint);
  hint.showPopover({ source: button });
}

function hide() {
  clearTimeout(timer);
  if (hint?.matches(":popover-open")) hint.hidePopover();
}

function showSoon(button, event) {
  if (!hint || event.pointerType === "touch") return;
  hide();
  timer = setTimeout(() => show(button), DELAY);
}

on("pointerover", BUTTONS, showSoon);
on("pointerout", BUTTONS, hide);
on("focusin", BUTTONS, (button) => {
  if (hint && button.matches(":focus-visible")) showSoon(button, {});
});
on("focusout", BUTTONS, hide);
document.addEventListener("pointerdown", hide);
document.addEventListener("keydown", hide);
document.addEventListener("scroll", hide, true);
