// One press, one request; and a thin line at the top when an answer takes its time.
import { all } from "./dom.js";

const SLOW = 400;
const root = document.documentElement;
const buttonsOf = (form) => all("button:not([type=button]), input[type=submit]", form);
let running = 0;
let timer;

// Asked before htmx queues anything: a second press while the first is under way goes nowhere.
document.addEventListener("htmx:confirm", (event) => {
  const { elt, verb } = event.detail;
  if (verb !== "get" && elt.dataset.busy) event.preventDefault();
});

document.addEventListener("htmx:beforeRequest", ({ detail: { elt, requestConfig } }) => {
  running += 1;
  clearTimeout(timer);
  timer = setTimeout(() => (root.dataset.loading = "yes"), SLOW);
  if (requestConfig.verb === "get") return;
  elt.dataset.busy = "yes";
  if (elt instanceof HTMLFormElement) buttonsOf(elt).forEach(hold);
});

document.addEventListener("htmx:afterRequest", ({ detail: { elt } }) => {
  running = Math.max(0, running - 1);
  if (!running) {
    clearTimeout(timer);
    delete root.dataset.loading;
  }
  delete elt.dataset.busy;
  if (elt instanceof HTMLFormElement) buttonsOf(elt).forEach(release);
});

// aria-disabled rather than disabled: the focus stays on the button.
function hold(button) {
  button.dataset.busy = "yes";
  button.setAttribute("aria-disabled", "true");
}

function release(button) {
  delete button.dataset.busy;
  button.removeAttribute("aria-disabled");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (form.dataset.busy) return event.preventDefault();
  form.dataset.busy = "yes";
  buttonsOf(form).forEach(hold);
});

// Back from the next page out of the browser's memory: the forms are free again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of all("form[data-busy]")) {
    delete form.dataset.busy;
    buttonsOf(form).forEach(release);
  }
});
