// One block: its role, score, place, and the features that decided.

import { bars } from "./bars.js";
import { find, make, styled } from "./dom.js";
import { chance, count, FATES, lettersOf, plain, roleClass } from "./words.js";

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

  /** Shows no block, but what the page is made of: the legend of its roles, which stays below a block, too. */
  clear(blocks) {
    this.close();
    this.legend = legend(blocks);
    const hint = "Choose a block to see what decided. j and k walk through the blocks, Enter comes here.";
    panel.replaceChildren(this.legend, make("p.hint", { text: hint }));
  }

  /** Shows a block; `fields` has the candidates for fields that stand in it. */
  show(block, fields) {
    panel.replaceChildren(
      this.#head(block),
      make("p.whole", { text: block.text }),
      score(block),
      reasons(block),
      this.#fields(fields),
      facts(block),
      this.legend,
    );
    panel.scrollTop = 0;
  }

  #head(block) {
    const { on } = this;
    const button = (text, label, click) =>
      make("button.quiet", { type: "button", text, "aria-label": label, title: label, on: { click } });
    return make(
      "header.details-head",
      { classes: roleClass(block.role) },
      make("span.badge", { text: lettersOf(block.role), "aria-hidden": "true" }),
      make("h2", { text: plain(block.role) }),
      make("span.count", { text: `block ${block.number}` }),
      make(
        "span.details-tools",
        {},
        button("↑", "Block before", () => on.step(-1)),
        button("↓", "Next block", () => on.step(1)),
        button("×", "Close the details", () => on.close()),
      ),
    );
  }

  #fields(fields) {
    if (!fields.length) return null;
    const names = [...new Set(fields.map((f) => `${plain(f.field)}${f.won ? " ✓" : ""}`))].join(", ");
    return make(
      "section",
      {},
      make("h3", { text: "As a field" }),
      make(
        "p",
        { text: `Weighed for ${names}. ` },
        make("button.link", { type: "button", text: "See the fields", on: { click: this.on.fields } }),
      ),
    );
  }
}

const legend = (blocks) =>
  make("section.made-of", {}, make("h2", { text: "What the page is made of" }), composition(blocks));

/** The roles of a page by the characters that they have. */
function composition(blocks) {
  const size = (list) => list.reduce((sum, block) => sum + block.text.length, 0);
  const all = Math.max(size(blocks), 1);
  const roles = [...Map.groupBy(blocks, (block) => block.role)].map(([role, list]) => ({
    role,
    number: list.length,
    share: size(list) / all,
  }));
  roles.sort((a, b) => b.share - a.share);
  const items = roles.map(({ role, number, share }) =>
    make(
      "li",
      { classes: roleClass(role) },
      make("span.badge", { text: lettersOf(role), "aria-hidden": "true" }),
      make("span", { text: plain(role) }),
      make("span.count", { text: `${count(number, "block")}, ${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %` }),
      styled(make("span.part", { "aria-hidden": "true" }), "--share", share / roles[0].share),
    ),
  );
  return make("ul.composition", {}, ...items);
}

function score(block) {
  const fate = FATES.get(block.fate) ?? FATES.get("drop");
  return make(
    "p.verdict",
    { classes: `fate-${block.fate}` },
    make("strong", { text: chance(block.score) }),
    make("span", { text: `probability of running text or a subheading. It ${fate.meaning}.` }),
  );
}

function reasons(block) {
  const items = block.reasons.map((r) => ({
    name: r.phrase,
    weight: r.weight,
    note: `${plain(r.feature)} = ${shortly(r.value)}`,
    title: r.meaning,
  }));
  const note =
    "How much each changes the log-odds that the block is kept: +0.70 doubles the odds, −0.70 halves them. To the right: it spoke for the block; to the left: against.";
  return make(
    "section",
    {},
    make("h3", { text: "What decided" }),
    items.length ? bars(items, 2) : make("p", { text: "Nothing is told of this block." }),
    items.length ? make("p.note", { text: note }) : null,
  );
}

function facts(block) {
  const known = [
    ["Fate", block.fate],
    ["Layout", plain(block.layout)],
    ["Level", block.level || null],
    ["Place", block.place],
    [
      "Length",
      `${count([...block.text].length, "character")}, ${count(block.text.split(/\s+/).filter(Boolean).length, "word")}`,
    ],
  ];
  const rows = known.filter(([, value]) => value !== null);
  return make(
    "dl.facts-list",
    {},
    ...rows.map(([name, value]) => make("div", {}, make("dt", { text: name }), make("dd", { text: value }))),
  );
}

const shortly = (value) => Number(value.toPrecision(3)).toString();
