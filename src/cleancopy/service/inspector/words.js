// What the inspector calls things: roles with their letters, fates, fields and flags.

/** The roles of cleancopy.block.Role in families; each with the letters of its badge. */
export const FAMILIES = [
  [
    "Running text",
    [
      ["paragraph", "Pa"],
      ["list_item", "Li"],
      ["quote", "Qu"],
      ["table_row", "Ta"],
      ["code", "Co"],
    ],
  ],
  [
    "Headings",
    [
      ["headline", "He"],
      ["dek", "De"],
      ["subheading", "Sh"],
    ],
  ],
  [
    "Fields",
    [
      ["byline", "By"],
      ["dateline", "Da"],
      ["caption", "Ca"],
      ["credit", "Cr"],
      ["site", "Si"],
    ],
  ],
  [
    "Boilerplate",
    [
      ["navigation", "Na"],
      ["related", "Re"],
      ["promotion", "Pr"],
      ["advertisement", "Ad"],
      ["share", "Sr"],
      ["consent", "Cn"],
      ["form", "Fo"],
      ["comment", "Cm"],
      ["legal", "Le"],
      ["other", "Ot"],
    ],
  ],
];

export const LETTERS = new Map(FAMILIES.flatMap(([, roles]) => roles));
export const ROLES = [...LETTERS.keys()];

/** The fates of a block: as filters, and as what is said of it. */
export const FATES = new Map([
  ["keep", { filter: "Kept", meaning: "stands in the clean copy" }],
  ["field", { filter: "Fields", meaning: "is no running text, but may be the value of a field" }],
  ["drop", { filter: "Dropped", meaning: "is left out" }],
]);

export const MODES = new Map([
  ["precision", "keep only what is surely running text"],
  ["balanced", "the best of both"],
  ["recall", "keep also what may be running text"],
]);

export const OUTPUTS = new Map([
  ["text", { name: "Text", ending: "txt" }],
  ["markdown", { name: "Markdown", ending: "md" }],
  ["html", { name: "HTML", ending: "html" }],
  ["json", { name: "JSON", ending: "json" }],
  ["tei", { name: "TEI", ending: "xml" }],
]);

/** Every flag of the README's table. */
export const FLAGS = new Map([
  ["empty_input", "The page holds no characters, or only blank ones."],
  ["not_text", "The input is no text: a picture, a PDF, an archive."],
  ["feed", "This is an entry of a feed, or a feed whose entries are pages of their own."],
  ["book", "This is a chapter of a book, or a book whose chapters are pages of their own."],
  ["mailbox", "This is a message of a mailbox, or a mailbox whose messages are pages of their own."],
  ["sitemap", "The input lists addresses and has no text."],
  ["unreadable", "This page of a file, or the file, cannot be read: damaged, encrypted, beyond a limit."],
  ["attachments", "The mail has attachments, which were not read."],
  ["body_cut", "The mail, feed or chapter ends early; what was there was read."],
  ["body_corrupt", "The mail, feed or chapter is damaged; what was there was read."],
  ["coding_ignored", "The body is not compressed as its header says; it was read as it is."],
  ["trailing_bytes", "Bytes stand behind the end of the compressed body; they were left out."],
  ["mojibake_suspected", "The characters look like the work of a wrong encoding."],
  ["no_running_text", "There is nothing to read here: a menu, a login wall."],
  ["consent_wall", "All that the page shows is a request for consent."],
  ["hidden_text", "The page hides its text until a script shows it; it was taken all the same."],
  ["from_data", "The page shows next to nothing; the text is the one that a script of it carries as data."],
  ["short", "There are fewer than some fifty words of running text."],
  ["list_page", "Rather a list, a shop or a front page than an article."],
  ["comments_only", "Next to nothing but readers’ comments, which are not part of the answer."],
  [
    "paywall",
    "The page says that its text is not free, or it ends where it asks to subscribe: the rest may be missing.",
  ],
  ["truncated", "A limit left out the rest of the page."],
  ["depth_capped", "Elements are nested deeper than is told apart; no text is lost."],
  ["unclosed_tail", "The page ends inside of a comment, a tag, a script: what stands there is lost, as in a browser."],
  ["degraded", "The markup could not be parsed within limits: its text was judged as flattened text."],
  ["timed_out", "Reading the page as it is took more time than it may."],
  ["out_of_memory", "Reading the page as it is took more memory than it may."],
  ["crashed", "Reading the page as it is failed; please report it."],
]);

/** The words of a role or a field, as a person writes them. */
export const plain = (name) => name.replaceAll("_", " ");

/** A class for a role; a role that this page does not know yet gets that of `other`. */
export const roleClass = (role) => `role r-${LETTERS.has(role) ? role : "other"}`;

export const lettersOf = (role) => LETTERS.get(role) ?? "··";

export const count = (n, one, many = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

/** A number with its sign, and a real minus; what rounds to zero has no sign. */
export function signed(x, digits) {
  const size = Math.abs(x).toFixed(digits);
  if (Number(size) === 0) return size;
  return `${x < 0 ? "−" : "+"}${size}`;
}

/** A probability: one that is not quite 0 or 1 is never shown as if it were. */
export function chance(x) {
  if (x > 0 && x < 0.0005) return "<0.001";
  if (x < 1 && x >= 0.9995) return ">0.999";
  return x.toFixed(3);
}
