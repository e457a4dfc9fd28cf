// Reorder a list by hand: <ol data-sortable="<url>" data-sort-target="#id">, items [data-sort-item="<value>"], each
// with a [data-sort-handle]. Dropping posts step=<value> and position=<1…n>. The menu's Move up and Move down do
// the same without a pointer (WCAG 2.5.7).
import { all, on } from "./dom.js";

let drag = null;

const itemsOf = (list) => all(":scope > [data-sort-item]", list);

function begin(handle, event) {
  const item = handle.closest("[data-sort-item]");
  const list = item?.closest("[data-sortable]");
  if (!list || event.button !== 0) return;
  event.preventDefault();
  handle.setPointerCapture(event.pointerId);
  item.classList.add("is-dragged");
  drag = { item, list, handle, from: itemsOf(list).indexOf(item), before: item.nextElementSibling };
}

function move(event) {
  if (!drag) return;
  const over = itemsOf(drag.list).find((other) => other !== drag.item && isOver(other, event.clientY));
  if (!over) return;
  const after = over.compareDocumentPosition(drag.item) & Node.DOCUMENT_POSITION_PRECEDING;
  over[after ? "after" : "before"](drag.item);
}

function isOver(item, y) {
  const box = item.getBoundingClientRect();
  const third = box.height / 3;
  return y > box.top + third && y < box.bottom - third;
}

function end() {
  if (!drag) return;
  const { item, list, from, before } = drag;
  item.classList.remove("is-dragged");
  drag = null;
  const to = itemsOf(list).indexOf(item);
  if (to === from) return;
  const answer = htmx.ajax("POST", list.dataset.sortable, {
    source: list,
    target: list.dataset.sortTarget,
    swap: "outerHTML",
    values: { step: item.dataset.sortItem, position: to + 1 },
  });
  // errors.js says what went wrong; the item goes back to where it still is.
  answer.catch(() => list.insertBefore(item, before));
}

function cancel() {
  if (!drag) return;
  drag.list.insertBefore(drag.item, drag.before);
  drag.item.classList.remove("is-dragged");
  drag = null;
}

on("pointerdown", "[data-sort-handle]", begin);
document.addEventListener("pointermove", move);
document.addEventListener("pointerup", end);
document.addEventListener("pointercancel", cancel);
document.addEventListener("keydown", (event) => event.key === "Escape" && cancel());
