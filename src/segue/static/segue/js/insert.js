// Small helps for forms: merge fields go in at the caret, a secret is copied, a choice submits its form.
import { on, one } from "./dom.js";
import { toast } from "./toast.js";

let lastField = null;

document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("[data-merge]")) lastField = event.target;
});

// <button type="button" data-insert="person.city"> goes into the [data-merge] field that had the focus last.
on("click", "[data-insert]", (button) => {
  const form = button.closest("form");
  const field = lastField && form.contains(lastField) ? lastField : one("textarea[data-merge], [data-merge]", form);
  insert(field, mergeField(button.dataset.insert, one("[data-fallback]", form)));
});

function insert(field, text) {
  const rich = field.closest("rich-text");
  if (rich?.editor) return rich.insert(text);
  field.focus();
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// With the fallback that was typed for it. A text of Liquid has no way to hold the quotes it stands in.
function mergeField(name, control) {
  const fallback = control?.value.trim() ?? "";
  if (control) control.value = "";
  const quote = fallback.includes('"') ? "'" : '"';
  const plain = quote === "'" ? fallback.replaceAll("'", "’") : fallback;
  return plain ? `{{ ${name} | default: ${quote}${plain}${quote} }}` : `{{ ${name} }}`;
}

on("click", "[data-copy]", async (button) => {
  await navigator.clipboard.writeText(button.dataset.copy);
  toast("Copied.");
});

on("change", "[data-autosubmit]", (control) => control.form.requestSubmit());
