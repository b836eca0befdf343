// The page: its blocks in order, and which of them are shown.

import { batched, fill, find, make, onNumber, sized, styled } from "./dom.js";
import { count, FAMILIES, FATES, lettersOf, plain, roleClass } from "./words.js";

const list = find("blocks");
const TALL = 62; // pixels of a usual block

/** The block list with its filters. `on` has `select(number)`, `point(number | null)` and `open(number)`. */
export class Blocks {
  constructor(on) {
    this.blocks = [];
    this.items = [];
    this.visible = [];
    this.chosen = { fates: new Set(), roles: new Set(), words: "" };
    this.selected = null;
    this.pointed = null;
    onNumber(list, "click", on.select);
    onNumber(list, "dblclick", on.open);
    onNumber(list, "pointerover", on.point);
    list.addEventListener("pointerleave", () => on.point(null));
    find("search").addEventListener("input", (event) => {
      this.chosen.words = fold(event.target.value.trim());
      this.filter();
    });
    find("clear").addEventListener("click", () => this.clear());
    for (const group of ["fates", "roles"]) {
      find(group).addEventListener("click", (event) => this.#toggle(group, event.target.closest("button")));
    }
  }

  /** Shows blocks; `changed` has the numbers of those whose fate is another than in the mode before. */
  show(blocks, changed = new Set()) {
    this.blocks = blocks;
    this.changed = changed;
    this.folded = null;
    const pattern = patternOf();
    this.items = blocks.map((block) => itemOf(pattern, block, changed.has(block.number)));
    list.replaceChildren(...batched(this.items, TALL));
    this.selected = this.pointed = null;
    this.#chips();
    this.filter();
  }

  clear() {
    this.chosen = { fates: new Set(), roles: new Set(), words: "" };
    find("search").value = "";
    this.filter();
  }

  filter() {
    const { fates, roles, words } = this.chosen;
    if (words) this.folded ??= this.blocks.map((block) => fold(`${block.text} ${plain(block.role)} ${block.place}`));
    const fits = (block, i) =>
      (!fates.size || fates.has(block.fate) || (fates.has("changed") && this.changed.has(block.number))) &&
      (!roles.size || roles.has(block.role)) &&
      (!words || this.folded[i].includes(words));
    const shown = this.blocks.map(fits);
    shown.forEach((fit, i) => {
      if (this.items[i].hidden === fit) this.items[i].hidden = !fit;
    });
    for (const batch of list.children) {
      const left = [...batch.children].filter((item) => !item.hidden).length;
      batch.hidden = left === 0;
      sized(batch, left * TALL);
    }
    this.visible = this.blocks.filter((_, i) => shown[i]).map((block) => block.number);
    const [all, some] = [this.blocks.length, this.visible.length];
    find("shown").textContent =
      some === all ? count(all, "block") : `${some.toLocaleString("en")} of ${count(all, "block")}`;
    find("none").hidden = some > 0 || all === 0;
    this.#press();
    this.#rove();
  }

  /** Marks a block; `focus` moves the keyboard to it, `reveal` says where it is to stand ("nearest", "center"). */
  select(number, { focus = false, reveal = "nearest" } = {}) {
    this.items[this.selected]?.setAttribute("aria-selected", "false");
    this.selected = number;
    const item = this.items[number];
    if (!item) return;
    if (item.hidden) this.clear();
    item.setAttribute("aria-selected", "true");
    this.#rove();
    item.scrollIntoView({ block: reveal });
    if (focus) item.focus({ preventScroll: true });
  }

  point(number) {
    this.items[this.pointed]?.classList.remove("pointed");
    this.pointed = number;
    this.items[number]?.classList.add("pointed");
  }

  /** The block so many steps on among `numbers`; the first or last one at the ends. */
  step(by, numbers = this.visible) {
    if (!numbers.length) return null;
    const last = numbers.length - 1;
    const clamped = (at) => numbers[Math.min(Math.max(at, 0), last)];
    if (this.selected === null) return clamped(by > 0 ? by - 1 : last + 1 + by);
    const next = numbers.findIndex((number) => number >= this.selected);
    const at = next < 0 ? numbers.length : next;
    const onIt = numbers[at] === this.selected;
    return clamped(at + by - (by > 0 && !onIt ? 1 : 0));
  }

  /** One block, the selected or else the first one, can be reached by the tabulator. */
  #rove() {
    if (this.roving) this.roving.tabIndex = -1;
    const selected = this.items[this.selected];
    this.roving = selected && !selected.hidden ? selected : this.items[this.visible[0]];
    if (this.roving) this.roving.tabIndex = 0;
  }

  #toggle(group, button) {
    if (!button) return;
    const chosen = this.chosen[group];
    const value = button.dataset.value;
    if (!chosen.delete(value)) chosen.add(value);
    this.filter();
  }

  #press() {
    for (const group of ["fates", "roles"]) {
      for (const chip of find(group).children) {
        chip.setAttribute("aria-pressed", String(this.chosen[group].has(chip.dataset.value)));
      }
    }
  }

  #chips() {
    const tally = (key) => Map.groupBy(this.blocks, (block) => block[key]);
    const [fates, roles] = [tally("fate"), tally("role")];
    const known = FAMILIES.flatMap(([, members]) => members.map(([role]) => role));
    const present = [...new Set([...known, ...roles.keys()])].filter((role) => roles.has(role));
    if (!this.changed.size) this.chosen.fates.delete("changed");
    for (const role of this.chosen.roles) if (!roles.has(role)) this.chosen.roles.delete(role);
    const ways = [...FATES].map(([fate, { filter }]) => [fate, filter, fates.get(fate)?.length ?? 0]);
    if (this.changed.size) ways.push(["changed", "Changed", this.changed.size]);
    fill(find("fates"), ways, ([fate, words, number]) => chip(fate, `fate-${fate}`, null, words, number));
    fill(find("roles"), present, (role) =>
      chip(role, roleClass(role), lettersOf(role), plain(role), roles.get(role).length),
    );
  }
}

function chip(value, classes, letters, words, number) {
  const badge = letters ? make("span.badge", { text: letters, "aria-hidden": "true" }) : null;
  const options = { type: "button", classes, title: words, data: { value }, "aria-pressed": "false" };
  return make(
    "button.chip",
    options,
    badge,
    make("span.chip-name", { text: words }),
    make("span.n", { text: number.toLocaleString("en") }),
  );
}

/** What every item is cloned from: a clone is twice as fast as five elements. */
function patternOf() {
  const item = make("div.block", { role: "option", "aria-selected": "false" });
  item.tabIndex = -1;
  const [badge, role, fate, score] = ["badge", "name", "fate", "score"].map((name) => make(`span.${name}`));
  badge.ariaHidden = "true";
  item.append(badge, role, fate, score, make("p.words"));
  return item;
}

function itemOf(pattern, block, changed) {
  const item = pattern.cloneNode(true);
  const [badge, role, fate, score, words] = item.children;
  item.className = `block fate-${FATES.has(block.fate) ? block.fate : "drop"} ${roleClass(block.role)}${changed ? " changed" : ""}`;
  item.dataset.number = block.number;
  badge.textContent = lettersOf(block.role);
  role.textContent = plain(block.role);
  fate.textContent = changed ? `now ${block.fate}` : block.fate;
  score.textContent = block.score.toFixed(2);
  styled(score, "--share", block.score.toFixed(3));
  words.textContent = block.text;
  return item;
}

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
