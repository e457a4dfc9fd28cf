// The set-up page starts with the time zone of the browser, where the list has it.
import { one } from "./dom.js";

const select = one("select[data-local-zone]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const names = select ? [...select.options].map((option) => option.value) : [];

// Browsers may go by an old name (Asia/Calcutta) of a zone that the list has by its name of today (Asia/Kolkata).
const oldName = (name) => new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;

function isSame(name) {
  try {
    return oldName(name) === zone;
  } catch {
    return false; // a zone this browser does not know
  }
}

const found = names.includes(zone) ? zone : names.find(isSame);
if (found) select.value = found;
