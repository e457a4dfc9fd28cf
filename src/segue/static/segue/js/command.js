// Search from anywhere: Ctrl+K or ⌘K. The server sends links with role="option"; arrows choose, Enter goes.
import { all, on, one } from "./dom.js";
import { open } from "./dialog.js";

const dialog = one("#command");
const input = one("#command-q");
const list = one("#command-list");
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
let active = -1;

const options = () => all("[role=option][href]", list);

function show() {
  if (dialog.open || one("dialog[open]")) return;
  open(dialog);
  input.select();
  htmx.trigger(input, "command:open");
}

function point(index) {
  const found = options();
  if (!found.length) return input.removeAttribute("aria-activedescendant");
  active = (index + found.length) % found.length;
  found.forEach((option, at) => {
    option.id ||= `command-option-${at}`;
    option.classList.toggle("is-active", at === active);
    option.setAttribute("aria-selected", at === active);
  });
  input.setAttribute("aria-activedescendant", found[active].id);
  found[active].scrollIntoView({ block: "nearest" });
}

function pressed(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) point(active + step);
  else if (event.key === "Enter" && !event.isComposing) options()[active]?.click();
  else return;
  event.preventDefault();
}

if (dialog) {
  if (isMac) for (const key of all("[data-command-key]")) key.textContent = "⌘K";
  input.addEventListener("keydown", pressed);
  list.addEventListener("htmx:afterSwap", () => point(0));
  list.addEventListener("pointermove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) point(options().indexOf(option));
  });
  on("click", "[data-command]", show);
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    show();
  });
}
