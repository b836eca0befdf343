// The forms of the clean copy: the article as a reader sees it, or its Markdown; and what goes to the clipboard.

import { find } from "./dom.js";

const SHOWN = 2000; // milliseconds that a button says what it did

/** The forms. `on.text()` gives the running text, `on.markdown()` a promise of the Markdown. */
export class Forms {
  constructor(on) {
    this.on = on;
    this.result = 0;
    find("forms").addEventListener("change", () => this.#show());
    for (const form of ["text", "markdown"]) {
      const button = find(`copy-${form}`);
      button.addEventListener("click", () => this.#copy(button, form));
    }
  }

  /** Forgets the result before; the form that is chosen stays. */
  reset() {
    this.result += 1;
    this.asked = null;
    find("markdown").textContent = "";
    this.#show();
  }

  #markdown() {
    this.asked ??= this.on.markdown().catch((error) => {
      this.asked = null; // the next one may ask again
      throw error;
    });
    return this.asked;
  }

  async #show() {
    const isMarkdown = find("forms").querySelector(":checked").value === "markdown";
    find("markdown").hidden = !isMarkdown;
    find("copy").hidden = isMarkdown;
    if (!isMarkdown) return;
    const { result } = this;
    const words = await this.#markdown().catch((error) => `There is no Markdown: ${error.message}`);
    if (result === this.result) find("markdown").textContent = words || "There is no running text here.";
  }

  async #copy(button, form) {
    const { result } = this;
    const name = form === "text" ? "Copy text" : "Copy Markdown";
    const outcome = await Promise.resolve(form === "text" ? this.on.text() : this.#markdown())
      .then(copied)
      .then(
        () => "Copied",
        () => "Not copied: select it, and copy by hand",
      );
    if (result !== this.result) return;
    button.textContent = find("copied").textContent = outcome;
    clearTimeout(button.timer);
    button.timer = setTimeout(() => {
      button.textContent = name;
      find("copied").textContent = "";
    }, SHOWN);
  }
}

/** Puts words on the clipboard. A page that came over plain HTTP has no clipboard: an older way is tried then. */
async function copied(words) {
  if (navigator.clipboard) {
    const done = await navigator.clipboard.writeText(words).then(
      () => true,
      () => false,
    );
    if (done) return;
  }
  if (!copiedBySelection(words)) throw new Error("the browser does not let this page copy");
}

function copiedBySelection(words) {
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.value = words;
  field.className = "unseen";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  before?.focus({ preventScroll: true });
  return done;
}
