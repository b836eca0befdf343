// The inspector: one page, its blocks, and the clean copy. This module holds the state and connects the views.

import { Blocks } from "./blocks.js";
import { Compare } from "./compare.js";
import { CleanCopy } from "./clean-copy.js";
import { Details } from "./details.js";
import { fill, find, make, makeCodeSpans } from "./dom.js";
import { Fields } from "./fields.js";
import { Forms } from "./forms.js";
import { listen } from "./keys.js";
import { Save } from "./save.js";
import { compare, explain, fetchAbout, fetchSamples, render } from "./service.js";
import { Start } from "./start.js";
import { Strip } from "./strip.js";
import { getMode, makeModes, selectMode, showSummary } from "./summary.js";
import { isNarrow, showTab, startTabs } from "./tabs.js";
import { hideError, showError } from "./errors.js";
import { FAMILIES, formatCount, formatName, getRoleClass, MODES } from "./words.js";

const state = { source: null, mode: "balanced", trace: null, selected: null, lastRevealed: null, tools: [], toolResults: {} };
let controller = new AbortController();

const blocks = new Blocks({
  highlight,
  select: (index) => select(index, { from: "page" }),
  open: (index) => openDetails(index),
});
const copy = new CleanCopy({ highlight, select: (index) => select(index, { from: "copy" }) });
const strip = new Strip({ highlight, select: (index) => select(index, { from: "strip" }) });
const fields = new Fields({ select: (index) => select(index, { from: "fields" }) });
const details = new Details({ step, close: () => closeDetails(), fields: () => showTab("fields", { focus: true }) });
const compareView = new Compare({
  select: (index) => select(index, { from: "compare" }),
  run: (tool) => compare(state.source, tool, controller.signal),
});
const save = new Save({ render: (output) => render(state.source, state.mode, output, controller.signal) });
const forms = new Forms({
  text: () => state.trace.text,
  markdown: async () => (await render(state.source, state.mode, "markdown", controller.signal)).text(),
});
const start = new Start({ give: (source) => inspect(source, getMode()), fail: showServiceError });

// ── stages ────────────────────────────────────────────────────────────────────────────────────────

/** Shows one of the stages: start, loading, unreadable, result. A result stays visible while it is reloaded. */
function showStage(name) {
  document.body.dataset.stage = name;
  const isReload = name === "loading" && state.trace !== null;
  find("start").hidden = name !== "start";
  find("loading").hidden = name !== "loading" || isReload;
  find("unreadable").hidden = name !== "unreadable";
  find("result").hidden = !(name === "result" || isReload);
  find("result").ariaBusy = String(name === "loading");
  find("new-page").hidden = name === "start";
}

async function inspect(source, mode) {
  controller.abort();
  const ownController = (controller = new AbortController());
  const isNewSource = source !== state.source;
  if (isNewSource) state.trace = null;
  hideError();
  save.reset(makeFileName(source.name, mode));
  find("loading-text").textContent = `Reading ${source.name}…`;
  find("status").textContent = isNewSource ? "" : `Loading ${mode}…`;
  showStage("loading");
  try {
    const trace = await explain(source, mode, ownController.signal);
    if (ownController !== controller) return;
    if (trace.article.flags.includes("not_text")) showUnreadable(source, trace);
    else show(source, mode, trace);
  } catch (error) {
    if (error.name !== "AbortError") showFailure(error, source, mode);
  }
}

function showFailure(error, source, mode) {
  if (state.trace) selectMode(state.mode);
  showStage(state.trace ? "result" : "start");
  find("status").textContent = "";
  showServiceError(error, () => {
    selectMode(mode);
    inspect(source, mode);
  });
}

function showServiceError(error, retry) {
  showError({ status: error.status ?? -1, message: error.message, seconds: error.seconds ?? null }, retry);
}

