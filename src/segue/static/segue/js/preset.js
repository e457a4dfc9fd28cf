// A mail service is chosen: its servers go into the fields of the same names.
import { on, one } from "./dom.js";

on("change", "select[data-preset]", (select) => {
  const { hint, ...values } = select.selectedOptions[0].dataset;
  for (const [name, value] of Object.entries(values)) {
    const field = select.form.elements[name];
    if (field) field.value = value;
  }
  one("[data-preset-hint]", select.form).textContent = hint ?? "";
});
