// Links that save the result in each format. They are made when the menu is opened.

import { fill, find, make } from "./dom.js";
import { OUTPUTS } from "./words.js";

const button = find("save-open");
const menu = find("save-menu");

/** The menu. `on.render(output)` returns a promise of the page in an output, as a Blob. */
export class Save {
  constructor(on) {
    this.on = on;
    this.objectUrls = [];
    button.addEventListener("click", () => this.toggle());
    menu.addEventListener("keydown", (event) => this.#moveFocus(event));
    document.addEventListener("click", (event) => {
      if (!menu.hidden && !event.target.closest(".save")) this.close();
    });
  }

  /** Clears the links of the previous result; `name` is the name of the files, without extension. */
  reset(name) {
    this.close();
    for (const url of this.objectUrls) URL.revokeObjectURL(url);
    this.objectUrls = [];
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
    if (!menu.children.length) fill(menu, [...OUTPUTS.keys()], (output) => make("li", {}, this.#makeLink(output)));
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

  #makeLink(output) {
    const { name, extension } = OUTPUTS.get(output);
    const size = make("small", { text: "…" });
    const link = make(
      "a",
      { tabindex: "0", data: { output } },
      make("span", { text: name }),
      make("code", { text: `.${extension}` }),
      size,
    );
    this.#load(output, extension, link, size);
    return link;
  }

  async #load(output, extension, link, size) {
    const { name } = this;
    try {
      const blob = await this.on.render(output);
      if (name !== this.name || !link.isConnected) return;
      link.href = URL.createObjectURL(blob);
      link.download = `${name}.${extension}`;
      size.textContent = formatSize(blob.size);
      this.objectUrls.push(link.href);
    } catch (error) {
      if (error.name === "AbortError") return;
      size.textContent = "failed: reopen the menu to try again";
      this.failed = true;
    }
  }

  #moveFocus(event) {
    const links = [...menu.querySelectorAll("a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    links[(links.indexOf(document.activeElement) + step + links.length) % links.length].focus();
  }
}

const formatSize = (bytes) => (bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`);