/** Shows the message of the service about binary data: its format and what to do. */
function showUnreadable(source, trace) {
  state.trace = null;
  find("unreadable-title").textContent = `${source.name} is not a page`;
  find("unreadable-text").textContent = "The inspector reads HTML and plain text.";
  find("unreadable-advice").replaceChildren(...makeCodeSpans(trace.article.message ?? ""));
  showStage("unreadable");
  find("unreadable-title").focus();
}

function show(source, mode, trace) {
  const before = source === state.source ? state.trace : null;
  const changed = before ? findChangedBlocks(before.blocks, trace.blocks) : new Set();
  const selected = before ? state.selected : null;
  if (!before) state.toolResults = {};
  Object.assign(state, { source, mode, trace, selected: null, lastRevealed: null });
  const kept = trace.blocks.filter((block) => block.kept).map((block) => block.index);
  forms.reset();
  showSummary(source.name, trace);
  showStage("result");
  blocks.show(trace.blocks, changed);
  copy.show(trace.article, kept.length === trace.article.body.length ? kept : []);
  fields.show(trace.article, trace.fields, mapSourcesToBlocks(trace));
  strip.show(trace.blocks);
  compareView.show(
    state.tools,
    trace.article.body.map(({ text }, i) => ({ text, block: kept[i] })),
    state.toolResults,
  );
  if (before) {
    find("status").textContent = changed.size
      ? `${formatName(mode)}: ${formatCount(changed.size, "block changes", "blocks change")}`
      : `${mode}: nothing changes`;
  } else {
    find("status").textContent =
      `Read ${formatCount(trace.blocks.length, "block")}, kept ${kept.length.toLocaleString("en")}.`;
    details.clear(trace.blocks);
    blocks.clear();
    for (const pane of ["blocks", "copy", "fields"]) find(pane).scrollTop = 0;
    showTab("copy");
  }
  if (selected !== null && selected < trace.blocks.length) select(selected, { from: "keys" });
  else if (!before) openAtBlock(kept[0] ?? 0);
  markPainted();
}

/** Adds a performance mark when the frame with the result is on the screen. */
function markPainted() {
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      performance.mark("cleancopy:painted");
      performance.measure("cleancopy:paint", "cleancopy:answer", "cleancopy:painted");
    };
    channel.port2.postMessage(null);
  });
}

const findChangedBlocks = (before, after) =>
  new Set(after.filter((block, i) => before[i] && before[i].fate !== block.fate).map((block) => block.index));

/** Maps the source names of candidates to blocks: "block 12" in HTML, "line 3" in flattened text. */
const mapSourcesToBlocks = ({ blocks }) =>
  new Map(
    blocks.flatMap(({ index, location }) => [
      [`block ${index}`, index],
      [location, index],
    ]),
  );

const makeFileName = (name, mode) =>
  `${
    name
      .replace(/\.\w{1,5}$/, "")
      .replace(/[^\p{L}\p{N}._-]+/gu, "-")
      .slice(0, 60) || "page"
  }${mode === "balanced" ? "" : `-${mode}`}`;

// ── blocks ────────────────────────────────────────────────────────────────────────────────────────

function highlight(index) {
  blocks.highlight(index);
  copy.highlight(index);
}

/** Selects a block in all views; `from` is the view of the selection, which is scrolled as little as possible. */
function select(index, { from, focus = false } = {}) {
  if (!state.trace || index === null || index === undefined) return;
  state.selected = index;
  if (from === "fields" && isNarrow()) showTab("page");
  details.show(state.trace.blocks[index], findFieldsOfBlock(index));
  if (!["keys", "strip", "start"].includes(from)) details.open();
  const reveal = from === "page" || from === "copy" ? "center" : "nearest";
  blocks.select(index, {
    focus: focus || from === "page",
    reveal: from === "start" ? "start" : from === "page" || from === "keys" ? "nearest" : "center",
  });
  copy.select(index, { reveal: from === "copy" || from === "start" ? "nearest" : reveal });
  strip.mark(index);
}

