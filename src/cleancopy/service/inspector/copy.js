// The clean copy: the article's passages as a reader would see them, each linked to its block.

import { batched, find, make, onNumber } from "./dom.js";
import { plain } from "./words.js";

const copy = find("copy");
const TALL = 110; // pixels of a usual passage

/** The clean copy. `on` has `select(number)` and `point(number | null)`. */
export class Copy {
  constructor(on) {
    this.passages = new Map();
    onNumber(copy, "click", on.select);
    onNumber(copy, "pointerover", on.point);
    copy.addEventListener("pointerleave", () => on.point(null));
  }

  /** Shows an article; `numbers` has the block of each passage of its body. */
  show(article, numbers) {
    const body = article.body.map((passage, i) => ({ ...passage, block: numbers[i] }));
    copy.replaceChildren(head(article), ...batched(body.length ? wholes(body).map(wholeOf) : [empty(article)], TALL));
    this.passages = new Map([...copy.querySelectorAll("[data-number]")].map((e) => [Number(e.dataset.number), e]));
    this.selected = this.pointed = null;
  }

  select(number, { reveal = "nearest" } = {}) {
    this.passages.get(this.selected)?.classList.remove("selected");
    this.selected = number;
    const passage = this.passages.get(number);
    passage?.classList.add("selected");
    passage?.scrollIntoView({ block: reveal });
  }

  point(number) {
    this.passages.get(this.pointed)?.classList.remove("pointed");
    this.pointed = number;
    this.passages.get(number)?.classList.add("pointed");
  }

  has(number) {
    return this.passages.has(number);
  }
}

function head(article) {
  const line = [article.authors.join(", "), article.published?.slice(0, 10), article.site].filter(Boolean).join(" · ");
  return make(
    "header",
    {},
    article.title ? make("h2.title", { text: article.title }) : null,
    article.dek ? make("p.dek", { text: article.dek }) : null,
    line ? make("p.line", { text: line }) : null,
  );
}

function empty(article) {
  const why = article.flags.length ? `The flags say why: ${article.flags.map(plain).join(", ")}.` : "";
  return make("p.empty", { text: `There is no running text here. ${why}` });
}

/** Neighbours that are one list, table, quote or piece of code; all others alone. */
function wholes(body) {
  const found = [];
  for (const passage of body) {
    const last = found.at(-1)?.[0];
    if (last && passage.group && passage.group === last.group && passage.role === last.role) found.at(-1).push(passage);
    else found.push([passage]);
  }
  return found;
}

function wholeOf(passages) {
  switch (passages[0].role) {
    case "list_item":
      return make(passages.some((p) => p.number !== undefined) ? "ol" : "ul", {}, ...items(passages));
    case "table_row":
      return make("div.table", {}, make("table", {}, make("tbody", {}, ...passages.map(row))));
    case "quote":
      return make("blockquote", {}, ...passages.map((p) => words("p", p)), signature(passages));
    case "code":
      return make("pre", {}, ...passages.map((p) => words("code", p)));
    case "subheading":
      return words(`h${Math.min(Math.max(passages[0].level, 3), 6)}`, passages[0]);
    default:
      return words("p", passages[0]);
  }
}

/** Passages of one item stand in one, which is each its own link to a block. */
function items(passages) {
  const byItem = Map.groupBy(passages, (passage) => passage.item ?? passage);
  return [...byItem.values()].map((parts) => {
    const { level, number } = parts[0];
    const item = make(`li.deep-${Math.min(Math.max(level, 1), 6)}`, { value: number });
    item.append(...parts.map((part) => words("p", part)));
    return item;
  });
}

function row(passage) {
  const cells = passage.cells ?? passage.text.split("\t").map((text) => ({ text }));
  const parts = cells.map((cell) =>
    make(cell.header ? "th" : "td", { text: cell.text, colspan: cell.columns > 1 && Math.min(cell.columns, 100) }),
  );
  return make("tr", linked(passage), ...parts);
}

function signature(passages) {
  const author = passages.find((passage) => passage.author)?.author;
  return author ? make("footer", { text: `— ${author}` }) : null;
}

const words = (tag, passage) => make(tag, { ...linked(passage), text: passage.text });
const linked = (passage) => (passage.block === undefined ? {} : { data: { number: passage.block } });
