// <rich-text> around a text area: an editor of its HTML. The editor is large, so it is fetched where there is one;
// until it has come, and without scripts, the text area itself can be written in.
import { one } from "./dom.js";

const EDITOR = "../../django_prose_editor/editor.js";
const MARKS = ["bold", "italic", "underline", "link", "bulletList", "orderedList", "blockquote"];
const LINK = /^(https?:\/\/|mailto:)/i; // what the server keeps of links
const COMMANDS = {
  bold: "toggleBold",
  italic: "toggleItalic",
  underline: "toggleUnderline",
  bulletList: "toggleBulletList",
  orderedList: "toggleOrderedList",
  blockquote: "toggleBlockquote",
  undo: "undo",
  redo: "redo",
};

class RichText extends HTMLElement {
  async connectedCallback() {
    this.area = one("textarea", this);
    const kit = await import(EDITOR);
    if (!this.isConnected || this.editor) return;
    this.editor = start(kit, this);
    this.area.hidden = true;
    this.bar = one(".rich__bar", this);
    this.bar.hidden = this.area.disabled;
    this.row = one(".rich__link", this);
    this.listen();
    this.show();
  }

  // The drawer was closed or its content swapped: nothing of the editor stays behind.
  disconnectedCallback() {
    this.editor?.destroy();
    this.editor = null;
  }

  insert(text) {
    this.editor.view.focus(); // at once: the focus of the chain comes with the next frame, behind quick fingers
    this.editor.chain().focus().insertContent({ type: "text", text }).run();
  }

  listen() {
    // Before the editor hears it: in it, too, Escape closes the drawer.
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.row.hidden && event.stopPropagation(), true);
    this.bar.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) this.press(button.dataset.do);
    });
    this.row.addEventListener("click", (event) => {
      const button = event.target.closest("[data-link]");
      if (button) this.link(button.dataset.link === "set" ? one("input", this.row).value.trim() : "");
    });
    one("input", this.row).addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.link(event.target.value.trim());
      else if (event.key === "Escape") this.ask(false);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    one(`label[for="${this.area.id}"]`, this.parentElement)?.addEventListener("click", () => this.editor?.commands.focus());
  }

  press(name) {
    if (name === "link") return this.ask(this.row.hidden);
    this.editor.chain().focus()[COMMANDS[name]]().run();
    this.show();
  }

  ask(open) {
    this.row.hidden = !open;
    this.refuse(false);
    one("[data-do=link]", this).setAttribute("aria-expanded", open);
    if (!open) return this.editor.commands.focus();
    const input = one("input", this.row);
    input.value = this.editor.getAttributes("link").href ?? "";
    input.focus();
  }

  link(typed) {
    const href = address(typed);
    if (href && !mayLead(href)) return this.refuse(true);
    const chain = this.editor.chain().focus().extendMarkRange("link");
    if (!href) chain.unsetLink().run();
    else if (this.editor.state.selection.empty && !this.editor.isActive("link"))
      chain.insertContent({ type: "text", text: typed, marks: [{ type: "link", attrs: { href } }] }).run();
    else chain.setLink({ href }).run();
    this.ask(false);
    this.show();
  }

  // Says what a link begins with, and leaves the address to be mended.
  refuse(wrong) {
    const input = one("input", this.row);
    one("[role=alert]", this.row).hidden = !wrong;
    input.setAttribute("aria-invalid", wrong);
    if (wrong) input.focus();
  }

  show() {
    for (const name of MARKS) one(`[data-do=${name}]`, this).setAttribute("aria-pressed", this.editor.isActive(name));
    for (const name of ["undo", "redo"]) one(`[data-do=${name}]`, this).disabled = !this.editor.can()[name]();
  }
}

function start(kit, host) {
  const { area } = host;
  const place = Object.assign(document.createElement("div"), { className: "rich__page" });
  area.before(place);
  return new kit.Editor({
    element: place,
    editable: !area.disabled,
    injectCSS: false, // an inline style, which the content policy refuses; rich-text.css has what it would say
    content: area.value,
    extensions: extensions(kit),
    editorProps: { attributes: attributes(area) },
    onUpdate({ editor }) {
      area.value = editor.isEmpty ? "" : editor.getHTML();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    },
    onTransaction: () => host.editor && host.show(),
    onDestroy: () => place.remove(),
  });
}

// What the server keeps (segue.domain.html), so that editing loses nothing.
function extensions(kit) {
  // The dialog it would open for Ctrl K is not ours, and the key is that of the search.
  const Link = kit.Link.extend({ addKeyboardShortcuts: () => ({}) });
  return [
    kit.Document, kit.Paragraph, kit.Text, kit.HardBreak, kit.History, kit.Bold, kit.Italic, kit.Underline, kit.Strike,
    kit.BulletList, kit.OrderedList, kit.ListItem, kit.Blockquote, kit.HorizontalRule,
    kit.Heading.configure({ levels: [2, 3] }),
    // Not while typing, and of what is pasted only whole addresses: {{ person.city }} looks like one, .city is a domain.
    Link.configure({ enableTarget: false, autolink: false, shouldAutoLink: (text) => LINK.test(text) }),
  ];
}

function attributes(area) {
  const described = area.getAttribute("aria-describedby");
  const invalid = area.getAttribute("aria-invalid");
  return {
    "data-merge": "",
    "aria-labelledby": `${area.id}_label`,
    "aria-multiline": "true",
    role: "textbox",
    ...(described && { "aria-describedby": described }),
    ...(invalid && { "aria-invalid": invalid }),
  };
}

// As people type addresses: example.com and ada@example.com mean https://example.com and mailto:ada@example.com.
function address(typed) {
  if (!typed || /^([a-z][a-z0-9+.-]*:|\{\{)/i.test(typed)) return typed;
  return typed.includes("@") && !typed.includes("/") ? `mailto:${typed}` : `https://${typed.replace(/^\/+/, "")}`;
}

const mayLead = (href) => LINK.test(href) || href.startsWith("{{");

customElements.define("rich-text", RichText);
