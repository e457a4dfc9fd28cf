// Small helps for forms: merge fields go in at the caret, a secret is copied, a choice submits its form.
import { on } from "./dom.js";
import { toast } from "./toast.js";

let lastField = null;

document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("[data-merge]")) lastField = event.target;
});

// <button type="button" data-insert="{{ … }}"> goes into the [data-merge] field that had the focus last.
on("click", "[data-insert]", (button) => {
  const form = button.closest("form");
  const field = lastField && form.contains(lastField) ? lastField : form.querySelector("textarea[data-merge], [data-merge]");
  field.focus();
  field.setRangeText(button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

on("click", "[data-copy]", async (button) => {
  await navigator.clipboard.writeText(button.dataset.copy);
  toast("Copied.");
});

on("change", "[data-autosubmit]", (control) => control.form.requestSubmit());
