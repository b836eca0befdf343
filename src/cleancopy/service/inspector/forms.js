// The forms of the clean copy: the article or its Markdown; and the buttons that copy them to the clipboard.

import { find } from "./dom.js";

const MESSAGE_TIME = 2000; // milliseconds that a button shows its result

/** The forms. `on.text()` returns the running text, `on.markdown()` a promise of the Markdown. */
export class Forms {
  constructor(on) {
    this.on = on;
    this.resultNumber = 0;
    find("forms").addEventListener("change", () => this.#show());
    for (const form of ["text", "markdown"]) {
      const button = find(`copy-${form}`);
      button.addEventListener("click", () => this.#copy(button, form));
    }
  }

  /** Clears the previous result; the selected form stays. */
  reset() {
    this.resultNumber += 1;
    this.markdown = null;
    find("markdown").textContent = "";
    this.#show();
  }

  #loadMarkdown() {
    this.markdown ??= this.on.markdown().catch((error) => {
      this.markdown = null; // allows another attempt
      throw error;
    });
    return this.markdown;
  }

  async #show() {
    const isMarkdown = find("forms").querySelector(":checked").value === "markdown";
    find("markdown").hidden = !isMarkdown;
    find("copy").hidden = isMarkdown;
    if (!isMarkdown) return;
    const { resultNumber } = this;
    const text = await this.#loadMarkdown().catch((error) => `The Markdown is not available: ${error.message}`);
    if (resultNumber === this.resultNumber) find("markdown").textContent = text || "This page has no running text.";
  }

  async #copy(button, form) {
    const { resultNumber } = this;
    const name = form === "text" ? "Copy text" : "Copy Markdown";
    const outcome = await Promise.resolve(form === "text" ? this.on.text() : this.#loadMarkdown())
      .then(copyToClipboard)
      .then(
        () => "Copied",
        () => "Not copied: select the text and copy it yourself",
      );
    if (resultNumber !== this.resultNumber) return;
    button.textContent = find("copied").textContent = outcome;
    clearTimeout(button.timer);
    button.timer = setTimeout(() => {
      button.textContent = name;
      find("copied").textContent = "";
    }, MESSAGE_TIME);
  }
}

/** Copies text to the clipboard. Pages served over plain HTTP have no clipboard API: then an older way is tried. */
async function copyToClipboard(text) {
  if (navigator.clipboard) {
    const done = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    if (done) return;
  }
  if (!copyBySelection(text)) throw new Error("the browser does not let this page copy");
}

function copyBySelection(text) {
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  before?.focus({ preventScroll: true });
  return done;
}
