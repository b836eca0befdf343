// The summary above a result: the page, the confidence, the flags and the mode.

import { fill, find, make, setStyle } from "./dom.js";
import { FLAGS, formatCount, formatName, MODES } from "./words.js";

const ENCODING_SOURCES = new Map([
  ["bom", "its byte order mark"],
  ["http", "the header"],
  ["meta", "its meta tag"],
  ["detected", "detection"],
]);

/** Shows the facts about a page and its article. */
export function showSummary(name, { page, article, blocks }) {
  find("page-name").textContent = name;
  find("page-facts").textContent = listFacts(page, article, blocks).join(" · ");
  find("confidence-value").textContent = article.confidence.toFixed(2);
  const meter = find("confidence-meter");
  meter.setAttribute("aria-valuenow", article.confidence);
  setStyle(meter, "--share", article.confidence);
  fill(find("flags"), article.flags, (flag) => {
    const meaning = describeFlag(flag, [...page.truncations, ...article.truncations]);
    return make(
      "li",
      { title: meaning, tabindex: "0" },
      make("b", { text: formatName(flag) }),
      make("span.flag-meaning", { text: meaning }),
    );
  });
}

function listFacts(page, article, blocks) {
  const source = ENCODING_SOURCES.get(page.encoding_source);
  return [
    page.kind === "html" ? "HTML" : page.kind === "text" ? "flattened text" : "not text",
    page.encoding ? `${page.encoding}${source ? ` by ${source}` : ""}` : null,
    article.page_type ? `${article.page_type} (${Math.round(100 * article.page_type_probability)} %)` : null,
    article.language ? `language ${article.language}` : null,
    article.url,
    `${blocks.filter((block) => block.kept).length.toLocaleString("en")} of ${formatCount(blocks.length, "block")} kept`,
  ].filter(Boolean);
}

function describeFlag(flag, truncations) {
  const limits = flag === "truncated" ? truncations.map((cut) => ` ${Object.values(cut).join(" ")}.`).join("") : "";
  return `${FLAGS.get(flag) ?? "See the documentation of this flag."}${limits}`;
}

/** Makes the mode switch; `change(mode)` is called when another mode is selected. */
export function makeModes(modes, change) {
  const choices = modes.map((mode) => {
    const input = make("input", {
      type: "radio",
      name: "mode",
      value: mode,
      checked: mode === "balanced",
      on: { change: () => change(mode) },
    });
    return make("label", { title: MODES.get(mode) }, input, make("span", { text: mode }));
  });
  find("modes").append(...choices);
}

export const getMode = () => find("modes").querySelector("input:checked")?.value ?? "balanced";

/** Selects a mode, by default the next one in order. */
export function selectMode(mode) {
  const inputs = [...find("modes").querySelectorAll("input")];
  const selected = inputs.findIndex((input) => input.checked);
  const input = mode ? inputs.find(({ value }) => value === mode) : inputs[(selected + 1) % inputs.length];
  input.checked = true;
  return input.value;
}
