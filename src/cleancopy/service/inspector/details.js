// The details of a block: its role, score, location, and the most important features.

import { makeBars } from "./bars.js";
import { find, make, setStyle } from "./dom.js";
import { FATES, formatCount, formatName, formatProbability, getLetters, getRoleClass } from "./words.js";

const panel = find("details");

/** The panel. `on` has `step(by)`, `close()` and `fields()`. */
export class Details {
  constructor(on) {
    this.on = on;
    this.clear([]);
  }

  get isOpen() {
    return document.body.dataset.details === "open";
  }

  open({ focus = false } = {}) {
    document.body.dataset.details = "open";
    if (focus) panel.focus();
  }

  close() {
    delete document.body.dataset.details;
  }

  /** Shows no block, only the legend: the roles of the page and their shares of its text. It also stays below a block. */
  clear(blocks) {
    this.close();
    this.legend = makeLegend(blocks);
    const hint = "Select a block to see its reasons. j and k move through the blocks, Enter opens the details.";
    panel.replaceChildren(this.legend, make("p.hint", { text: hint }));
  }

  /** Shows a block; `fields` has the field candidates that it contains. */
  show(block, fields) {
    panel.replaceChildren(
      this.#makeHeader(block),
      make("p.full-text", { text: block.text }),
      makeScore(block),
      makeReasons(block),
      this.#makeFields(fields),
      makeFacts(block),
      this.legend,
    );
    panel.scrollTop = 0;
  }

  #makeHeader(block) {
    const { on } = this;
    const button = (text, label, click) =>
      make("button.quiet", { type: "button", text, "aria-label": label, title: label, on: { click } });
    return make(
      "header.details-head",
      { classes: getRoleClass(block.role) },
      make("span.badge", { text: getLetters(block.role), "aria-hidden": "true" }),
      make("h2", { text: formatName(block.role) }),
      make("span.count", { text: `block ${block.index}` }),
      make(
        "span.details-tools",
        {},
        button("↑", "Previous block", () => on.step(-1)),
        button("↓", "Next block", () => on.step(1)),
        button("×", "Close the details", () => on.close()),
      ),
    );
  }

  #makeFields(fields) {
    if (!fields.length) return null;
    const names = [...new Set(fields.map((f) => `${formatName(f.field)}${f.chosen ? " ✓" : ""}`))].join(", ");
    return make(
      "section",
      {},
      make("h3", { text: "As a field" }),
      make(
        "p",
        { text: `A candidate for ${names}. ` },
        make("button.link", { type: "button", text: "Show the fields", on: { click: this.on.fields } }),
      ),
    );
  }
}

const makeLegend = (blocks) =>
  make("section.role-shares", {}, make("h2", { text: "Roles on this page" }), makeComposition(blocks));

/** The roles of a page with their shares of its characters. */
function makeComposition(blocks) {
  const countCharacters = (list) => list.reduce((sum, block) => sum + block.text.length, 0);
  const total = Math.max(countCharacters(blocks), 1);
  const roles = [...Map.groupBy(blocks, (block) => block.role)].map(([role, list]) => ({
    role,
    count: list.length,
    share: countCharacters(list) / total,
  }));
  roles.sort((a, b) => b.share - a.share);
  const items = roles.map(({ role, count, share }) =>
    make(
      "li",
      { classes: getRoleClass(role) },
      make("span.badge", { text: getLetters(role), "aria-hidden": "true" }),
      make("span", { text: formatName(role) }),
      make("span.count", { text: `${formatCount(count, "block")}, ${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %` }),
      setStyle(make("span.part", { "aria-hidden": "true" }), "--share", share / roles[0].share),
    ),
  );
  return make("ul.composition", {}, ...items);
}

function makeScore(block) {
  const fate = FATES.get(block.fate) ?? FATES.get("drop");
  return make(
    "p.verdict",
    { classes: `fate-${block.fate}` },
    make("strong", { text: formatProbability(block.score) }),
    make("span", { text: `probability of running text or a subheading. The block ${fate.meaning}.` }),
  );
}

function makeReasons(block) {
  const items = block.reasons.map((r) => ({
    name: r.phrase,
    weight: r.weight,
    note: `${formatName(r.feature)} = ${formatValue(r.value)}`,
    title: r.meaning,
  }));
  const note =
    "The effect of each feature on the log-odds of keeping the block: +0.70 doubles the odds, −0.70 halves them. Bars to the right are for keeping it, bars to the left against.";
  return make(
    "section",
    {},
    make("h3", { text: "Reasons" }),
    items.length ? makeBars(items, 2) : make("p", { text: "This block has no reasons." }),
    items.length ? make("p.note", { text: note }) : null,
  );
}

function makeFacts(block) {
  const known = [
    ["Fate", block.fate],
    ["Layout", formatName(block.layout)],
    ["Level", block.level || null],
    ["Location", block.location],
    [
      "Length",
      `${formatCount([...block.text].length, "character")}, ${formatCount(block.text.split(/\s+/).filter(Boolean).length, "word")}`,
    ],
  ];
  const rows = known.filter(([, value]) => value !== null);
  return make(
    "dl.facts-list",
    {},
    ...rows.map(([name, value]) => make("div", {}, make("dt", { text: name }), make("dd", { text: value }))),
  );
}

const formatValue = (value) => Number(value.toPrecision(3)).toString();
