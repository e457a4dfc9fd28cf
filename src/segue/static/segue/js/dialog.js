// Dialogs and the drawer. A response whose target is a <dialog> opens it; closing gives the focus back.
import { all, on, one } from "./dom.js";

const openers = new WeakMap();

export function open(dialog) {
  if (dialog.open) return;
  openers.set(dialog, document.activeElement);
  fill(dialog);
  dialog.showModal();
}

// A dialog whose content waits in a <template> has it only while it is open.
function fill(dialog) {
  const content = one(":scope > template", dialog)?.content;
  if (content) dialog.append(content.cloneNode(true));
}

function empty(dialog) {
  const isFilled = dialog.id === "dialog" || dialog.id === "drawer" || one(":scope > template", dialog);
  if (isFilled) all(":scope > :not(template)", dialog).forEach((child) => child.remove());
}

function giveBackFocus(dialog) {
  const opener = openers.get(dialog);
  // The part with the opener may have been swapped meanwhile: its successor has the same id.
  const heir = opener?.isConnected ? opener : opener?.id && document.getElementById(opener.id);
  if (heir && document.activeElement === document.body) heir.focus();
}

function focusFirstError(dialog) {
  one("[aria-invalid=true], [role=alert]", dialog)?.focus();
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig, target } = event.detail;
  const dialog = requestConfig.elt.closest("dialog");
  // A form with mistakes comes back into its dialog, wherever its success would have gone.
  if (xhr.status === 422 && dialog && !dialog.contains(target)) {
    event.detail.target = dialog;
    event.detail.swapOverride = "innerHTML";
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  const target = event.detail.target;
  if (!(target instanceof HTMLDialogElement) || !target.childElementCount) return;
  open(target);
  if (event.detail.xhr.status === 422) focusFirstError(target);
});

// Sent by the server in HX-Trigger when a form in a dialog or the drawer is done.
for (const [name, selector] of [["dialog:close", "dialog[open]"], ["drawer:close", "#drawer[open]"]]) {
  document.addEventListener(name, () => all(selector).forEach((dialog) => dialog.close()));
}

document.addEventListener(
  "close",
  (event) => {
    const dialog = event.target;
    if (!(dialog instanceof HTMLDialogElement)) return;
    giveBackFocus(dialog);
    empty(dialog);
  },
  true,
);

on("click", "[data-open]", (button) => open(document.getElementById(button.dataset.open)));
on("click", "[data-close]", (button) => button.closest("dialog").close());

// A press that begins and ends on the backdrop closes; one that began inside (selecting text) does not.
let pressedOn = null;
document.addEventListener("pointerdown", (event) => (pressedOn = event.target));
document.addEventListener("click", (event) => {
  const dialog = event.target;
  if (dialog instanceof HTMLDialogElement && pressedOn === dialog && isOutside(dialog, event)) dialog.close();
});

function isOutside(dialog, { clientX, clientY }) {
  const box = dialog.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "?" || event.target.closest("input, textarea, select, [contenteditable]") || one("dialog[open]")) return;
  const help = document.getElementById("help");
  if (help) open(help);
});
