// Search and select records or sequences:
// <record-picker data-name="records" data-noun="record" data-nouns="records" [data-max="1"]>
// The input searches by htmx into the listbox; the keys follow the ARIA combobox pattern.
import { all, one } from "./dom.js";

class RecordPicker extends HTMLElement {
  connectedCallback() {
    if (this.input) return;
    this.input = one("[role=combobox]", this);
    this.list = one("[role=listbox]", this);
    this.tokens = one(".tokens", this);
    this.live = one("[data-live]", this);
    this.chosen = new Map(all("[data-chosen]", this).map((mark) => [mark.dataset.chosen, mark.dataset.label]));
    this.active = -1;
    this.listen();
    this.show();
  }

  get options() {
    return all("[role=option][data-value]", this.list);
  }

  get most() {
    return Number(this.dataset.max ?? Infinity);
  }

  listen() {
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.clicked(event.target.closest("[data-value]")));
    this.list.addEventListener("pointermove", (event) => {
      const option = event.target.closest("[data-value]");
      if (option) this.point(this.options.indexOf(option), false);
    });
    this.list.addEventListener("htmx:afterSwap", () => {
      this.show();
      this.point(0);
      this.list.scrollIntoView({ block: "nearest" });
    });
    this.tokens.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.drop(button.dataset.value);
    });
    this.input.addEventListener("keydown", (event) => this.pressed(event));
  }

  pressed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.point(this.active + step);
    else if (event.key === "Enter" && !event.isComposing) this.toggle(this.list.checkVisibility() && this.options[this.active]);
    else if (event.key === "Backspace" && !this.input.value && this.chosen.size) this.drop([...this.chosen.keys()].pop());
    else return;
    event.preventDefault();
  }

  clicked(option) {
    if (!option) return;
    this.toggle(option);
    this.point(this.options.indexOf(option));
  }

  point(index, scroll = true) {
    const options = this.options;
    if (!options.length) return this.input.removeAttribute("aria-activedescendant");
    this.active = (index + options.length) % options.length;
    options.forEach((option, at) => option.classList.toggle("is-active", at === this.active));
    this.input.setAttribute("aria-activedescendant", options[this.active].id);
    if (scroll) options[this.active].scrollIntoView({ block: "nearest" });
  }

  toggle(option) {
    if (!option || option.getAttribute("aria-disabled") === "true") return;
    const { value, label } = option.dataset;
    if (!this.chosen.delete(value)) {
      while (this.chosen.size >= this.most) this.chosen.delete(this.chosen.keys().next().value);
      this.chosen.set(value, label);
      if (this.most === 1) this.input.value = "";
      else if (this.input.value) this.input.select();
    }
    this.show();
  }

  drop(value) {
    this.chosen.delete(value);
    this.show();
    this.input.focus();
  }

  show() {
    this.tokens.replaceChildren(...[...this.chosen].map(([value, label]) => this.token(value, label)));
    for (const option of this.options) option.setAttribute("aria-selected", this.chosen.has(option.dataset.value));
    const count = this.chosen.size;
    this.toggleAttribute("data-full", count >= this.most);
    const noun = count === 1 ? this.dataset.noun : this.dataset.nouns ?? `${this.dataset.noun}s`;
    const form = this.closest("form");
    this.live.textContent = count ? `${count} ${noun} selected` : "";
    for (const place of all("[data-picked]", form)) place.textContent = count ? `${count} ${noun}` : "";
    for (const submit of all("[data-submit]", form)) submit.disabled = !count;
  }

  token(value, label) {
    const item = Object.assign(document.createElement("li"), { className: "token" });
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
    button.dataset.value = value;
    button.setAttribute("aria-label", `Remove ${label}`);
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: this.dataset.name, value });
    item.append(label, button, field);
    return item;
  }
}

customElements.define("record-picker", RecordPicker);
