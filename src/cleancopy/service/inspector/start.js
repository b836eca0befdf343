// The start: the ways to give a page. Each makes a source: its name, and the request to the service.

import { fill, find, make } from "./dom.js";
import { fetchSample } from "./service.js";

const paste = find("paste");
const note = find("give-note");

/** The start. `on` has `give(source)` and `fail(error, retry)`. */
export class Start {
  constructor(on) {
    this.on = on;
    find("give").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submitText();
    });
    paste.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#submitText();
    });
    find("file").addEventListener("change", (event) => {
      this.#openFile(event.target.files[0]);
      event.target.value = "";
    });
    find("fetch").addEventListener("submit", (event) => {
      event.preventDefault();
      const url = find("address").value.trim();
      if (url) on.give({ name: getFileName(url), request: { ...readOptions(), url } });
    });
    paste.addEventListener("input", hideNote);
    this.#listenForDrops();
    document.addEventListener("paste", (event) => this.#handlePaste(event));
  }

  /** Shows the samples, and the form for a URL if the service fetches pages. */
  show({ fetch }, samples) {
    find("fetch").hidden = !fetch;
    this.#applyUrlParameter(fetch);
    find("samples").hidden = !samples.length;
    fill(find("sample-list"), samples, ({ name, kind }) =>
      make(
        "li",
        {},
        make(
          "button",
          { type: "button", on: { click: () => this.#openSample(name) } },
          make("span", { text: name }),
          make("small", { text: kind === "html" ? "HTML" : "flattened text" }),
        ),
      ),
    );
  }

  focus() {
    hideNote();
    paste.focus();
  }

  /** A link with `?url=…`, for example in a report, fills in the URL. The user has to start the fetch. */
  #applyUrlParameter(fetch) {
    const url = new URLSearchParams(location.search).get("url");
    if (!url) return;
    find(fetch ? "address" : "url").value = url;
    if (fetch) {
      find("fetch").querySelector("button").focus();
      return;
    }
    find("give").querySelector("details").open = true;
    showNote("Fetching is off: start the service with --fetch, or save the page and drop it here.");
  }

  #submitText() {
    if (paste.value.trim()) this.on.give({ name: "pasted page", request: { ...readOptions(), page: paste.value } });
    else showNote("Nothing to inspect yet. Paste a page above, drop a file, or choose one.");
  }

  /** Text pasted outside of the fields is a page. */
  #handlePaste(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (event.target.closest("input, textarea, select, dialog") || !text.trim()) return;
    paste.value = text;
    this.#submitText();
  }

  async #openSample(name) {
    try {
      this.on.give({ name, request: { page: await fetchSample(name) } });
    } catch (error) {
      this.on.fail(error, () => this.#openSample(name));
    }
  }

  #listenForDrops() {
    let depth = 0;
    const changeDepth = (change) => {
      depth = change ? Math.max(depth + change, 0) : 0;
      document.body.classList.toggle("is-dropping", depth > 0);
    };
    document.addEventListener("dragenter", () => changeDepth(1));
    document.addEventListener("dragleave", () => changeDepth(-1));
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      changeDepth(0);
      const [file] = event.dataTransfer.files;
      const text = event.dataTransfer.getData("text/plain");
      if (file) this.#openFile(file);
      else if (text.trim()) this.on.give({ name: "dropped text", request: { ...readOptions(), page: text } });
    });
  }

  /** A file is sent as bytes: the service detects the encoding. */
  #openFile(file) {
    if (!file) return;
    const reader = new FileReader();
    reader.onload = () => {
      const page_base64 = reader.result.slice(reader.result.indexOf(",") + 1);
      this.on.give({ name: file.name, request: { ...readOptions(), page_base64 } });
    };
    reader.onerror = () => this.on.fail(new Error("The file could not be read."), null);
    reader.readAsDataURL(file);
  }
}

/** Shows a message at the text field and moves the focus there. */
function showNote(text) {
  note.textContent = text;
  note.hidden = false;
  paste.ariaInvalid = "true";
  paste.focus();
}

function hideNote() {
  note.hidden = true;
  paste.ariaInvalid = null;
}

function readOptions() {
  const url = find("url").value.trim();
  return { kind: find("kind").value, ...(url ? { url } : {}) };
}

/** The name of a fetched page: the last part of its URL. */
function getFileName(url) {
  const { hostname, pathname } = URL.canParse(url) ? new URL(url) : { hostname: url, pathname: "" };
  return pathname.split("/").findLast(Boolean) ?? hostname;
}
