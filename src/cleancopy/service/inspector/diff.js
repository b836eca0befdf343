// What two texts share: lines by their unique lines (patience), changed lines by their words.

const MOST_PAIRS = 4000;
const MOST_WORDS = 250_000;
const ALIKE = 0.4;

/** What is compared of a line: list marks, bars of tables and kinds of white space make no difference. */
export const keyOf = (line) =>
  line
    .normalize("NFC")
    .replace(/[|\t]/g, " ")
    .replace(/^[\s\-–•*·#>]+/, "")
    .replace(/\s+/g, " ")
    .trim();

/**
 * Rows of two texts side by side: `{ ours, theirs, kind }`, where `ours` and `theirs` are numbers of lines or null, and
 * `kind` is "same", "changed", "ours" or "theirs".
 */
export function diffLines(ours, theirs) {
  const [a, b] = [ours.map(keyOf), theirs.map(keyOf)];
  const rows = [];
  let [i, j] = [0, 0];
  for (const [x, y] of [...matches(a, b), [a.length, b.length]]) {
    rows.push(...gap(a, b, [i, x], [j, y]));
    if (x < a.length) rows.push({ ours: x, theirs: y, kind: "same" });
    [i, j] = [x + 1, y + 1];
  }
  return rows;
}

/** Pairs of equal lines in order. Gaps are looked at again until they have no unique lines in common. */
function matches(a, b) {
  const found = [];
  const open = [[0, a.length, 0, b.length]];
  while (open.length) {
    let [i, x, j, y] = open.pop();
    while (i < x && j < y && a[i] === b[j]) found.push([i++, j++]);
    while (i < x && j < y && a[x - 1] === b[y - 1]) found.push([--x, --y]);
    const anchors = i < x && j < y ? rising(unique(a, i, x), unique(b, j, y)) : [];
    if (!anchors.length) continue;
    let [from, to] = [i, j];
    for (const [p, q] of anchors) {
      found.push([p, q]);
      open.push([from, p, to, q]);
      [from, to] = [p + 1, q + 1];
    }
    open.push([from, x, to, y]);
  }
  return found.sort((p, q) => p[0] - q[0]);
}

/** Lines that stand once between two places, with where. */
function unique(lines, from, to) {
  const places = new Map();
  for (let i = from; i < to; i++) places.set(lines[i], places.has(lines[i]) ? -1 : i);
  return places;
}

/** The longest run of unique lines in common that is in order on both sides. */
function rising(a, b) {
  const pairs = [...a].filter(([line, i]) => i >= 0 && (b.get(line) ?? -1) >= 0).map(([line, i]) => [i, b.get(line)]);
  pairs.sort((p, q) => p[0] - q[0]);
  const [tops, before] = [[], new Array(pairs.length)];
  pairs.forEach(([, y], n) => {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[tops[middle]][1] < y) low = middle + 1;
      else high = middle;
    }
    before[n] = low ? tops[low - 1] : -1;
    tops[low] = n;
  });
  const run = [];
  for (let n = tops.at(-1) ?? -1; n >= 0; n = before[n]) run.push(pairs[n]);
  return run.reverse();
}

/** Lines between two matches: alike ones are one changed line, the others stand on one side. */
function gap(a, b, [i, x], [j, y]) {
  const rows = [];
  const bags = (x - i) * (y - j) <= MOST_PAIRS ? range(j, y).map((q) => bag(b[q])) : [];
  let next = j;
  for (let p = i; p < x; p++) {
    const mine = bags.length ? bag(a[p]) : null;
    const q = mine ? range(next, y).find((place) => alike(mine, bags[place - j]) >= ALIKE) : undefined;
    if (q === undefined) {
      rows.push({ ours: p, theirs: null, kind: "ours" });
      continue;
    }
    rows.push(...range(next, q).map((theirs) => ({ ours: null, theirs, kind: "theirs" })));
    rows.push({ ours: p, theirs: q, kind: "changed" });
    next = q + 1;
  }
  return [...rows, ...range(next, y).map((theirs) => ({ ours: null, theirs, kind: "theirs" }))];
}

const range = (from, to) => Array.from({ length: Math.max(to - from, 0) }, (_, i) => from + i);

function bag(line) {
  const words = new Map();
  for (const word of line.split(" ")) words.set(word, (words.get(word) ?? 0) + 1);
  return words;
}

/** Dice's coefficient of two bags of words. */
function alike(a, b) {
  let [shared, all] = [0, 0];
  for (const [word, n] of a) [shared, all] = [shared + Math.min(n, b.get(word) ?? 0), all + n];
  for (const n of b.values()) all += n;
  return all ? (2 * shared) / all : 1;
}

/** Pieces of two lines: `{ text, kind }` with kind "same", "ours" or "theirs"; whole lines where they are too long. */
export function diffWords(ours, theirs) {
  const [a, b] = [split(ours), split(theirs)];
  if (a.length * b.length > MOST_WORDS)
    return [
      { text: ours, kind: "ours" },
      { text: theirs, kind: "theirs" },
    ];
  const lengths = common(a, b);
  const pieces = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      pieces.push({ text: a[i], kind: "same" });
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && lengths[i + 1][j] >= lengths[i][j + 1]))
      pieces.push({ text: a[i++], kind: "ours" });
    else pieces.push({ text: b[j++], kind: "theirs" });
  }
  return joined(pieces);
}

const split = (line) => keyOf(line).split(" ").filter(Boolean);

/** Lengths of the longest common run of words from each two places on. */
function common(a, b) {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i][j] = a[i] === b[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}

function joined(pieces) {
  const runs = [];
  for (const piece of pieces) {
    if (runs.at(-1)?.kind === piece.kind) runs.at(-1).text += ` ${piece.text}`;
    else runs.push({ ...piece });
  }
  return runs;
}
