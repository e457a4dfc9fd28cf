// The set-up page starts with the time zone of the browser, where the list has it.
import { one } from "./dom.js";

const select = one("select[data-local-zone]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (select && [...select.options].some((option) => option.value === zone)) select.value = zone;
