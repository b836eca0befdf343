// Rows with a signed bar: the weights for and against a decision.

import { make, makeCodeSpans, setStyle } from "./dom.js";
import { formatSigned } from "./words.js";

/**
 * A list of weights with bars, scaled to the largest.
 * Each item has `name` and `weight`, and optionally `note` (the feature) and `title` (its meaning).
 */
export function makeBars(items, digits) {
  const largest = Math.max(...items.map((item) => Math.abs(item.weight)), Number.EPSILON);
  return make("ul.bars", {}, ...items.map((item) => makeBar(item, largest, digits)));
}

function makeBar({ name, weight, note, title }, largest, digits) {
  const bar = setStyle(
    make("span.bar", { "aria-hidden": "true" }, make("i")),
    "--share",
    (Math.abs(weight) / largest).toFixed(3),
  );
  return make(
    `li.${weight < 0 ? "against" : "for"}`,
    {},
    make("span.bar-name", {}, ...makeCodeSpans(name)),
    make("span.bar-weight", { text: formatSigned(weight, digits) }),
    bar,
    note ? make("span.bar-note", { text: note, title }) : null,
  );
}
