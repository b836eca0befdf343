# cython: language_level=3, annotation_typing=False, binding=False
"""Inline content of a page: the text start the last block boundary, and the marks in it."""

import re

from cleancopy.block import Mark, MarkKind
from cleancopy.lexicon import SIDE_NOTE_TAG

BOLD_TAGS = frozenset({"b", "strong"})
MARK_OF_TAG = {
    "a": MarkKind.LINK, "time": MarkKind.TIME, "b": MarkKind.STRONG, "strong": MarkKind.STRONG,
    "i": MarkKind.EMPHASIS, "em": MarkKind.EMPHASIS, "code": MarkKind.CODE, "samp": MarkKind.CODE,
    "kbd": MarkKind.KEYBOARD, "del": MarkKind.DELETED, "s": MarkKind.DELETED, "strike": MarkKind.DELETED,
    "ins": MarkKind.INSERTED, "mark": MarkKind.HIGHLIGHT, "abbr": MarkKind.ABBREVIATION,
}  # fmt: skip
# Looking up a member of an enumeration is slow.
_LINK, _AUTHOR, _LINE_BREAK = MarkKind.LINK, MarkKind.AUTHOR, MarkKind.LINE_BREAK
_new = tuple.__new__  # faster than the constructor of a NamedTuple
SPAN_TAGS = frozenset({"span", "small", "cite"})
_SPAN_NAMES = re.compile(
    "credit|copyright|source|photograph|quelle|rights|caption|agency|fotograf|distribut|author|byline|user-?name"
    r"|f(?<!\wf)n\b|(?<![\w-])name(?![\w-])|writer|reporter|autor|auteur|redakt|verfass|journalist|contributor"
)
RAISED_TAGS = frozenset({"sup", "sub"})
_ANCHOR_SIGNS = frozenset("#¶§🔗⚓∞\ufe0f\u200b\u200c\u200d\u2060")
"""Signs of links to the heading that they stand in; the last five show nothing."""
_ANCHOR_WORDS = frozenset(
    (
        "anchor",
        "permalink",
        "copy link",
        "link to this heading",
        "link to this section",
        "direct link to heading",
        "link",
    )
)
"""Words of such links, for screen readers."""
_DEEPEST_SPAN = 8
"""Spans inside this many others are not kept: pages that never close their spans nest them by the thousand."""
BRACKET_TAGS = frozenset({"rt", SIDE_NOTE_TAG})
CHUNK_OF_TAG = dict.fromkeys(("input", "embed", "progress", "meter", "math"), " ") | {
    "rt": "(",
    SIDE_NOTE_TAG: " (",
}
"""What the start of an element adds to the text: a space for a box without text, a bracket before the reading of the
characters before it, and before a note that stands beside the text."""


class Run:
    """The text start the last block boundary."""

    __slots__ = (
        "after_box", "after_link", "bold_chars", "breaks", "chunks", "inline_names", "line_breaks", "link_chars",
        "links", "marks", "raised", "seams",
    )  # fmt: skip

    def __init__(self) -> None:
        self.chunks: list[str] = []
        self.inline_names: list[str] = []
        self.marks: list[tuple[MarkKind, int, int, str]] = []  # kind, index of the chunks at start and end, value
        self.links = self.link_chars = self.bold_chars = self.breaks = 0
        self.after_link = False
        self.after_box = -1  # number of chunks at the end of the last link, time or span
        self.seams: list[int] = []  # indices of chunks at which two of these meet
        self.line_breaks: list[int] = []  # indices of chunks that are line breaks
        self.raised: list[int] = []  # for each open superscript or subscript the number of chunks before it


class OpenMarks:
    """The marks that are open, at most one of each kind.

    Of nested marks of a kind the outermost counts: pages that never close their tags nest them by the thousand.
    """

    def __init__(self) -> None:
        self.open_by_kind: dict[MarkKind, tuple[int, int, str]] = {}  # nesting depth, start chunk, value

    def open(self, kind: MarkKind, attributes: tuple[str, ...], run: Run) -> None:
        """Open a mark in `run`; `attributes` are those that the tree passes for the element."""
        if kind is _LINK and attributes[1] and "author" in attributes[1].lower().split():
            kind = _AUTHOR
        count, start, value = self.open_by_kind.get(kind, (0, len(run.chunks), attributes[0] if attributes else ""))
        self.open_by_kind[kind] = (count + 1, start, value)

    def close(self, kind: MarkKind, run: Run) -> None:
        """Close a mark in `run`."""
        if kind is _LINK and kind not in self.open_by_kind:
            kind = _AUTHOR
        count, start, value = self.open_by_kind[kind]
        if count > 1:
            self.open_by_kind[kind] = (count - 1, start, value)
            return
        del self.open_by_kind[kind]
        run.marks.append((kind, start, len(run.chunks), value))

    def carry_over(self, run: Run) -> None:
        """End every open mark with `run`, and continue it in the next run."""
        for kind, (count, start, value) in self.open_by_kind.items():
            run.marks.append((kind, start, len(run.chunks), value))
            self.open_by_kind[kind] = (count, 0, value)


