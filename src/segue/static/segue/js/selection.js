// Ticking rows: <form data-selection data-total="1234">. Shift ticks a range; when the whole page is ticked and
// there is more, [data-select-matching] offers everything that matches, which sends all=1 with the filter's fields.
import { all, on, one } from "./dom.js";

const ROWS = "tbody .c-check [type=checkbox]";
let lastTicked = null;

function tickRange(form, box) {
  const boxes = all(ROWS, form);
  const [from, to] = [boxes.indexOf(lastTicked), boxes.indexOf(box)].sort((a, b) => a - b);
  if (from >= 0) boxes.slice(from, to + 1).forEach((other) => (other.checked = box.checked));
}

export function count(form) {
  const boxes = all(ROWS, form);
  const ticked = boxes.filter((box) => box.checked).length;
  const whole = ticked > 0 && ticked === boxes.length;
  const total = Number(form.dataset.total ?? 0);
  const everything = one("[data-all]", form);
  const offer = one("[data-select-matching]", form);
  const header = one("[data-check-all]", form);
  if (header) {
    header.checked = whole;
    header.indeterminate = ticked > 0 && !whole;
  }
  if (everything && !whole) everything.disabled = true;
  const isAll = everything ? !everything.disabled : false;
  for (const place of all("[data-count]", form)) place.textContent = (isAll ? total : ticked).toLocaleString("en-US");
  if (offer) offer.hidden = !whole || isAll || total <= boxes.length;
}

function clear(form) {
  all(ROWS, form).forEach((box) => (box.checked = false));
  count(form);
}

on("click", `[data-selection] ${ROWS}`, (box, event) => {
  const form = box.closest("form");
  if (event.shiftKey) tickRange(form, box);
  lastTicked = box;
  count(form);
});

on("change", "[data-check-all]", (header) => {
  const form = header.closest("form");
  all(ROWS, form).forEach((box) => (box.checked = header.checked));
  count(form);
});

on("change", `[data-selection] ${ROWS}`, (box) => count(box.closest("form")));

on("click", "[data-select-matching]", (button) => {
  const form = button.closest("form");
  one("[data-all]", form).disabled = false;
  count(form);
});

on("click", "[data-clear]", (button) => clear(button.closest("form")));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || one("dialog[open], :popover-open:not(#toasts)")) return;
  all("[data-selection]").filter((form) => one(`${ROWS}:checked`, form)).forEach(clear);
});
