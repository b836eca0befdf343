// The inspector: one page, its blocks, and the clean copy. This module holds what is shown and joins the views.

import { Blocks } from "./blocks.js";
import { Compare } from "./compare.js";
import { Copy } from "./copy.js";
import { Details } from "./details.js";
import { fill, find, make, worded } from "./dom.js";
import { Fields } from "./fields.js";
import { formatOf } from "./formats.js";
import { Forms } from "./forms.js";
import { listen } from "./keys.js";
import { Save } from "./save.js";
import { about, compare, explain, render, samples } from "./service.js";
import { Start } from "./start.js";
import { Strip } from "./strip.js";
import { chooseMode, chosenMode, makeModes, showSummary } from "./summary.js";
import { choose, isNarrow, startTabs } from "./tabs.js";
import { hideTrouble, showTrouble } from "./trouble.js";
import { count, FAMILIES, MODES, plain, roleClass } from "./words.js";

const now = { source: null, mode: "balanced", trace: null, number: null, seen: null, peers: [], told: {} };
let asking = new AbortController();

const pointing = { point };
const blocks = new Blocks({
  ...pointing,
  select: (number) => select(number, { from: "page" }),
  open: (number) => open(number),
});
const copy = new Copy({ ...pointing, select: (number) => select(number, { from: "copy" }) });
const strip = new Strip({ ...pointing, select: (number) => select(number, { from: "strip" }) });
const fields = new Fields({ select: (number) => select(number, { from: "fields" }) });
const details = new Details({ step, close: () => closeDetails(), fields: () => choose("fields", { focus: true }) });
const comparing = new Compare({
  select: (number) => select(number, { from: "compare" }),
  ask: (peer) => compare(now.source, peer, asking.signal),
});
const save = new Save({ render: (output) => render(now.source, now.mode, output, asking.signal) });
const forms = new Forms({
  text: () => now.trace.text,
  markdown: async () => (await render(now.source, now.mode, "markdown", asking.signal)).text(),
});
const start = new Start({ give: (source) => inspect(source, chosenMode()), fail });

// ── stages ────────────────────────────────────────────────────────────────────────────────────────

/** Shows one of the stages: start, loading, result. A result that is asked for again stays in sight. */
function stage(name) {
  document.body.dataset.stage = name;
  const again = name === "loading" && now.trace !== null;
  find("start").hidden = name !== "start";
  find("loading").hidden = name !== "loading" || again;
  find("unreadable").hidden = name !== "unreadable";
  find("result").hidden = !(name === "result" || again);
  find("result").ariaBusy = String(name === "loading");
  find("again").hidden = name === "start";
}

async function inspect(source, mode) {
  asking.abort();
  const mine = (asking = new AbortController());
  const another = source !== now.source;
  if (another) now.trace = null;
  hideTrouble();
  save.reset(fileName(source.name, mode));
  find("loading-text").textContent = `Reading ${source.name}…`;
  find("status").textContent = another ? "" : `Asking for ${mode}…`;
  stage("loading");
  try {
    const trace = await explain(source, mode, mine.signal);
    if (mine === asking) await (trace.article.flags.includes("not_text") ? showFormat(source, trace) : show(source, mode, trace));
  } catch (error) {
    if (error.name !== "AbortError") refuse(error, source, mode);
  }
}

function refuse(error, source, mode) {
  if (now.trace) chooseMode(now.mode);
  stage(now.trace ? "result" : "start");
  find("status").textContent = "";
  fail(error, () => {
    chooseMode(mode);
    inspect(source, mode);
  });
}

function fail(error, retry) {
  showTrouble({ status: error.status ?? -1, message: error.message, seconds: error.seconds ?? null }, retry);
}

/** Says what was given instead of a page, and what to do with it. */
function showFormat(source, trace) {
  const { title, text, advice } = formatOf(source);
  now.trace = null;
  find("unreadable-title").textContent = title;
  find("unreadable-text").textContent = text;
  find("unreadable-advice").replaceChildren(...worded(advice));
  stage("unreadable");
  find("unreadable-title").focus();
}

function show(source, mode, trace) {
  const before = source === now.source ? now.trace : null;
  const changed = before ? changes(before.blocks, trace.blocks) : new Set();
  const number = before ? now.number : null;
  if (!before) now.told = {};
  Object.assign(now, { source, mode, trace, number: null, seen: null });
  const kept = trace.blocks.filter((block) => block.kept).map((block) => block.number);
  forms.reset();
  showSummary(source.name, trace);
  stage("result");
  blocks.show(trace.blocks, changed);
  copy.show(trace.article, kept.length === trace.article.body.length ? kept : []);
  fields.show(trace.article, trace.fields, sources(trace));
  strip.show(trace.blocks);
  comparing.offer(
    now.peers,
    trace.article.body.map(({ text }, i) => ({ text, block: kept[i] })),
    now.told,
  );
  if (before) {
    find("status").textContent = changed.size
      ? `${plain(mode)}: ${count(changed.size, "block has another fate", "blocks have another fate")}`
      : `${mode}: nothing changes`;
  } else {
    find("status").textContent =
      `Read ${count(trace.blocks.length, "block")}, kept ${kept.length.toLocaleString("en")}.`;
    details.clear(trace.blocks);
    blocks.clear();
    for (const pane of ["blocks", "copy", "fields"]) find(pane).scrollTop = 0;
    choose("copy");
  }
  if (number !== null && number < trace.blocks.length) select(number, { from: "keys" });
  else if (!before) begin(kept[0] ?? 0);
  painted();
}

