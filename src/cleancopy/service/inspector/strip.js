// The overview: a stripe for each block in the colour of its role, as wide as its text is long.

import { find } from "./dom.js";
import { getRoleClass } from "./words.js";

const canvas = find("strip");
const MIN_CHARACTERS = 12; // so that short blocks stay visible

/** The strip. `on` has `select(index)` and `highlight(index | null)`. */
export class Strip {
  constructor(on) {
    this.blocks = [];
    new ResizeObserver(() => this.draw()).observe(canvas);
    document.addEventListener("themechange", () => this.draw());
    canvas.addEventListener("click", (event) => this.#callWithBlock(event, on.select));
    canvas.addEventListener("pointermove", (event) => this.#callWithBlock(event, on.highlight));
    canvas.addEventListener("pointerleave", () => on.highlight(null));
  }

  show(blocks) {
    this.blocks = blocks;
    this.ends = [];
    let end = 0;
    for (const block of blocks) this.ends.push((end += Math.max(block.text.length, MIN_CHARACTERS)));
    this.marked = null;
    this.draw();
  }

  mark(index) {
    this.marked = index;
    this.draw();
  }

  draw() {
    const ratio = devicePixelRatio || 1;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!width || !this.blocks.length) return;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    const colours = readRoleColours(this.blocks);
    const scale = width / this.ends.at(-1);
    this.blocks.forEach((block, i) => {
      const from = (i ? this.ends[i - 1] : 0) * scale;
      const wide = Math.max(this.ends[i] * scale - from - (this.blocks.length < 400 ? 0.75 : 0), 0.5);
      const [top, tall] =
        block.fate === "keep"
          ? [0, height]
          : block.fate === "field"
            ? [height * 0.28, height * 0.72]
            : [height * 0.62, height * 0.38];
      context.globalAlpha = block.fate === "drop" ? 0.55 : 1;
      context.fillStyle = colours.get(block.role);
      context.fillRect(from, top, wide, tall);
    });
    this.#drawMarker(context, scale, height);
  }

  #drawMarker(context, scale, height) {
    if (this.marked === null || this.marked >= this.ends.length) return;
    const from = (this.marked ? this.ends[this.marked - 1] : 0) * scale;
    context.globalAlpha = 1;
    context.fillStyle = getComputedStyle(canvas).color;
    context.fillRect(from - 1, 0, 2, height);
    context.fillRect(Math.max(this.ends[this.marked] * scale - 1, from + 1), 0, 2, height);
  }

  #callWithBlock(event, call) {
    if (!this.blocks.length) return;
    const position = (event.offsetX / canvas.clientWidth) * this.ends.at(-1);
    const i = this.ends.findIndex((end) => end > position);
    call(this.blocks[i < 0 ? this.blocks.length - 1 : i].index);
  }
}

/** The current colours of the roles, from the style sheet. */
function readRoleColours(blocks) {
  const probe = document.createElement("span");
  canvas.after(probe);
  const colours = new Map();
  for (const { role } of blocks) {
    if (colours.has(role)) continue;
    probe.className = `${getRoleClass(role)} probe`;
    colours.set(role, getComputedStyle(probe).color);
  }
  probe.remove();
  return colours;
}
