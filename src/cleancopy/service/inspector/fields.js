// The fields: their values, and the candidates with their weights.

import { makeBars } from "./bars.js";
import { fill, find, make, onBlockEvent } from "./dom.js";
import { formatCount, formatName, formatSigned } from "./words.js";

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
const SHOWN_LOSERS = 3;

/** The fields. `on` has `select(index)`. */
export class Fields {
  constructor(on) {
    onBlockEvent(pane, "click", on.select);
  }

  /** Shows the fields of an article; `blocks` maps the names of sources to block indices. */
  show(article, candidates, blocks) {
    const byField = Map.groupBy(candidates, (candidate) => candidate.field);
    const names = [...new Set([...ORDER, ...byField.keys()])];
    const shown = names.filter((name) => byField.has(name) || hasValue(article[name]));
    const images = article.images.length ? [makeImages(article.images)] : [];
    const sections = shown.map((name) => makeSection(name, article[name], byField.get(name) ?? [], blocks));
    fill(pane, [...sections, ...images], (section) => section);
  }
}

const hasValue = (value) => (Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined);

function makeSection(name, value, candidates, blocks) {
  const best = candidates.toSorted((a, b) => Number(b.chosen) - Number(a.chosen) || b.score - a.score);
  const chosenCount = best.filter((candidate) => candidate.chosen).length;
  const shown = best.slice(0, chosenCount + SHOWN_LOSERS);
  const rest = best.slice(shown.length);
  return make(
    "section.field",
    {},
    make(
      "h3",
      { text: formatName(name) },
      make("span.count", { text: candidates.length ? formatCount(candidates.length, "candidate") : "stated" }),
    ),
    makeAnswer(value),
    candidates.length ? make("ul.candidates", {}, ...shown.map((c) => makeCandidate(c, blocks))) : null,
    rest.length ? makeMore(rest, blocks) : null,
  );
}

function makeAnswer(value) {
  const values = (Array.isArray(value) ? value : [value]).filter(hasValue).map(String);
  if (!values.length) return make("p.answer.nothing", { text: "no value: no candidate was certain enough" });
  return make("ul.answer", {}, ...values.map((text) => make("li", { text })));
}

function makeMore(rest, blocks) {
  const list = make("ul.candidates");
  const details = make("details", {}, make("summary", { text: `${rest.length} more` }), list);
  onFirstOpen(details, () => list.append(...rest.map((candidate) => makeCandidate(candidate, blocks))));
  return details;
}

function makeCandidate(candidate, blocks) {
  const weights = candidate.weights.map(([name, weight]) => ({ name, weight }));
  const why = make(
    "details.why",
    {},
    make("summary", { text: `${formatSigned(candidate.score, 1)} from ${formatCount(weights.length, "signal")}` }),
  );
  onFirstOpen(why, () => why.append(makeBars(weights, 2)));
  return make(
    `li.${candidate.chosen ? "chosen" : "lost"}`,
    {},
    make("span.outcome", { text: candidate.chosen ? "chosen" : "lost" }),
    make("span.value", { text: candidate.value }),
    make("span.sources", {}, ...candidate.sources.map((source) => makeSource(source, blocks))),
    weights.length ? why : make("span.why", { text: `decided by the order of sources (${formatSigned(candidate.score, 0)})` }),
  );
}

function makeSource(source, blocks) {
  const block = blocks.get(source);
  if (block === undefined) return make("span.source", { text: source });
  return make("button.source.link", { type: "button", text: source, title: "Show this block", data: { block } });
}

function makeImages(images) {
  const items = images.map((image) =>
    make(
      "li",
      {},
      make("p.value", { text: image.caption ?? image.alt ?? "no caption" }),
      make("p.sources", { text: [image.lead ? "lead image" : null, image.credit, image.src].filter(Boolean).join(" · ") }),
    ),
  );
  return make(
    "section.field",
    {},
    make("h3", { text: "images" }, make("span.count", { text: "URLs only: no image is loaded" })),
    make("ul.answer", {}, ...items),
  );
}

/** Calls `build` when a details element is opened for the first time: a page may have thousands of candidates. */
function onFirstOpen(details, build) {
  details.addEventListener("toggle", build, { once: true });
}
