// Parts that follow the engine: <section id="…" data-live-url="…" data-live-every="3">. The URL answers with the same
// part. It is fetched every so many seconds while the page is visible and merged in only when it differs, never
// under an open menu or question, nor while somebody types in it. Ticked boxes stay ticked. After an action the
// server sends HX-Trigger: live:refresh, and nobody waits for the next round.
import { found, lost } from "./contact.js";
import { all, one } from "./dom.js";
import { merge } from "./merge.js";
import { count } from "./selection.js";

const SLOWEST = 15_000;
const MISTAKE = 500;
const TICK = 500;
const states = new WeakMap();

const stateOf = (part) => {
  if (!states.has(part)) states.set(part, { next: performance.now() + every(part), failures: 0, seen: null, busy: false });
  return states.get(part);
};
const every = (part) => Number(part.dataset.liveEvery || 5) * 1000;

// Other dialogs do not hold what is beneath them: they find their opener by its id when they close.
function isHeld(part) {
  const typing = "input:not([type=checkbox], [type=radio]):focus, textarea:focus, select:focus";
  return Boolean(one("#confirm[open]") || one(`.menu:popover-open, .htmx-request, [data-busy], .is-dragged, ${typing}`, part));
}

async function refresh(part, state) {
  state.busy = true;
  let status = 0;
  try {
    const answer = await fetch(part.dataset.liveUrl, {
      headers: { "HX-Request": "true", "X-Live": "true" },
      credentials: "same-origin",
      cache: "no-cache",
    });
    status = answer.status;
    if (answer.redirected || answer.headers.has("HX-Redirect")) return window.location.reload();
    if (!answer.ok) throw new Error(`${answer.status}`);
    show(part, state, await answer.text());
    state.failures = 0;
    found(part);
  } catch {
    // Ask less often until the server is back.
    state.failures += 1;
    if (!status || status >= MISTAKE) lost(part, status);
  } finally {
    state.busy = false;
    state.next = performance.now() + Math.min(every(part) * 2 ** state.failures, SLOWEST);
  }
}

function show(part, state, html) {
  // Each rendering masks the CSRF token anew: that alone is no change.
  const seen = html.replace(/(csrfmiddlewaretoken" value=")[^"]*/g, "$1");
  if (seen === state.seen || isHeld(part) || !part.isConnected) return;
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const next = part.id ? fresh.getElementById(part.id) : fresh.body.firstElementChild;
  if (!next) return;
  const hadFocus = part.contains(document.activeElement);
  merge(part, next);
  htmx.process(part);
  if (hadFocus && document.activeElement === document.body) one("[data-focus-home]", part)?.focus();
  all("[data-selection]", part).concat(part.closest("[data-selection]") ?? []).forEach(count);
  state.seen = seen;
}

function round() {
  if (document.hidden) return;
  for (const part of all("[data-live-url]")) {
    const state = stateOf(part);
    if (!state.busy && performance.now() >= state.next && !isHeld(part)) refresh(part, state);
  }
}

function hurry() {
  for (const part of all("[data-live-url]")) stateOf(part).next = 0;
  round();
}

setInterval(round, TICK);
document.addEventListener("live:refresh", hurry);
document.addEventListener("visibilitychange", hurry);
