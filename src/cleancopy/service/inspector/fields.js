// The fields: what was told, and all that was weighed for it.

import { bars } from "./bars.js";
import { fill, find, make, onNumber } from "./dom.js";
import { count, plain, signed } from "./words.js";

const pane = find("fields");
const ORDER = [
  "title",
  "dek",
  "authors",
  "published",
  "modified",
  "site",
  "section",
  "language",
  "license",
  "url",
  "paywalled",
  "captions",
  "credits",
  "tags",
  "headings",
];
const LOSERS = 3;

/** The fields. `on` has `select(number)`. */
export class Fields {
  constructor(on) {
    onNumber(pane, "click", on.select);
  }

  /** Shows an article's fields; `blocks` maps what candidates call their sources to numbers of blocks. */
  show(article, candidates, blocks) {
    const weighed = Map.groupBy(candidates, (candidate) => candidate.field);
    const names = [...new Set([...ORDER, ...weighed.keys()])];
    const told = names.filter((name) => weighed.has(name) || isThere(article[name]));
    const images = article.images.length ? [imagesOf(article.images)] : [];
    const sections = told.map((name) => sectionOf(name, article[name], weighed.get(name) ?? [], blocks));
    fill(pane, [...sections, ...images], (section) => section);
  }
}

const isThere = (value) => (Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined);

function sectionOf(name, value, candidates, blocks) {
  const best = candidates.toSorted((a, b) => Number(b.won) - Number(a.won) || b.score - a.score);
  const won = best.filter((candidate) => candidate.won).length;
  const shown = best.slice(0, won + LOSERS);
  const rest = best.slice(shown.length);
  return make(
    "section.field",
    {},
    make(
      "h3",
      { text: plain(name) },
      make("span.count", { text: candidates.length ? count(candidates.length, "candidate") : "stated" }),
    ),
    answer(value),
    candidates.length ? make("ul.candidates", {}, ...shown.map((c) => candidateOf(c, blocks))) : null,
    rest.length ? more(rest, blocks) : null,
  );
}

function answer(value) {
  const values = (Array.isArray(value) ? value : [value]).filter(isThere).map(String);
  if (!values.length) return make("p.answer.nothing", { text: "no value: nothing was believed enough" });
  return make("ul.answer", {}, ...values.map((text) => make("li", { text })));
}

function more(rest, blocks) {
  const list = make("ul.candidates");
  const details = make("details", {}, make("summary", { text: `${rest.length} more` }), list);
  once(details, () => list.append(...rest.map((candidate) => candidateOf(candidate, blocks))));
  return details;
}

function candidateOf(candidate, blocks) {
  const weights = candidate.weights.map(([name, weight]) => ({ name, weight }));
  const why = make(
    "details.why",
    {},
    make("summary", { text: `${signed(candidate.score, 1)} from ${count(weights.length, "clue")}` }),
  );
  once(why, () => why.append(bars(weights, 2)));
  return make(
    `li.${candidate.won ? "won" : "lost"}`,
    {},
    make("span.outcome", { text: candidate.won ? "won" : "lost" }),
    make("span.value", { text: candidate.value }),
    make("span.sources", {}, ...candidate.sources.map((source) => sourceOf(source, blocks))),
    weights.length ? why : make("span.why", { text: `by the order of sources (${signed(candidate.score, 0)})` }),
  );
}

function sourceOf(source, blocks) {
  const number = blocks.get(source);
  if (number === undefined) return make("span.source", { text: source });
  return make("button.source.link", { type: "button", text: source, title: "Show this block", data: { number } });
}

function imagesOf(images) {
  const items = images.map((image) =>
    make(
      "li",
      {},
      make("p.value", { text: image.caption ?? image.alt ?? "no caption" }),
      make("p.sources", { text: [image.lead ? "leads" : null, image.credit, image.src].filter(Boolean).join(" · ") }),
    ),
  );
  return make(
    "section.field",
    {},
    make("h3", { text: "images" }, make("span.count", { text: "addresses only: none is loaded" })),
    make("ul.answer", {}, ...items),
  );
}

/** Calls `build` when a details element is opened for the first time: a page may have thousands of clues. */
function once(details, build) {
  details.addEventListener("toggle", build, { once: true });
}
