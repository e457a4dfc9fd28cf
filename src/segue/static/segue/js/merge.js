// Make one element equal to another while keeping what did not change: nodes with the same id or place stay the same
// nodes, so focus, ticked boxes and scroll positions survive.

export function merge(now, next) {
  if (now.isEqualNode(next)) return;
  mergeAttributes(now, next);
  mergeChildren(now, next);
}

function mergeAttributes(now, next) {
  for (const { name } of [...now.attributes]) if (!next.hasAttribute(name) && !isOurs(now, name)) now.removeAttribute(name);
  for (const { name, value } of next.attributes) if (now.getAttribute(name) !== value && !isOurs(now, name)) now.setAttribute(name, value);
}

// Set in the browser, unknown to the server: whether a group is unfolded, and what selection.js switches.
function isOurs(element, name) {
  if (name === "open") return element.matches("details");
  return (name === "disabled" && element.matches("[data-all]")) || (name === "hidden" && element.matches("[data-select-matching]"));
}

function mergeChildren(now, next) {
  // First what has gone: else the rows after it would be moved, and a moved element loses the focus.
  const wantedIds = new Set([...next.children].map((child) => child.id));
  for (const child of [...now.children]) if (child.id && !wantedIds.has(child.id)) child.remove();
  const byId = new Map([...now.children].filter((child) => child.id).map((child) => [child.id, child]));
  let cursor = now.firstChild;
  for (const wanted of [...next.childNodes]) {
    const kept = keptFor(wanted, cursor, byId);
    if (!kept) {
      now.insertBefore(document.importNode(wanted, true), cursor);
      continue;
    }
    if (kept === cursor) cursor = cursor.nextSibling;
    else now.insertBefore(kept, cursor);
    if (kept.nodeType === Node.ELEMENT_NODE) merge(kept, wanted);
    else if (kept.nodeValue !== wanted.nodeValue) kept.nodeValue = wanted.nodeValue;
  }
  while (cursor) {
    const rest = cursor.nextSibling;
    cursor.remove();
    cursor = rest;
  }
}

function keptFor(wanted, cursor, byId) {
  if (wanted.nodeType === Node.ELEMENT_NODE && wanted.id) {
    const kept = byId.get(wanted.id);
    return kept?.localName === wanted.localName ? kept : null;
  }
  const isSameKind = cursor && cursor.nodeType === wanted.nodeType && cursor.nodeName === wanted.nodeName;
  return isSameKind && !cursor.id && sameControl(cursor, wanted) ? cursor : null;
}

// A box stands for its value: one with another value is another box, or a tick would pass to a stranger.
function sameControl(now, next) {
  return now.localName !== "input" || now.getAttribute("value") === next.getAttribute("value");
}
