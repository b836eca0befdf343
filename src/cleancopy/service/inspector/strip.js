// The page at a glance: a stripe for each block, as wide as its text is long, in the colour of its role.

import { find } from "./dom.js";
import { roleClass } from "./words.js";

const canvas = find("strip");
const LEAST = 12; // characters: a short block is still seen

/** The strip. `on` has `select(number)` and `point(number | null)`. */
export class Strip {
  constructor(on) {
    this.blocks = [];
    new ResizeObserver(() => this.draw()).observe(canvas);
    document.addEventListener("themechange", () => this.draw());
    canvas.addEventListener("click", (event) => this.#at(event, on.select));
    canvas.addEventListener("pointermove", (event) => this.#at(event, on.point));
    canvas.addEventListener("pointerleave", () => on.point(null));
  }

  show(blocks) {
    this.blocks = blocks;
    this.ends = [];
    let end = 0;
    for (const block of blocks) this.ends.push((end += Math.max(block.text.length, LEAST)));
    this.marked = null;
    this.draw();
  }

  mark(number) {
    this.marked = number;
    this.draw();
  }

  draw() {
    const ratio = devicePixelRatio || 1;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!width || !this.blocks.length) return;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    const colours = coloursOf(this.blocks);
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
      pen.globalAlpha = block.fate === "drop" ? 0.55 : 1;
      pen.fillStyle = colours.get(block.role);
      pen.fillRect(from, top, wide, tall);
    });
    this.#mark(pen, scale, height);
  }

  #mark(pen, scale, height) {
    if (this.marked === null || this.marked >= this.ends.length) return;
    const from = (this.marked ? this.ends[this.marked - 1] : 0) * scale;
    pen.globalAlpha = 1;
    pen.fillStyle = getComputedStyle(canvas).color;
    pen.fillRect(from - 1, 0, 2, height);
    pen.fillRect(Math.max(this.ends[this.marked] * scale - 1, from + 1), 0, 2, height);
  }

  #at(event, call) {
    if (!this.blocks.length) return;
    const wanted = (event.offsetX / canvas.clientWidth) * this.ends.at(-1);
    const place = this.ends.findIndex((end) => end > wanted);
    call(this.blocks[place < 0 ? this.blocks.length - 1 : place].number);
  }
}

/** The colours that the style sheet gives to the roles at present. */
function coloursOf(blocks) {
  const probe = document.createElement("span");
  canvas.after(probe);
  const found = new Map();
  for (const { role } of blocks) {
    if (found.has(role)) continue;
    probe.className = `${roleClass(role)} probe`;
    found.set(role, getComputedStyle(probe).color);
  }
  probe.remove();
  return found;
}
