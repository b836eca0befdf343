// Names and labels: roles with their letters, fates, modes, outputs and flags; and formatting.

/** The roles of cleancopy.block.Role by family, each with the letters of its badge. */
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

/** The fates of a block: the label of the filter, and the meaning. */
export const FATES = new Map([
  ["keep", { filter: "Kept", meaning: "is part of the clean copy" }],
  ["field", { filter: "Fields", meaning: "is not running text, but may be the value of a field" }],
  ["drop", { filter: "Dropped", meaning: "is left out" }],
]);

export const MODES = new Map([
  ["precision", "keep only certain running text"],
  ["balanced", "balance precision and recall"],
  ["recall", "also keep uncertain text"],
]);

export const OUTPUTS = new Map([
  ["text", { name: "Text", extension: "txt" }],
  ["markdown", { name: "Markdown", extension: "md" }],
  ["html", { name: "HTML", extension: "html" }],
  ["json", { name: "JSON", extension: "json" }],
  ["tei", { name: "TEI", extension: "xml" }],
]);

/** Every flag of the README's table. */
export const FLAGS = new Map([
  ["empty_input", "The page is empty or blank."],
  ["not_text", "The input is not text: an image, a PDF, an archive."],
  ["feed", "This is an entry of a feed, or a feed with several entries."],
  ["book", "This is a chapter of a book, or a book with several chapters."],
  ["mailbox", "This is a message of a mailbox, or a mailbox with several messages."],
  ["sitemap", "The input lists URLs and has no text."],
  ["unreadable", "This page of a file, or the whole file, cannot be read: it is damaged, encrypted or too large."],
  ["attachments", "The mail has attachments, which were not read."],
  ["body_cut", "The mail, feed or chapter ends early; the existing part was read."],
  ["body_corrupt", "The mail, feed or chapter is damaged; the readable part was read."],
  ["coding_ignored", "The body is not compressed as its header says; it was read unchanged."],
  ["trailing_bytes", "Extra bytes follow the end of the compressed body; they were ignored."],
  ["digest_mismatch", "The payload of the WARC record does not match its digest."],
  ["length_wrong", "The WARC record is longer or shorter than its header says."],
  ["warc_truncated", "The crawler truncated the page when it stored it."],
  ["mojibake_suspected", "The text looks as if it was decoded with a wrong encoding."],
  ["no_running_text", "The page has no running text: for example only a menu."],
  ["error_page", "The page says that there is no such page, no access, or a fault of the server."],
  ["bot_check", "The page asks whether its reader is a robot."],
  ["login_wall", "The page asks its reader to log in, and shows nothing else."],
  ["app_shell", "A script draws the page: its text is not in it."],
  ["consent_wall", "The page shows only a consent request."],
  ["hidden_text", "The page hides its text until a script shows it; the hidden text was used."],
  ["from_data", "The page shows almost no text; the text was taken from the data in a script."],
  ["short", "The running text has fewer than about fifty words."],
  ["list_page", "The page looks like a list, a shop or a home page, not an article."],
  ["comments_only", "The page has almost nothing but readers’ comments, which are not part of the article."],
  [
    "paywall",
    "The page states that its text is not free, or ends with a subscription offer: the rest may be missing.",
  ],
  ["truncated", "A limit was reached: the rest of the page is missing."],
  ["depth_capped", "Elements are nested too deeply to be distinguished; no text is lost."],
  ["unclosed_tail", "The page ends inside a comment, a tag or a script, whose content is lost, as in a browser."],
  ["degraded", "The markup could not be parsed within the limits; the page was read as flattened text."],
  ["timed_out", "Reading the whole page exceeded the time limit."],
  ["out_of_memory", "Reading the whole page exceeded the memory limit."],
  ["crashed", "Reading the whole page failed; please report it."],
]);

/** A role, field or flag with spaces instead of underscores. */
export const formatName = (name) => name.replaceAll("_", " ");

/** The CSS class of a role; an unknown role gets that of `other`. */
export const getRoleClass = (role) => `role r-${LETTERS.has(role) ? role : "other"}`;

export const getLetters = (role) => LETTERS.get(role) ?? "··";

export const formatCount = (n, one, many = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

/** Formats a number with its sign, with a real minus sign; a value that rounds to zero has no sign. */
export function formatSigned(x, digits) {
  const magnitude = Math.abs(x).toFixed(digits);
  if (Number(magnitude) === 0) return magnitude;
  return `${x < 0 ? "−" : "+"}${magnitude}`;
}

/** Formats a probability; a value that is not exactly 0 or 1 is never rounded to 0 or 1. */
export function formatProbability(x) {
  if (x > 0 && x < 0.0005) return "<0.001";
  if (x < 1 && x >= 0.9995) return ">0.999";
  return x.toFixed(3);
}
