// Compare the clean copy with the text of another tool.

import { diffLines, diffWords } from "./diff.js";
import { find, make, onBlockEvent } from "./dom.js";
import { formatCount } from "./words.js";

const pane = find("compare");
const KINDS = new Map([
  ["same", { sign: " ", label: "in both" }],
  ["changed", { sign: "±", label: "in both, with different words" }],
  ["ours", { sign: "+", label: "only in cleancopy" }],
  ["theirs", { sign: "−", label: "only in " }],
]);
const WORD = /[\p{L}\p{N}]/u; // not in rules and table borders
const CONTEXT_LINES = 1; // common lines shown beside a difference

/** The comparison. `on` has `select(index)` and `run(tool)`, which returns a promise of the tool's result. */
export class Compare {
  constructor(on) {
    this.on = on;
    this.tools = [];
    this.tool = null;
    onBlockEvent(pane, "click", on.select);
  }

  /** Shows the available tools. `results` caches their results for a page, which do not depend on the mode. */
  show(tools, passages, results) {
    this.passages = passages;
    this.results = results;
    this.tool = null;
    const buttons = tools.map((tool) =>
      make("button", {
        type: "button",
        text: tool,
        "aria-pressed": "false",
        data: { tool },
        on: { click: () => this.#run(tool) },
      }),
    );
    this.toolButtons = make(
      "div.row.tools",
      {},
      ...(buttons.length ? [make("span", { text: "Compare with" }), ...buttons] : []),
    );
    this.tools = tools;
    this.body = make("div.compare-body", { "aria-live": "polite" });
    if (!tools.length) this.body.append(make("p.hint", { text: NO_TOOLS }));
    pane.replaceChildren(this.toolButtons, this.body);
    if (results.last) this.#run(results.last);
  }

  /** Called when the comparison becomes visible: runs the first tool unless one is selected. */
  open() {
    if (this.tool === null && this.tools.length) this.#run(this.tools[0]);
  }

  async #run(tool) {
    this.tool = this.results.last = tool;
    for (const button of this.toolButtons.querySelectorAll("button"))
      button.setAttribute("aria-pressed", String(button.dataset.tool === tool));
    this.body.replaceChildren(make("p.hint", { text: `Running ${tool}…` }));
    const { passages, results } = this;
    let content;
    try {
      results[tool] ??= this.on.run(tool);
      content = makeComparison(tool, await results[tool], passages);
    } catch (error) {
      delete results[tool]; // allows another attempt
      if (error.name === "AbortError") return;
      content = [make("p.hint", { text: `${tool} failed. ${error.message}` })];
    }
    if (this.tool === tool && this.passages === passages) this.body.replaceChildren(...content);
  }
}

const NO_TOOLS =
  "Neither trafilatura nor resiliparse is installed on the server. Install one (pip install trafilatura) and start the service again.";

function makeComparison(tool, result, passages) {
  const ours = passages.map((passage) => passage.text);
  const theirs = result.text.split("\n").filter((line) => WORD.test(line));
  const rows = diffLines(ours, theirs);
  const ms = Math.max(Math.round(result.seconds * 1000), 1).toLocaleString("en");
  const summary = `cleancopy ${formatCount(countWords(ours), "word")}, ${tool} ${formatCount(countWords(theirs), "word")} in ${ms} ms.`;
  const legend = [...KINDS].map(([kind, { sign, label }]) => {
    const count = rows.filter((row) => row.kind === kind).length;
    return make(
      `li.${kind}`,
      {},
      make("span.sign", { text: sign }),
      make("span", { text: `${label}${kind === "theirs" ? tool : ""}` }),
      make("b", { text: count.toLocaleString("en") }),
    );
  });
  const table = make("ol.diff", {}, ...foldSharedLines(rows).map((row) => makeRow(row, passages, theirs, tool)));
  if (!theirs.length) return [make("p.hint", { text: `${tool} extracts nothing from this page.` })];
  return [make("p.compare-summary", { text: summary }), make("ul.diff-legend", {}, ...legend), table];
}

function countWords(lines) {
  return lines.reduce((n, line) => n + line.split(/\s+/).filter((word) => WORD.test(word)).length, 0);
}

/** Replaces long runs of common lines by one row of kind "fold". */
function foldSharedLines(rows) {
  const isFar = (i) => rows.slice(Math.max(i - CONTEXT_LINES, 0), i + CONTEXT_LINES + 1).every((row) => row.kind === "same");
  const folded = [];
  rows.forEach((row, i) => {
    if (!isFar(i)) folded.push(row);
    else if (folded.at(-1)?.kind === "fold") folded.at(-1).rows.push(row);
    else folded.push({ kind: "fold", rows: [row] });
  });
  return folded.flatMap((row) => (row.kind === "fold" && row.rows.length < 3 ? row.rows : [row]));
}

function makeRow(row, passages, theirs, tool) {
  if (row.kind === "fold") return makeFold(row, passages, theirs, tool);
  const { sign, label } = KINDS.get(row.kind);
  const passage = row.ours === null ? null : passages[row.ours];
  const title = `${label}${row.kind === "theirs" ? tool : ""}`;
  const line = make("span.diff-line");
  if (row.kind === "changed") line.append(...markWords(passage.text, theirs[row.theirs]));
  else line.textContent = passage ? passage.text : theirs[row.theirs];
  const data = passage?.block === undefined ? {} : { block: passage.block };
  return make(
    `li.${row.kind}`,
    { data },
    make("span.sign", { text: sign, title, "aria-label": title, role: "img" }),
    line,
  );
}

function markWords(ours, theirs) {
  const tags = { same: "span", ours: "ins", theirs: "del" };
  return diffWords(ours, theirs).flatMap(({ text, kind }) => [make(tags[kind], { text }), " "]);
}

function makeFold(fold, passages, theirs, tool) {
  const button = make("button.link", { type: "button", text: `${formatCount(fold.rows.length, "line")} in both` });
  const item = make("li.fold", {}, button);
  button.addEventListener("click", () =>
    item.replaceWith(...fold.rows.map((row) => makeRow(row, passages, theirs, tool))),
  );
  return item;
}
