// Short answers to an action, lower right. They leave by themselves unless somebody reads or points at them.
import { all, on, one } from "./dom.js";

const STAY = { success: 6000, error: 12000 };
const box = one("#toasts");

export function toast(message, kind = "success") {
  const shape = one(`#toast-${kind}`) ?? one("#toast-success");
  const slip = shape.content.firstElementChild.cloneNode(true);
  one("span", slip).textContent = message;
  box.append(slip);
}

function leaveLater(slip) {
  const stay = slip.classList.contains("toast--error") ? STAY.error : STAY.success;
  setTimeout(function leave() {
    if (slip.matches(":hover, :focus-within")) setTimeout(leave, 2000);
    else dismiss(slip);
  }, stay);
}

function dismiss(slip) {
  slip.remove();
  if (!box.childElementCount && box.matches(":popover-open")) box.hidePopover();
}

// Hidden and shown again, the box rises above a dialog that was opened after it.
function raise() {
  if (box.matches(":popover-open")) box.hidePopover();
  box.showPopover();
}

on("click", "[data-dismiss]", (button) => dismiss(button.closest(".toast")));

// Sent by the server: HX-Trigger: {"toast": {"message": "…", "kind": "success"}}
document.addEventListener("toast", (event) => toast(event.detail.message, event.detail.kind));

if (box) {
  new MutationObserver((changes) => {
    const slips = changes.flatMap((change) => [...change.addedNodes]).filter((node) => node.nodeType === Node.ELEMENT_NODE);
    if (!slips.length) return;
    raise();
    slips.forEach(leaveLater);
  }).observe(box, { childList: true });
  const waiting = all(".toast", box);
  if (waiting.length) raise();
  waiting.forEach(leaveLater);
}
