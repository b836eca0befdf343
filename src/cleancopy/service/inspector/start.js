// The start: ways to give a page. Each makes a source: what it is called, and what is asked of the service.

import { fill, find, make } from "./dom.js";
import { sample } from "./service.js";

const paste = find("paste");
const note = find("give-note");

/** The start. `on` has `give(source)` and `fail(error, retry)`. */
export class Start {
  constructor(on) {
    this.on = on;
    find("give").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#paste();
    });
    paste.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#paste();
    });
    find("file").addEventListener("change", (event) => {
      this.#file(event.target.files[0]);
      event.target.value = "";
    });
    find("fetch").addEventListener("submit", (event) => {
      event.preventDefault();
      const url = find("address").value.trim();
      if (url) on.give({ name: fileName(url), request: { ...options(), url } });
    });
    paste.addEventListener("input", hush);
    this.#dropping();
    document.addEventListener("paste", (event) => this.#pasted(event));
  }

  /** Shows what the service offers besides. */
  offer({ fetch }, samples) {
    find("fetch").hidden = !fetch;
    this.#asked(fetch);
    find("samples").hidden = !samples.length;
    fill(find("sample-list"), samples, ({ name, kind }) =>
      make(
        "li",
        {},
        make(
          "button",
          { type: "button", on: { click: () => this.#sample(name) } },
          make("span", { text: name }),
          make("small", { text: kind === "html" ? "HTML" : "flattened text" }),
        ),
      ),
    );
  }

  focus() {
    hush();
    paste.focus();
  }

  /** A link to `?url=…`, such as a report has, fills in the address. A person starts: a link alone fetches nothing. */
  #asked(fetch) {
    const url = new URLSearchParams(location.search).get("url");
    if (!url) return;
    find(fetch ? "address" : "url").value = url;
    if (fetch) {
      find("fetch").querySelector("button").focus();
      return;
    }
    find("give").querySelector("details").open = true;
    say("Pages are not fetched here: start the service with --fetch, or save the page and drop it here.");
  }

  #paste() {
    if (paste.value.trim()) this.on.give({ name: "pasted page", request: { ...options(), page: paste.value } });
    else say("There is nothing to inspect yet. Paste a page above, drop a file, or choose one.");
  }

  /** A paste outside of any field is a page. */
  #pasted(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (event.target.closest("input, textarea, select, dialog") || !text.trim()) return;
    paste.value = text;
    this.#paste();
  }

  async #sample(name) {
    try {
      this.on.give({ name, request: { page: await sample(name) } });
    } catch (error) {
      this.on.fail(error, () => this.#sample(name));
    }
  }

  #dropping() {
    let depth = 0;
    const show = (by) => {
      depth = by ? Math.max(depth + by, 0) : 0;
      document.body.classList.toggle("is-dropping", depth > 0);
    };
    document.addEventListener("dragenter", () => show(1));
    document.addEventListener("dragleave", () => show(-1));
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      show(0);
      const [file] = event.dataTransfer.files;
      const text = event.dataTransfer.getData("text/plain");
      if (file) this.#file(file);
      else if (text.trim()) this.on.give({ name: "dropped text", request: { ...options(), page: text } });
    });
  }

  /** A file goes as its bytes: the service finds out their encoding. */
  #file(file) {
    if (!file) return;
    const reader = new FileReader();
    reader.onload = () => {
      const page_base64 = reader.result.slice(reader.result.indexOf(",") + 1);
      this.on.give({ name: file.name, request: { ...options(), page_base64 } });
    };
    reader.onerror = () => this.on.fail(new Error("The file could not be read."), null);
    reader.readAsDataURL(file);
  }
}

/** Says what is missing, and leads to where it goes. */
function say(words) {
  note.textContent = words;
  note.hidden = false;
  paste.ariaInvalid = "true";
  paste.focus();
}

function hush() {
  note.hidden = true;
  paste.ariaInvalid = null;
}

function options() {
  const url = find("url").value.trim();
  return { kind: find("kind").value, ...(url ? { url } : {}) };
}

/** What a page that was fetched is called: the last piece of its address. */
function fileName(url) {
  const { hostname, pathname } = URL.canParse(url) ? new URL(url) : { hostname: url, pathname: "" };
  return pathname.split("/").findLast(Boolean) ?? hostname;
}
