// Links that save the result in each format. They are made when the menu is opened for a result.

import { fill, find, make } from "./dom.js";
import { OUTPUTS } from "./words.js";

const button = find("save-open");
const menu = find("save-menu");

/** The menu. `on.render(output)` gives a promise of the page in an output, as a Blob. */
export class Save {
  constructor(on) {
    this.on = on;
    this.addresses = [];
    button.addEventListener("click", () => this.toggle());
    menu.addEventListener("keydown", (event) => this.#walk(event));
    document.addEventListener("click", (event) => {
      if (!menu.hidden && !event.target.closest(".save")) this.close();
    });
  }

  /** Forgets the links of the result before; `name` is what files are called. */
  reset(name) {
    this.close();
    for (const address of this.addresses) URL.revokeObjectURL(address);
    this.addresses = [];
    this.name = name;
    menu.replaceChildren();
  }

  toggle() {
    if (!menu.hidden) {
      this.close();
      return;
    }
    menu.hidden = false;
    button.ariaExpanded = "true";
    if (this.failed) menu.replaceChildren();
    this.failed = false;
    if (!menu.children.length) fill(menu, [...OUTPUTS.keys()], (output) => make("li", {}, this.#link(output)));
    menu.querySelector("a")?.focus();
  }

  close() {
    if (menu.contains(document.activeElement)) button.focus();
    menu.hidden = true;
    button.ariaExpanded = "false";
  }

  get isOpen() {
    return !menu.hidden;
  }

  #link(output) {
    const { name, ending } = OUTPUTS.get(output);
    const size = make("small", { text: "…" });
    const link = make(
      "a",
      { tabindex: "0", data: { output } },
      make("span", { text: name }),
      make("code", { text: `.${ending}` }),
      size,
    );
    this.#load(output, ending, link, size);
    return link;
  }

  async #load(output, ending, link, size) {
    const file = this.name;
    try {
      const blob = await this.on.render(output);
      if (file !== this.name || !link.isConnected) return;
      link.href = URL.createObjectURL(blob);
      link.download = `${file}.${ending}`;
      size.textContent = sizeOf(blob.size);
      this.addresses.push(link.href);
    } catch (error) {
      if (error.name === "AbortError") return;
      size.textContent = "failed: open this again";
      this.failed = true;
    }
  }

  #walk(event) {
    const links = [...menu.querySelectorAll("a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    links[(links.indexOf(document.activeElement) + step + links.length) % links.length].focus();
  }
}

const sizeOf = (bytes) => (bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`);
