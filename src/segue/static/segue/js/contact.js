// A page that follows by itself must not go on showing what was: where its parts cannot be fetched any more, it says
// what cannot be reached and since when, until they can.
import { one } from "./dom.js";
import { toast } from "./toast.js";

const DATABASE = 503;
const MISTAKE = 500;
const root = document.documentElement;
const missing = new Map();

const clock = (moment) => moment.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

// `status` is that of the answer, 0 where none came.
export function lost(part, status) {
  const { since } = missing.get(part) ?? { since: new Date() };
  missing.set(part, { since, status });
  say();
}

export function found(part) {
  if (missing.delete(part)) say();
}

function say() {
  for (const part of missing.keys()) if (!part.isConnected) missing.delete(part);
  const box = one("#contact");
  if (!box) return;
  const [worst] = missing.values();
  if (!worst) return clear(box);
  root.dataset.contact = "lost";
  if (!box.childElementCount) box.append(one("#contact-lost").content.cloneNode(true));
  const words = `${whatFails(worst.status)} since ${clock(worst.since)}.`;
  // Said anew only when it changed: a screen reader reads every change aloud.
  const title = one("strong", box);
  if (title.textContent !== words) title.textContent = words;
}

function whatFails(status) {
  if (status === DATABASE) return "The database cannot be reached";
  return status === MISTAKE ? "The server cannot answer" : "The server cannot be reached";
}

function clear(box) {
  if (!box.childElementCount) return;
  delete root.dataset.contact;
  box.replaceChildren();
  toast("The connection is back: this page is up to date.");
}