/** Opens a page at its first kept block, since the blocks before it are mostly boilerplate. */
function openAtBlock(index) {
  if (!state.trace.blocks.length) return;
  select(index, { from: "start", focus: !isNarrow() });
  scrollTo(0, 0);
}

/** Called when a view becomes visible. On a narrow screen, the page scrolls to a selected block, once for each block. */
function handleViewShown(name) {
  if (name === "compare" && state.trace) compareView.open();
  if (name !== "page" || !isNarrow() || state.selected === null || state.selected === state.lastRevealed) return;
  state.lastRevealed = state.selected;
  blocks.select(state.selected, { reveal: "center" });
}

function findFieldsOfBlock(index) {
  const { location } = state.trace.blocks[index];
  const names = new Set(state.trace.page.kind === "html" ? [`block ${index}`] : [location, `block ${index}`]);
  return state.trace.fields.filter((field) => field.sources.some((source) => names.has(source)));
}

/** Moves through the visible blocks, or from within the clean copy through the blocks that it has. */
function step(steps, target = document.body) {
  if (!state.trace) return false;
  const inCopy = target.closest("#copy");
  const indices = inCopy ? blocks.visible.filter((index) => copy.has(index)) : blocks.visible;
  const next = blocks.step(steps, indices);
  if (next === null) return false;
  const keepsFocus = inCopy || target.closest("#details");
  select(next, { from: "keys", focus: !keepsFocus });
  return true;
}

function openDetails(index = state.selected ?? blocks.visible[0]) {
  if (!state.trace || index === undefined) return false;
  select(index, { from: "keys" });
  details.open({ focus: true });
  return true;
}

function closeDetails() {
  details.close();
  if (state.selected !== null) blocks.select(state.selected, { focus: true });
}

// ── keys and buttons ──────────────────────────────────────────────────────────────────────────────

function restart() {
  controller.abort();
  state.trace = state.source = state.selected = null;
  hideError();
  showStage("start");
  start.focus();
}

function changeMode(mode) {
  if (state.source) inspect(state.source, mode);
}

listen({
  step,
  open: openDetails,
  leaveSearch: () => step(blocks.visible.includes(state.selected) ? 0 : 1),
  search: () => {
    if (!state.trace) return false;
    if (isNarrow()) showTab("page");
    find("search").select();
    return true;
  },
  mode: () => {
    if (state.trace) changeMode(selectMode());
    return Boolean(state.trace);
  },
  help: () => {
    find("help").showModal();
    return true;
  },
  escape: (target) => {
    if (save.isOpen) save.close();
    else if (target.id === "search") blocks.select(state.selected ?? blocks.visible[0], { focus: true });
    else if (details.isOpen || target.closest("#details")) closeDetails();
    else if (!find("error").hidden) hideError();
  },
});

find("new-page").addEventListener("click", restart);
find("cancel").addEventListener("click", restart);
find("give-another").addEventListener("click", restart);
find("error-close").addEventListener("click", hideError);
find("help-open").addEventListener("click", () => find("help").showModal());

function fillLegend() {
  fill(find("legend"), FAMILIES, ([family, roles]) =>
    make(
      "li",
      {},
      make("h3", { text: family }),
      make(
        "ul",
        {},
        ...roles.map(([role, letters]) =>
          make("li", { classes: getRoleClass(role) }, make("span.badge", { text: letters }), formatName(role)),
        ),
      ),
    ),
  );
}

/** Loads the features and samples of the service. Without them, pages can still be given. */
async function loadService() {
  try {
    const [service, pages] = await Promise.all([fetchAbout(), fetchSamples()]);
    state.tools = service.tools;
    makeModes(service.modes, changeMode);
    start.show(service, pages);
  } catch (error) {
    makeModes(find("modes").querySelector("input") ? [] : [...MODES.keys()], changeMode);
    showServiceError(error, loadService);
  }
  document.body.dataset.ready = "yes";
}

fillLegend();
startTabs({ onShown: handleViewShown });
showStage("start");
loadService();