/** Marks in the performance log when the frame with the result is on the screen. */
function painted() {
  requestAnimationFrame(() => {
    const after = new MessageChannel();
    after.port1.onmessage = () => {
      performance.mark("cleancopy:painted");
      performance.measure("cleancopy:paint", "cleancopy:answer", "cleancopy:painted");
    };
    after.port2.postMessage(null);
  });
}

const changes = (before, after) =>
  new Set(after.filter((block, i) => before[i] && before[i].fate !== block.fate).map((block) => block.number));

/** What candidates call the places of blocks: "block 12" in HTML, "line 3" in flattened text. */
const sources = ({ blocks }) =>
  new Map(
    blocks.flatMap(({ number, place }) => [
      [`block ${number}`, number],
      [place, number],
    ]),
  );

const fileName = (name, mode) =>
  `${
    name
      .replace(/\.\w{1,5}$/, "")
      .replace(/[^\p{L}\p{N}._-]+/gu, "-")
      .slice(0, 60) || "page"
  }${mode === "balanced" ? "" : `-${mode}`}`;

// ── blocks ────────────────────────────────────────────────────────────────────────────────────────

function point(number) {
  blocks.point(number);
  copy.point(number);
}

/** Chooses a block in all views; `from` says where, so that what the reader looks at stays where it is. */
function select(number, { from, focus = false } = {}) {
  if (!now.trace || number === null || number === undefined) return;
  now.number = number;
  if (from === "fields" && isNarrow()) choose("page");
  details.show(now.trace.blocks[number], fieldsOf(number));
  if (!["keys", "strip", "start"].includes(from)) details.open();
  const far = from === "page" || from === "copy" ? "center" : "nearest";
  blocks.select(number, {
    focus: focus || from === "page",
    reveal: from === "start" ? "start" : from === "page" || from === "keys" ? "nearest" : "center",
  });
  copy.select(number, { reveal: from === "copy" || from === "start" ? "nearest" : far });
  strip.mark(number);
}

/** Opens a page at a block, the first that is kept: what comes before it is hardly what a reader came for. */
function begin(number) {
  if (!now.trace.blocks.length) return;
  select(number, { from: "start", focus: !isNarrow() });
  scrollTo(0, 0);
}

/** A view comes into sight: on a narrow screen the page with the chosen block, once for each block. */
function shown(name) {
  if (name === "compare" && now.trace) comparing.open();
  if (name !== "page" || !isNarrow() || now.number === null || now.number === now.seen) return;
  now.seen = now.number;
  blocks.select(now.number, { reveal: "center" });
}

function fieldsOf(number) {
  const { place } = now.trace.blocks[number];
  const names = new Set(now.trace.page.kind === "html" ? [`block ${number}`] : [place, `block ${number}`]);
  return now.trace.fields.filter((field) => field.sources.some((source) => names.has(source)));
}

/** Steps through the blocks that are shown, or, from within the clean copy, through its own. */
function step(by, target = document.body) {
  if (!now.trace) return false;
  const inCopy = target.closest("#copy");
  const numbers = inCopy ? blocks.visible.filter((number) => copy.has(number)) : blocks.visible;
  const next = blocks.step(by, numbers);
  if (next === null) return false;
  const elsewhere = inCopy || target.closest("#details");
  select(next, { from: "keys", focus: !elsewhere });
  return true;
}

function open(number = now.number ?? blocks.visible[0]) {
  if (!now.trace || number === undefined) return false;
  select(number, { from: "keys" });
  details.open({ focus: true });
  return true;
}

function closeDetails() {
  details.close();
  if (now.number !== null) blocks.select(now.number, { focus: true });
}

// ── what is asked by keys and buttons ─────────────────────────────────────────────────────────────

function restart() {
  asking.abort();
  now.trace = now.source = now.number = null;
  hideTrouble();
  stage("start");
  start.focus();
}

function changeMode(mode) {
  if (now.source) inspect(now.source, mode);
}

listen({
  step,
  open,
  found: () => step(blocks.visible.includes(now.number) ? 0 : 1),
  search: () => {
    if (!now.trace) return false;
    if (isNarrow()) choose("page");
    find("search").select();
    return true;
  },
  mode: () => {
    if (now.trace) changeMode(chooseMode());
    return Boolean(now.trace);
  },
  help: () => {
    find("help").showModal();
    return true;
  },
  escape: (target) => {
    if (save.isOpen) save.close();
    else if (target.id === "search") blocks.select(now.number ?? blocks.visible[0], { focus: true });
    else if (details.isOpen || target.closest("#details")) closeDetails();
    else if (!find("trouble").hidden) hideTrouble();
  },
});

find("again").addEventListener("click", restart);
find("cancel").addEventListener("click", restart);
find("another").addEventListener("click", restart);
find("trouble-close").addEventListener("click", hideTrouble);
find("help-open").addEventListener("click", () => find("help").showModal());

function legend() {
  fill(find("legend"), FAMILIES, ([family, roles]) =>
    make(
      "li",
      {},
      make("h3", { text: family }),
      make(
        "ul",
        {},
        ...roles.map(([role, letters]) =>
          make("li", { classes: roleClass(role) }, make("span.badge", { text: letters }), plain(role)),
        ),
      ),
    ),
  );
}

/** Asks what the service offers; what can be given to it is of use without. */
async function greet() {
  try {
    const [service, pages] = await Promise.all([about(), samples()]);
    now.peers = service.peers;
    makeModes(service.modes, changeMode);
    start.offer(service, pages);
  } catch (error) {
    makeModes(find("modes").querySelector("input") ? [] : [...MODES.keys()], changeMode);
    fail(error, greet);
  }
  document.body.dataset.ready = "yes";
}

legend();
startTabs({ shown });
stage("start");
greet();
