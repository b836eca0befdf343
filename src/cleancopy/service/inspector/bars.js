// Rows with a signed bar: how much something spoke for or against.

import { make, styled, worded } from "./dom.js";
import { signed } from "./words.js";

/**
 * A list of what was said for and against; bars are on the scale of the largest.
 * Each item has `name` and `weight`, and may have `note` (what it is) and `title` (what that means).
 */
export function bars(items, digits) {
  const most = Math.max(...items.map((item) => Math.abs(item.weight)), Number.EPSILON);
  return make("ul.bars", {}, ...items.map((item) => barOf(item, most, digits)));
}

function barOf({ name, weight, note, title }, most, digits) {
  const bar = styled(
    make("span.bar", { "aria-hidden": "true" }, make("i")),
    "--share",
    (Math.abs(weight) / most).toFixed(3),
  );
  return make(
    `li.${weight < 0 ? "against" : "for"}`,
    {},
    make("span.bar-name", {}, ...worded(name)),
    make("span.bar-weight", { text: signed(weight, digits) }),
    bar,
    note ? make("span.bar-note", { text: note, title }) : null,
  );
}
