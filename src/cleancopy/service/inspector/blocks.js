// The page: its blocks in order, with filters.

import { fill, find, make, makeBatches, onBlockEvent, setHeight, setStyle } from "./dom.js";
import { FAMILIES, FATES, formatCount, formatName, getLetters, getRoleClass } from "./words.js";

const list = find("blocks");
const BLOCK_HEIGHT = 62; // pixels of a typical block

/** The block list with its filters. `on` has `select(index)`, `highlight(index | null)` and `open(index)`. */
export class Blocks {
  constructor(on) {
    this.blocks = [];
    this.items = [];
    this.visible = [];
    this.filters = { fates: new Set(), roles: new Set(), text: "" };
    this.selected = null;
    this.highlighted = null;
    onBlockEvent(list, "click", on.select);
    onBlockEvent(list, "dblclick", on.open);
    onBlockEvent(list, "pointerover", on.highlight);
    list.addEventListener("pointerleave", () => on.highlight(null));
    find("search").addEventListener("input", (event) => {
      this.filters.text = foldText(event.target.value.trim());
      this.filter();
    });
    find("clear").addEventListener("click", () => this.clear());
    for (const group of ["fates", "roles"]) {
      find(group).addEventListener("click", (event) => this.#toggle(group, event.target.closest("button")));
    }
  }

  /** Shows blocks; `changed` has the indices of those whose fate differs from the previous mode. */
  show(blocks, changed = new Set()) {
    this.blocks = blocks;
    this.changed = changed;
    this.folded = null;
    const template = makeTemplate();
    this.items = blocks.map((block) => makeItem(template, block, changed.has(block.index)));
    list.replaceChildren(...makeBatches(this.items, BLOCK_HEIGHT));
    this.selected = this.highlighted = null;
    this.#updateChips();
    this.filter();
  }

  clear() {
    this.filters = { fates: new Set(), roles: new Set(), text: "" };
    find("search").value = "";
    this.filter();
  }

  filter() {
    const { fates, roles, text } = this.filters;
    if (text) this.folded ??= this.blocks.map((block) => foldText(`${block.text} ${formatName(block.role)} ${block.location}`));
    const matches = (block, i) =>
      (!fates.size || fates.has(block.fate) || (fates.has("changed") && this.changed.has(block.index))) &&
      (!roles.size || roles.has(block.role)) &&
      (!text || this.folded[i].includes(text));
    const shown = this.blocks.map(matches);
    shown.forEach((isShown, i) => {
      if (this.items[i].hidden === isShown) this.items[i].hidden = !isShown;
    });
    for (const batch of list.children) {
      const shownCount = [...batch.children].filter((item) => !item.hidden).length;
      batch.hidden = shownCount === 0;
      setHeight(batch, shownCount * BLOCK_HEIGHT);
    }
    this.visible = this.blocks.filter((_, i) => shown[i]).map((block) => block.index);
    const [total, visible] = [this.blocks.length, this.visible.length];
    find("shown").textContent =
      visible === total
        ? formatCount(total, "block")
        : `${visible.toLocaleString("en")} of ${formatCount(total, "block")}`;
    find("no-match").hidden = visible > 0 || total === 0;
    this.#updatePressed();
    this.#updateTabStop();
  }

  /** Selects a block. `focus` moves the keyboard focus to it; `reveal` is its position after scrolling ("nearest", "center"). */
  select(index, { focus = false, reveal = "nearest" } = {}) {
    this.items[this.selected]?.setAttribute("aria-selected", "false");
    this.selected = index;
    const item = this.items[index];
    if (!item) return;
    if (item.hidden) this.clear();
    item.setAttribute("aria-selected", "true");
    this.#updateTabStop();
    item.scrollIntoView({ block: reveal });
    if (focus) item.focus({ preventScroll: true });
  }

  highlight(index) {
    this.items[this.highlighted]?.classList.remove("highlighted");
    this.highlighted = index;
    this.items[index]?.classList.add("highlighted");
  }

  /** Returns the index of the block `steps` further on among `indices`, at most the first or last one. */
  step(steps, indices = this.visible) {
    if (!indices.length) return null;
    const last = indices.length - 1;
    const getClamped = (position) => indices[Math.min(Math.max(position, 0), last)];
    if (this.selected === null) return getClamped(steps > 0 ? steps - 1 : last + 1 + steps);
    const next = indices.findIndex((index) => index >= this.selected);
    const position = next < 0 ? indices.length : next;
    const isSelected = indices[position] === this.selected;
    return getClamped(position + steps - (steps > 0 && !isSelected ? 1 : 0));
  }

  /** The Tab key reaches one block only: the selected one, or else the first. */
  #updateTabStop() {
    if (this.tabStop) this.tabStop.tabIndex = -1;
    const selected = this.items[this.selected];
    this.tabStop = selected && !selected.hidden ? selected : this.items[this.visible[0]];
    if (this.tabStop) this.tabStop.tabIndex = 0;
  }

