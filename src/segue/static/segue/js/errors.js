// Nothing fails silently: every request that went wrong says so in words, and what to do.
import { toast } from "./toast.js";

const LONGEST = 300;
const SENTENCES = {
  403: "Your role does not permit this.",
  404: "This is not there any more. Reload the page.",
  409: "Somebody else changed this meanwhile. Reload the page and try again.",
  413: "That is too large to send.",
  429: "That was a lot at once. Wait a moment and try again.",
};

export function explain(status, body, type) {
  return wordsOf(body ?? "", type ?? "") || SENTENCES[status] || `The server could not do this (${status}). Try again in a moment.`;
}

function wordsOf(body, type) {
  if (type.includes("json")) {
    const { detail, title } = JSON.parse(body);
    return typeof detail === "string" ? detail : title;
  }
  const page = new DOMParser().parseFromString(body, "text/html");
  const whole = /<html|<!doctype/i.test(body);
  const text = (whole ? "" : page.body.textContent).replace(/\s+/g, " ").trim();
  return text.length <= LONGEST ? text : "";
}

document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  toast(explain(xhr.status, xhr.responseText, xhr.getResponseHeader("Content-Type")), "error");
});
document.addEventListener("htmx:sendError", () => {
  toast("The server cannot be reached. Check the connection and try again; what you typed is still here.", "error");
});
document.addEventListener("htmx:timeout", () => {
  toast("The server took too long to answer. It may still finish; reload the page to see.", "error");
});
document.addEventListener("htmx:swapError", () => {
  toast("The answer could not be shown. Reload the page.", "error");
});

// A whole page where a part was asked for: the session ended and this is the sign-in page. Go there, and come back.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status >= 400 || !/^\s*<!doctype/i.test(xhr.responseText)) return;
  event.detail.shouldSwap = false;
  window.location.reload();
});
