// <div data-result aria-live="polite">: where the answer to a press appears. What the press before left there goes at
// once, so that nobody takes it for the answer; and what comes is brought into view, with the nearest section round it.
import { all } from "./dom.js";

document.addEventListener("htmx:beforeRequest", ({ detail: { elt, target } }) => {
  const own = target?.matches("[data-result]") ? [target] : [];
  for (const result of elt.matches("form") ? own.concat(all("[data-result]", elt)) : own) result.replaceChildren();
});

document.addEventListener("htmx:afterSettle", ({ detail: { elt } }) => {
  if (!elt.matches("[data-result]")) return;
  const section = elt.closest("section") ?? elt;
  section.scrollIntoView({ block: section.offsetHeight > window.innerHeight / 2 ? "start" : "nearest" });
});
