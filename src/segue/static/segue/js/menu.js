// Menus are native popovers; this adds the keys of a menu and keeps the focus where the hand was.
import { all, one } from "./dom.js";

const ITEMS = "[role=menuitem], [role=menuitemradio]";
const ROOM = 320;
let lastButton = null;

const buttonOf = (menu) => one(`[popovertarget="${menu.id}"]`);

// What can take the focus once the menu is closed: for an item, the button of its menu.
export function lasting(element) {
  const menu = element.closest?.(".menu");
  return menu ? buttonOf(menu) : element;
}

// The browser itself moves the focus while it opens the menu: an event afterwards would come behind quick fingers.
document.addEventListener(
  "beforetoggle",
  (event) => {
    const menu = event.target;
    if (!menu.matches?.(".menu[popover]") || event.newState !== "open") return;
    lastButton = buttonOf(menu);
    one(ITEMS, menu)?.setAttribute("autofocus", "");
    if (menu.matches(".menu--merge")) makeRoom(lastButton);
  },
  true,
);

// It opens below its button, never over the text above, which it is about.
function makeRoom(button) {
  const scroller = button.closest(".drawer__body") ?? document.scrollingElement;
  const lack = ROOM - (window.innerHeight - button.getBoundingClientRect().bottom);
  if (lack > 0) scroller.scrollBy({ top: lack, behavior: "instant" });
}

function neighbor(key, items) {
  const at = items.indexOf(document.activeElement);
  const last = items.length - 1;
  return { ArrowDown: at === last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, Home: 0, End: last }[key];
}

function startingWith(letter, items) {
  const after = items.indexOf(document.activeElement) + 1;
  const rotated = [...items.slice(after), ...items.slice(0, after)];
  return rotated.find((item) => item.textContent.trim().toLowerCase().startsWith(letter.toLowerCase()));
}

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu");
  if (!menu) return openWithArrow(event);
  if (event.key === "Tab") return menu.hidePopover();
  const items = all(`input, ${ITEMS}`, menu);
  if (event.target.matches("input")) return leaveInput(event, items);
  const next = items[neighbor(event.key, items)] ?? (/^\p{L}$/u.test(event.key) ? startingWith(event.key, items) : null);
  if (!next || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  next.focus();
});

// In a field within a menu the keys write. Enter goes on to the items, and sends no form.
function leaveInput(event, items) {
  const step = { ArrowDown: 1, Enter: 1, ArrowUp: -1 }[event.key];
  if (!step || event.isComposing) return;
  event.preventDefault();
  items.at((items.indexOf(event.target) + step) % items.length).focus();
}

function openWithArrow(event) {
  const button = event.target.closest?.("[popovertarget][aria-haspopup=menu]");
  if (!button || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
  event.preventDefault();
  document.getElementById(button.getAttribute("popovertarget")).showPopover({ source: button });
}

document.addEventListener("click", (event) => {
  const menu = event.target.closest?.(ITEMS)?.closest(".menu");
  if (menu?.matches(":popover-open")) menu.hidePopover();
});

// The chosen item may be gone after the swap: go to the menu's button, or else to the heading of the part.
document.addEventListener("htmx:afterSettle", (event) => {
  if (!lastButton || document.activeElement !== document.body || one("dialog[open]")) return;
  const heir = lastButton.isConnected ? lastButton : document.getElementById(lastButton.id);
  const heading = one("[data-focus-home]", event.detail.elt) ?? one("[data-focus-home]") ?? one("#main");
  (heir ?? heading)?.focus();
  lastButton = null;
});