class OpenSpans:
    """The spans that are open. Spans in captions and headings are kept, and those that names call credit or author."""

    def __init__(self) -> None:
        self._open: list[tuple[Run, int, str]] = []  # its first run, start chunk, class and id
        self._known_names = {"": False}  # whether these names mean a credit or an author

    def open(self, class_and_id: str, run: Run) -> None:
        """Open a span in `run`."""
        self._open.append((run, len(run.chunks), class_and_id))

    def close(self, run: Run, keeps_all: bool) -> None:
        """Close the innermost span. It is kept if `keeps_all`, or for its names."""
        opening_run, start, class_and_id = self._open.pop()
        if len(self._open) < _DEEPEST_SPAN and (keeps_all or self._is_credit_or_author(class_and_id)):
            run.marks.append((MarkKind.NAMED_SPAN, start if opening_run is run else 0, len(run.chunks), class_and_id))

    def _is_credit_or_author(self, class_and_id: str) -> bool:
        is_named = self._known_names.get(class_and_id)
        if is_named is None:
            is_named = self._known_names[class_and_id] = _SPAN_NAMES.search(class_and_id.lower()) is not None
        return is_named


def fold_code(run: Run) -> str:
    """Join the lines of a run of code, without blank lines at its ends. No-break spaces only keep the indent."""
    lines = [line.rstrip() for line in "".join(run.chunks).replace("\xa0", " ").split("\n")]
    return "\n".join(lines).strip("\n")


def separate_boxes(run: Run) -> None:
    """Put a space where two links, times or spans meet that style sets apart: name and time, label and value."""
    for seam in run.seams:
        if (
            seam < len(run.chunks)
            and run.chunks[seam - 1]
            and run.chunks[seam]
            and _is_set_apart(run.chunks[seam - 1], run.chunks[seam])
        ):
            run.chunks[seam - 1] += " "


def _is_set_apart(before: str, after: str) -> bool:
    """Whether two texts are no halves of one word: a small letter or a sign stands before a capital or a bracket.

    Only names like MacBook look so within, and they are rarely cut into elements.
    """
    last, first = before[-1], after[0]
    if first in "([":
        return last.isalnum() or last in ".!?)]"
    is_word = before[-2:-1].isalpha()
    if last == ":":
        return is_word and first.isalnum()
    return first.isupper() and len(after) > 1 and ((last.islower() and is_word) or last.isdigit() or last in ".!?)]”")


def fold_run(run: Run) -> tuple[str, tuple[Mark, ...]]:
    """Fold the white space of a run. Returns its text, and its marks by position in that text.

    Marks without a word in them are dropped.
    """
    if not run.marks and not run.line_breaks:
        return " ".join("".join(run.chunks).split()), ()
    text, ends = _join_chunks(run.chunks)
    marks = [
        _new(Mark, (kind, ends[first] + (text[ends[first]] == " "), ends[last], value))
        for kind, first, last, value in run.marks
        if ends[first] < ends[last]
    ]
    for index in run.line_breaks:
        position = ends[index]  # of the space that is left of it
        if 0 < position < len(text):
            marks.append(_new(Mark, (_LINE_BREAK, position, position + 1, "")))
    return text, tuple(marks)


def drop_anchors(text: str, marks: tuple[Mark, ...]) -> tuple[str, tuple[Mark, ...]]:
    """Drop the link to a heading itself at one of its ends: "¶", "#"."""
    for mark in marks:
        if mark.kind is not _LINK or not _is_anchor(mark, text[mark.start : mark.end]):
            continue
        if mark.end == len(text):
            return text[: mark.start].rstrip(), tuple([m for m in marks if m.end <= mark.start])
        if mark.start == 0:
            rest = text[mark.end :].lstrip()
            shift = len(text) - len(rest)
            moved = [m._replace(start=m.start - shift, end=m.end - shift) for m in marks if m.start >= shift]
            return rest, tuple(moved)
    return text, marks


def _is_anchor(mark: Mark, words: str) -> bool:
    """Whether a link in a heading only leads to the heading."""
    return _ANCHOR_SIGNS.issuperset(words) or ("#" in mark.value and words.lower() in _ANCHOR_WORDS)


def _join_chunks(chunks: list[str]) -> tuple[str, list[int]]:
    """Join chunks with white space folded. Returns the text, and its length before each chunk and at the end."""
    if len(chunks) == 1:
        text = " ".join(chunks[0].split())
        return text, [0, len(text)]
    folded_chunks: list[str] = []
    ends = [0]
    size = 0
    gap = False
    for chunk in chunks:
        if words := " ".join(chunk.split()):
            if size and (gap or chunk[0].isspace()):
                words = f" {words}"
            folded_chunks.append(words)
            size += len(words)
            gap = chunk[-1].isspace()
        else:
            gap = True
        ends.append(size)
    return "".join(folded_chunks), ends


_LANGUAGE_CLASS = re.compile(
    r"(?:^|[\s-])(?:lang(?:uage)?-|highlight-source-|source-|brush:\s*|sourceCode\s+|src-|(?:hljs|prettyprint|code)\s+)"
    r"([\w+#.-]{1,30})"
)
_NO_LANGUAGES = frozenset("hljs linenums prettyprinted highlight copyable nohighlight notranslate language".split())


def find_code_language(attributes: tuple[str, ...]) -> str:
    """Find the language of code: in an attribute, or in a class as HTML (section 4.5.15) advises."""
    classes, *named = attributes
    if name := next((n.strip() for n in named if n.strip()), ""):
        return name
    found = (match[1].removeprefix("lang-").removeprefix("language-") for match in _LANGUAGE_CLASS.finditer(classes))
    return next((name for name in found if name not in _NO_LANGUAGES), "")
