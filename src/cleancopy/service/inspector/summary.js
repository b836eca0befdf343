// What stands above a result: what was read, how sure the answer is, flags, and the mode.

import { fill, find, make, styled } from "./dom.js";
import { count, FLAGS, MODES, plain } from "./words.js";

const ENCODING_BY = new Map([
  ["bom", "its byte order mark"],
  ["http", "the header"],
  ["meta", "its meta tag"],
  ["detected", "detection"],
]);

/** Shows what is known of a page and its answer. */
export function showSummary(name, { page, article, blocks }) {
  find("page-name").textContent = name;
  find("page-facts").textContent = facts(page, article, blocks).join(" · ");
  find("confidence-value").textContent = article.confidence.toFixed(2);
  const meter = find("confidence-meter");
  meter.setAttribute("aria-valuenow", article.confidence);
  styled(meter, "--share", article.confidence);
  fill(find("flags"), article.flags, (flag) => {
    const meaning = meaningOf(flag, [...page.cuts, ...article.cuts]);
    return make(
      "li",
      { title: meaning, tabindex: "0" },
      make("b", { text: plain(flag) }),
      make("span.flag-meaning", { text: meaning }),
    );
  });
}

function facts(page, article, blocks) {
  const by = ENCODING_BY.get(page.encoding_source);
  return [
    page.kind === "html" ? "HTML" : page.kind === "text" ? "flattened text" : "no text",
    page.encoding ? `${page.encoding}${by ? ` by ${by}` : ""}` : null,
    article.language ? `language ${article.language}` : null,
    article.url,
    `${blocks.filter((block) => block.kept).length.toLocaleString("en")} of ${count(blocks.length, "block")} kept`,
  ].filter(Boolean);
}

function meaningOf(flag, cuts) {
  const told = flag === "truncated" ? cuts.map((cut) => ` ${Object.values(cut).join(" ")}.`).join("") : "";
  return `${FLAGS.get(flag) ?? "See the documentation of this flag."}${told}`;
}

/** Makes the mode switch; `change(mode)` is called when another is chosen. */
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

export const chosenMode = () => find("modes").querySelector("input:checked")?.value ?? "balanced";

/** Chooses a mode, or the next one in order. */
export function chooseMode(mode) {
  const inputs = [...find("modes").querySelectorAll("input")];
  const at = inputs.findIndex((input) => input.checked);
  const input = mode ? inputs.find(({ value }) => value === mode) : inputs[(at + 1) % inputs.length];
  input.checked = true;
  return input.value;
}
