// What was given where it is no text: by its first bytes, or else by its name.

const PICTURE = "Give the page that the picture stands on, or text that a reader of pictures (OCR) makes of it.";
const ARCHIVE = "Unpack it, and give one page of it. For a whole web archive (WARC) there is `cleancopy corpus`.";
const DOCUMENT = "Save it as HTML or plain text, and give that.";
const MEDIA = "Give the page that it stands on, or a transcript.";
const TABLE = "`cleancopy corpus` reads the pages of such a file.";

/** Names of formats with advice, and the bytes that they begin with (or have at a place). */
const FORMATS = [
  ["PDF", "Take its text out first, for example by `pdftotext -layout FILE`, and give that.", "%PDF-"],
  ["PNG picture", PICTURE, "\x89PNG"],
  ["JPEG picture", PICTURE, "\xff\xd8\xff"],
  ["GIF picture", PICTURE, "GIF8"],
  ["WebP picture", PICTURE, "WEBP", 8],
  ["gzip archive", ARCHIVE, "\x1f\x8b"],
  ["Zstandard archive", ARCHIVE, "\x28\xb5\x2f\xfd"],
  ["bzip2 archive", ARCHIVE, "BZh"],
  ["xz archive", ARCHIVE, "\xfd7zXZ"],
  ["7z archive", ARCHIVE, "7z\xbc\xaf"],
  ["RAR archive", ARCHIVE, "Rar!"],
  ["tar archive", ARCHIVE, "ustar", 257],
  ["document of an older Office", DOCUMENT, "\xd0\xcf\x11\xe0"],
  ["Parquet file", TABLE, "PAR1"],
  ["MP4 video", MEDIA, "ftyp", 4],
  ["MP3 recording", MEDIA, "ID3"],
];

/** Files that are zip archives by their bytes, and something else for people. */
const ZIPPED = new Map([
  ["docx", "Word document"],
  ["xlsx", "Excel sheet"],
  ["pptx", "PowerPoint presentation"],
  ["odt", "OpenDocument text"],
  ["epub", "EPUB book"],
]);
const HEAD = 400; // base64 digits: enough for all of them

/** A title, a sentence and advice for a source. */
export function formatOf(source) {
  const [name, advice] = found(source);
  return {
    title: name ? `${source.name} is ${articleOf(name)} ${name}, not a page` : `${source.name} is no text`,
    text: "The inspector reads HTML and plain text. There is nothing in this file that it could take apart.",
    advice,
  };
}

function found({ name, request }) {
  const bytes = request.page_base64 ? atob(request.page_base64.slice(0, HEAD)) : (request.page ?? "");
  const ending = name.split(".").at(-1).toLowerCase();
  if (bytes.startsWith("PK"))
    return ZIPPED.has(ending) ? [ZIPPED.get(ending), DOCUMENT] : ["ZIP archive", ARCHIVE];
  const format = FORMATS.find(([, , magic, at = 0]) => bytes.startsWith(magic, at));
  return format ?? [null, "Give HTML or plain text: save the page from a browser, and drop the file here."];
}

const articleOf = (name) => (/^(MP|xz|[aeiouEO])/.test(name) ? "an" : "a");
