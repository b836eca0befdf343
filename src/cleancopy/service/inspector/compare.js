// Our clean copy beside that of another tool, differences marked.

import { diffLines, diffWords } from "./diff.js";
import { find, make, onNumber } from "./dom.js";
import { count } from "./words.js";

const pane = find("compare");
const KINDS = new Map([
  ["same", { sign: " ", words: "in both" }],
  ["changed", { sign: "±", words: "in both, with other words" }],
  ["ours", { sign: "+", words: "only in cleancopy" }],
  ["theirs", { sign: "−", words: "only in " }],
]);
const WORD = /[\p{L}\p{N}]/u; // rules and bars of tables hold none
const SHARED_KEPT = 1; // lines in common that stay in sight beside a difference

/** The comparison. `on` has `select(number)` and `ask(peer)`, which gives a promise of the peer's answer. */
export class Compare {
  constructor(on) {
    this.on = on;
    this.peers = [];
    this.asked = null;
    onNumber(pane, "click", on.select);
  }

  /** Shows the tools that can be asked. `told` keeps their answers for a page: they do not depend on our mode. */
  offer(peers, passages, told) {
    this.passages = passages;
    this.told = told;
    this.asked = null;
    const buttons = peers.map((peer) =>
      make("button", {
        type: "button",
        text: peer,
        "aria-pressed": "false",
        data: { peer },
        on: { click: () => this.#ask(peer) },
      }),
    );
    this.choice = make(
      "div.row.peers",
      {},
      ...(buttons.length ? [make("span", { text: "Compare with" }), ...buttons] : []),
    );
    this.peers = peers;
    this.body = make("div.compare-body", { "aria-live": "polite" });
    if (!peers.length) this.body.append(make("p.hint", { text: MISSING }));
    pane.replaceChildren(this.choice, this.body);
    if (told.last) this.#ask(told.last);
  }

  /** The comparison comes into sight: asks a tool unless one was asked. */
  open() {
    if (this.asked === null && this.peers.length) this.#ask(this.peers[0]);
  }

  async #ask(peer) {
    this.asked = this.told.last = peer;
    for (const button of this.choice.querySelectorAll("button"))
      button.setAttribute("aria-pressed", String(button.dataset.peer === peer));
    this.body.replaceChildren(make("p.hint", { text: `Asking ${peer}…` }));
    const { passages, told } = this;
    let content;
    try {
      told[peer] ??= this.on.ask(peer);
      content = comparison(peer, await told[peer], passages);
    } catch (error) {
      delete told[peer]; // the next one may ask again
      if (error.name === "AbortError") return;
      content = [make("p.hint", { text: `${peer} gave no answer. ${error.message}` })];
    }
    if (this.asked === peer && this.passages === passages) this.body.replaceChildren(...content);
  }
}

const MISSING =
  "Neither trafilatura nor resiliparse is installed where the service runs. Install one (pip install trafilatura) and start the service again.";

function comparison(peer, answer, passages) {
  const ours = passages.map((passage) => passage.text);
  const theirs = answer.text.split("\n").filter((line) => WORD.test(line));
  const rows = diffLines(ours, theirs);
  const words = (lines) => lines.reduce((n, line) => n + line.split(/\s+/).filter((word) => WORD.test(word)).length, 0);
  const summary = `cleancopy ${count(words(ours), "word")}, ${peer} ${count(words(theirs), "word")} in ${Math.max(Math.round(answer.seconds * 1000), 1).toLocaleString("en")} ms.`;
  const legend = [...KINDS].map(([kind, { sign, words: meaning }]) => {
    const number = rows.filter((row) => row.kind === kind).length;
    return make(
      `li.${kind}`,
      {},
      make("span.sign", { text: sign }),
      make("span", { text: `${meaning}${kind === "theirs" ? peer : ""}` }),
      make("b", { text: number.toLocaleString("en") }),
    );
  });
  const table = make("ol.diff", {}, ...shortened(rows).map((row) => rowOf(row, passages, theirs, peer)));
  if (!theirs.length) return [make("p.hint", { text: `${peer} gives nothing for this page.` })];
  return [make("p.compare-summary", { text: summary }), make("ul.diff-legend", {}, ...legend), table];
}

/** Rows where long runs of lines in common are one row of kind "fold". */
function shortened(rows) {
  const far = (i) => rows.slice(Math.max(i - SHARED_KEPT, 0), i + SHARED_KEPT + 1).every((row) => row.kind === "same");
  const found = [];
  rows.forEach((row, i) => {
    if (!far(i)) found.push(row);
    else if (found.at(-1)?.kind === "fold") found.at(-1).rows.push(row);
    else found.push({ kind: "fold", rows: [row] });
  });
  return found.flatMap((row) => (row.kind === "fold" && row.rows.length < 3 ? row.rows : [row]));
}

function rowOf(row, passages, theirs, peer) {
  if (row.kind === "fold") return foldOf(row, passages, theirs, peer);
  const { sign, words } = KINDS.get(row.kind);
  const passage = row.ours === null ? null : passages[row.ours];
  const said = `${words}${row.kind === "theirs" ? peer : ""}`;
  const line = make("span.diff-line");
  if (row.kind === "changed") line.append(...wordsOf(passage.text, theirs[row.theirs]));
  else line.textContent = passage ? passage.text : theirs[row.theirs];
  const data = passage?.block === undefined ? {} : { number: passage.block };
  return make(
    `li.${row.kind}`,
    { data },
    make("span.sign", { text: sign, title: said, "aria-label": said, role: "img" }),
    line,
  );
}

function wordsOf(ours, theirs) {
  const tags = { same: "span", ours: "ins", theirs: "del" };
  return diffWords(ours, theirs).flatMap(({ text, kind }) => [make(tags[kind], { text }), " "]);
}

function foldOf(fold, passages, theirs, peer) {
  const button = make("button.link", { type: "button", text: `${count(fold.rows.length, "line")} in both` });
  const item = make("li.fold", {}, button);
  button.addEventListener("click", () =>
    item.replaceWith(...fold.rows.map((row) => rowOf(row, passages, theirs, peer))),
  );
  return item;
}