  #toggle(group, button) {
    if (!button) return;
    const values = this.filters[group];
    const { value } = button.dataset;
    if (!values.delete(value)) values.add(value);
    this.filter();
  }

  #updatePressed() {
    for (const group of ["fates", "roles"]) {
      for (const chip of find(group).children) {
        chip.setAttribute("aria-pressed", String(this.filters[group].has(chip.dataset.value)));
      }
    }
  }

  #updateChips() {
    const groupBy = (key) => Map.groupBy(this.blocks, (block) => block[key]);
    const [fates, roles] = [groupBy("fate"), groupBy("role")];
    const known = FAMILIES.flatMap(([, members]) => members.map(([role]) => role));
    const present = [...new Set([...known, ...roles.keys()])].filter((role) => roles.has(role));
    if (!this.changed.size) this.filters.fates.delete("changed");
    for (const role of this.filters.roles) if (!roles.has(role)) this.filters.roles.delete(role);
    const fateChips = [...FATES].map(([fate, { filter }]) => [fate, filter, fates.get(fate)?.length ?? 0]);
    if (this.changed.size) fateChips.push(["changed", "Changed", this.changed.size]);
    fill(find("fates"), fateChips, ([fate, label, count]) => makeChip(fate, `fate-${fate}`, null, label, count));
    fill(find("roles"), present, (role) =>
      makeChip(role, getRoleClass(role), getLetters(role), formatName(role), roles.get(role).length),
    );
  }
}

function makeChip(value, classes, letters, label, count) {
  const badge = letters ? make("span.badge", { text: letters, "aria-hidden": "true" }) : null;
  const options = { type: "button", classes, title: label, data: { value }, "aria-pressed": "false" };
  return make(
    "button.chip",
    options,
    badge,
    make("span.chip-name", { text: label }),
    make("span.n", { text: count.toLocaleString("en") }),
  );
}

/** The template of a block's item: cloning it is faster than creating its elements. */
function makeTemplate() {
  const item = make("div.block", { role: "option", "aria-selected": "false" });
  item.tabIndex = -1;
  const [badge, role, fate, score] = ["badge", "name", "fate", "score"].map((name) => make(`span.${name}`));
  badge.ariaHidden = "true";
  item.append(badge, role, fate, score, make("p.words"));
  return item;
}

function makeItem(template, block, changed) {
  const item = template.cloneNode(true);
  const [badge, role, fate, score, text] = item.children;
  item.className = `block fate-${FATES.has(block.fate) ? block.fate : "drop"} ${getRoleClass(block.role)}${changed ? " changed" : ""}`;
  item.dataset.block = block.index;
  badge.textContent = getLetters(block.role);
  role.textContent = formatName(block.role);
  fate.textContent = changed ? `now ${block.fate}` : block.fate;
  score.textContent = block.score.toFixed(2);
  setStyle(score, "--share", block.score.toFixed(3));
  text.textContent = block.text;
  return item;
}

const foldText = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
