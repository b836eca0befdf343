// The differences of two texts: by lines (patience diff), and within changed lines by words.

const MAX_PAIRS = 4000;
const MAX_WORD_PAIRS = 250_000;
const MIN_SIMILARITY = 0.4; // of a changed line

/** Normalizes a line for comparison: without list marks, table borders and differences in white space. */
export const normalizeLine = (line) =>
  line
    .normalize("NFC")
    .replace(/[|\t]/g, " ")
    .replace(/^[\s\-–•*·#>]+/, "")
    .replace(/\s+/g, " ")
    .trim();

/**
 * Rows of two texts side by side: `{ ours, theirs, kind }`, where `ours` and `theirs` are line indices or null, and
 * `kind` is "same", "changed", "ours" or "theirs".
 */
export function diffLines(ours, theirs) {
  const [a, b] = [ours.map(normalizeLine), theirs.map(normalizeLine)];
  const rows = [];
  let [i, j] = [0, 0];
  for (const [x, y] of [...findMatches(a, b), [a.length, b.length]]) {
    rows.push(...diffGap(a, b, [i, x], [j, y]));
    if (x < a.length) rows.push({ ours: x, theirs: y, kind: "same" });
    [i, j] = [x + 1, y + 1];
  }
  return rows;
}

/** Pairs of equal lines in order. Gaps are searched again until they have no unique lines in common. */
function findMatches(a, b) {
  const pairs = [];
  const open = [[0, a.length, 0, b.length]];
  while (open.length) {
    let [i, x, j, y] = open.pop();
    while (i < x && j < y && a[i] === b[j]) pairs.push([i++, j++]);
    while (i < x && j < y && a[x - 1] === b[y - 1]) pairs.push([--x, --y]);
    const anchors = i < x && j < y ? findLongestIncreasing(findUniqueLines(a, i, x), findUniqueLines(b, j, y)) : [];
    if (!anchors.length) continue;
    let [from, to] = [i, j];
    for (const [p, q] of anchors) {
      pairs.push([p, q]);
      open.push([from, p, to, q]);
      [from, to] = [p + 1, q + 1];
    }
    open.push([from, x, to, y]);
  }
  return pairs.sort((p, q) => p[0] - q[0]);
}

/** Maps each line of a range to its index, or to -1 if it occurs more than once. */
function findUniqueLines(lines, from, to) {
  const indices = new Map();
  for (let i = from; i < to; i++) indices.set(lines[i], indices.has(lines[i]) ? -1 : i);
  return indices;
}

/** The longest sequence of common unique lines that is in order on both sides. */
function findLongestIncreasing(a, b) {
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

/** Rows for the lines between two matches: similar lines form one changed row, the others are on one side only. */
function diffGap(a, b, [i, x], [j, y]) {
  const rows = [];
  const bags = (x - i) * (y - j) <= MAX_PAIRS ? makeRange(j, y).map((q) => countWords(b[q])) : [];
  let next = j;
  for (let p = i; p < x; p++) {
    const mine = bags.length ? countWords(a[p]) : null;
    const q = mine ? makeRange(next, y).find((k) => computeSimilarity(mine, bags[k - j]) >= MIN_SIMILARITY) : undefined;
    if (q === undefined) {
      rows.push({ ours: p, theirs: null, kind: "ours" });
      continue;
    }
    rows.push(...makeRange(next, q).map((theirs) => ({ ours: null, theirs, kind: "theirs" })));
    rows.push({ ours: p, theirs: q, kind: "changed" });
    next = q + 1;
  }
  return [...rows, ...makeRange(next, y).map((theirs) => ({ ours: null, theirs, kind: "theirs" }))];
}

const makeRange = (from, to) => Array.from({ length: Math.max(to - from, 0) }, (_, i) => from + i);

function countWords(line) {
  const words = new Map();
  for (const word of line.split(" ")) words.set(word, (words.get(word) ?? 0) + 1);
  return words;
}

/** Dice's coefficient of two multisets of words. */
function computeSimilarity(a, b) {
  let [shared, all] = [0, 0];
  for (const [word, n] of a) [shared, all] = [shared + Math.min(n, b.get(word) ?? 0), all + n];
  for (const n of b.values()) all += n;
  return all ? (2 * shared) / all : 1;
}

/** Pieces of two lines: `{ text, kind }` with kind "same", "ours" or "theirs"; whole lines where they are too long. */
export function diffWords(ours, theirs) {
  const [a, b] = [splitWords(ours), splitWords(theirs)];
  if (a.length * b.length > MAX_WORD_PAIRS)
    return [
      { text: ours, kind: "ours" },
      { text: theirs, kind: "theirs" },
    ];
  const lengths = computeCommonLengths(a, b);
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
  return joinPieces(pieces);
}

const splitWords = (line) => normalizeLine(line).split(" ").filter(Boolean);

/** Lengths of the longest common subsequence of the words from each pair of positions on. */
function computeCommonLengths(a, b) {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i][j] = a[i] === b[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}

function joinPieces(pieces) {
  const runs = [];
  for (const piece of pieces) {
    if (runs.at(-1)?.kind === piece.kind) runs.at(-1).text += ` ${piece.text}`;
    else runs.push({ ...piece });
  }
  return runs;
}
