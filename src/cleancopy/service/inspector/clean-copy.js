// The clean copy: the passages of the article, each linked to its block.

import { find, make, makeBatches, onBlockEvent } from "./dom.js";
import { formatName } from "./words.js";

const pane = find("copy");
const PASSAGE_HEIGHT = 110; // pixels of a typical passage

/** The clean copy. `on` has `select(index)` and `highlight(index | null)`. */
export class CleanCopy {
  constructor(on) {
    this.passages = new Map();
    onBlockEvent(pane, "click", on.select);
    onBlockEvent(pane, "pointerover", on.highlight);
    pane.addEventListener("pointerleave", () => on.highlight(null));
  }

  /** Shows an article; `blockIndices` has the block of each passage of its body. */
  show(article, blockIndices) {
    const body = article.body.map((passage, i) => ({ ...passage, block: blockIndices[i] }));
    const groups = body.length ? groupPassages(body).map(makeGroup) : [makeEmptyNote(article)];
    pane.replaceChildren(makeHeader(article), ...makeBatches(groups, PASSAGE_HEIGHT));
    this.passages = new Map([...pane.querySelectorAll("[data-block]")].map((e) => [Number(e.dataset.block), e]));
    this.selected = this.highlighted = null;
  }

  select(index, { reveal = "nearest" } = {}) {
    this.passages.get(this.selected)?.classList.remove("selected");
    this.selected = index;
    const passage = this.passages.get(index);
    passage?.classList.add("selected");
    passage?.scrollIntoView({ block: reveal });
  }

  highlight(index) {
    this.passages.get(this.highlighted)?.classList.remove("highlighted");
    this.highlighted = index;
    this.passages.get(index)?.classList.add("highlighted");
  }

  has(index) {
    return this.passages.has(index);
  }
}

function makeHeader(article) {
  const line = [article.authors.join(", "), article.published?.slice(0, 10), article.site].filter(Boolean).join(" · ");
  return make(
    "header",
    {},
    article.title ? make("h2.title", { text: article.title }) : null,
    article.dek ? make("p.dek", { text: article.dek }) : null,
    line ? make("p.line", { text: line }) : null,
  );
}

function makeEmptyNote(article) {
  const flags = article.flags.length ? `Flags: ${article.flags.map(formatName).join(", ")}.` : "";
  return make("p.empty", { text: `This page has no running text. ${flags}` });
}

/** Groups adjacent passages of one list, table, quote or code block; each other passage is its own group. */
function groupPassages(body) {
  const groups = [];
  for (const passage of body) {
    const last = groups.at(-1)?.[0];
    if (last && passage.group && passage.group === last.group && passage.role === last.role) groups.at(-1).push(passage);
    else groups.push([passage]);
  }
  return groups;
}

function makeGroup(passages) {
  switch (passages[0].role) {
    case "list_item":
      return make(passages.some((p) => p.number !== undefined) ? "ol" : "ul", {}, ...makeItems(passages));
    case "table_row":
      return make("div.table", {}, make("table", {}, make("tbody", {}, ...passages.map(makeRow))));
    case "quote":
      return make("blockquote", {}, ...passages.map((p) => makePassage("p", p)), makeAttribution(passages));
    case "code":
      return make("pre", {}, ...passages.map((p) => makePassage("code", p)));
    case "subheading":
      return makePassage(`h${Math.min(Math.max(passages[0].level, 3), 6)}`, passages[0]);
    default:
      return makePassage("p", passages[0]);
  }
}

/** Makes the list items. An item can have several passages, each linked to its own block. */
function makeItems(passages) {
  const byItem = Map.groupBy(passages, (passage) => passage.item ?? passage);
  return [...byItem.values()].map((parts) => {
    const { level, number } = parts[0];
    const item = make(`li.deep-${Math.min(Math.max(level, 1), 6)}`, { value: number });
    item.append(...parts.map((part) => makePassage("p", part)));
    return item;
  });
}

function makeRow(passage) {
  const cells = passage.cells ?? passage.text.split("\t").map((text) => ({ text }));
  const parts = cells.map((cell) =>
    make(cell.header ? "th" : "td", { text: cell.text, colspan: cell.columns > 1 && Math.min(cell.columns, 100) }),
  );
  return make("tr", makeBlockLink(passage), ...parts);
}

function makeAttribution(passages) {
  const author = passages.find((passage) => passage.author)?.author;
  return author ? make("footer", { text: `— ${author}` }) : null;
}

const makePassage = (tag, passage) => make(tag, { ...makeBlockLink(passage), text: passage.text });
const makeBlockLink = (passage) => (passage.block === undefined ? {} : { data: { block: passage.block } });
