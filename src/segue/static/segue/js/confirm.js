// Questions before something that cannot be undone: hx-confirm="…" on an htmx element, data-confirm="…" on a form.
// data-confirm-filled="#part" asks only where a text in that part is not empty.
// data-confirm-title and data-confirm-label (the button) say it in the words of the action.
import { one } from "./dom.js";
import { lasting } from "./menu.js";

const dialog = one("#confirm");

function ask(question, { confirmTitle = "Are you sure?", confirmLabel = "Confirm", confirmTone = "danger" }) {
  one("#confirm-title").textContent = confirmTitle;
  one("#confirm-text").textContent = question;
  const yes = one("#confirm-yes");
  yes.textContent = confirmLabel;
  yes.classList.toggle("btn--danger", confirmTone === "danger");
  yes.classList.toggle("btn--primary", confirmTone !== "danger");
  dialog.returnValue = "no";
  const opener = lasting(document.activeElement);
  dialog.showModal();
  yes.focus();
  return new Promise((resolve) => {
    const answered = () => {
      opener.focus();
      resolve(dialog.returnValue === "yes");
    };
    dialog.addEventListener("close", answered, { once: true });
  });
}

function isNeeded({ dataset }) {
  const texts = dataset.confirmFilled && one(dataset.confirmFilled)?.querySelectorAll("input[type=text], textarea");
  return !texts || [...texts].some((text) => text.name && text.value.trim());
}

document.addEventListener("htmx:confirm", async (event) => {
  if (!event.detail.question || event.defaultPrevented) return;
  event.preventDefault();
  if (!isNeeded(event.detail.elt) || (await ask(event.detail.question, event.detail.elt.dataset))) event.detail.issueRequest(true);
});

// In the capture phase: nothing else may see a submission that nobody has agreed to yet.
document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    if (!form.dataset.confirm || form.dataset.agreed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!(await ask(form.dataset.confirm, form.dataset))) return;
    form.dataset.agreed = "yes";
    form.requestSubmit(event.submitter);
    delete form.dataset.agreed;
  },
  true,
);
