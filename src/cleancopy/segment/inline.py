# cython: language_level=3, annotation_typing=False, binding=False
"""The inline part of a page: the text since the last block boundary, and the marks in it."""

import re

from cleancopy.block import Mark, MarkKind

BOLD = frozenset({"b", "strong"})
MARKS = {
    "a": MarkKind.LINK, "time": MarkKind.TIME, "b": MarkKind.STRONG, "strong": MarkKind.STRONG,
    "i": MarkKind.EMPHASIS, "em": MarkKind.EMPHASIS, "code": MarkKind.CODE, "kbd": MarkKind.CODE, "samp": MarkKind.CODE,
}  # fmt: skip
_LINK, _AUTHOR = MarkKind.LINK, MarkKind.AUTHOR  # looking a member up takes as long as what is done with it
_new = tuple.__new__  # a record's own constructor takes twice the time
PARTS = frozenset({"span", "small", "cite"})
_PART_NAMES = re.compile(
    "credit|copyright|source|photograph|quelle|rights|caption|agency|fotograf|distribut|author|byline|user-?name"
    r"|f(?<!\wf)n\b"
)
_PARTS_DEEP = 8
"""A part inside of so many others is not kept: pages that never close their spans nest them by the thousand."""
# Inline boxes that separate the words beside them although they hold no text of their own.
SPACERS = frozenset({"input", "embed", "progress", "meter", "math"})


class Run:
    """The text since the last block boundary."""

    __slots__ = ("after_link", "bold_chars", "breaks", "inner", "link_chars", "links", "marks", "parts")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.inner: list[str] = []
        self.marks: list[tuple[MarkKind, int, int, str]] = []  # by the parts that they begin and end before
        self.links = self.link_chars = self.bold_chars = self.breaks = 0
        self.after_link = False


class OpenMarks:
    """The marks that are open.

    The outermost of a kind counts: pages that never close their tags nest them by the thousand.
    """

    def __init__(self) -> None:
        self._open: dict[MarkKind, tuple[int, int, str]] = {}  # how often, since which part, value

    def begin(self, mark: MarkKind, detail: tuple[str, ...], run: Run) -> None:
        """Open a mark in `run`; `detail` as the tree has it for the element."""
        if mark is _LINK and detail[1] and "author" in detail[1].lower().split():
            mark = _AUTHOR
        count, since, value = self._open.get(mark, (0, len(run.parts), detail[0] if detail else ""))
        self._open[mark] = (count + 1, since, value)

    def end(self, mark: MarkKind, run: Run) -> None:
        """Close a mark in `run`."""
        if mark is _LINK and mark not in self._open:
            mark = _AUTHOR
        count, since, value = self._open[mark]
        if count > 1:
            self._open[mark] = (count - 1, since, value)
            return
        del self._open[mark]
        run.marks.append((mark, since, len(run.parts), value))

    def cut(self, run: Run) -> None:
        """Let every open mark end with `run` and go on in the next."""
        for mark, (count, since, value) in self._open.items():
            run.marks.append((mark, since, len(run.parts), value))
            self._open[mark] = (count, 0, value)


class OpenParts:
    """The parts that are open: spans of captions, and those that are named as a credit or an author."""

    def __init__(self) -> None:
        self._open: list[tuple[Run, int, str]] = []  # the run that it began in, before which part, naming
        self._telling = {"": False}  # whether a naming is that of a credit or an author

    def begin(self, naming: str, run: Run) -> None:
        """Open a part in `run`."""
        self._open.append((run, len(run.parts), naming))

    def end(self, run: Run, every: bool) -> None:
        """Close the innermost part; it is kept if `every` one is, or for its names."""
        began, since, naming = self._open.pop()
        if len(self._open) < _PARTS_DEEP and (every or self._tells(naming)):
            run.marks.append((MarkKind.PART, since if began is run else 0, len(run.parts), naming))

    def _tells(self, naming: str) -> bool:
        tells = self._telling.get(naming)
        if tells is None:
            tells = self._telling[naming] = _PART_NAMES.search(naming.lower()) is not None
        return tells


def fold_code(run: Run) -> str:
    """The lines of a run of code, without blank ones around."""
    lines = [line.rstrip() for line in "".join(run.parts).split("\n")]
    return "\n".join(lines).strip("\n")


def fold(run: Run) -> tuple[str, tuple[Mark, ...]]:
    """The words of a run with white space folded, and its marks by characters of that text.

    Marks without a word in them go.
    """
    if not run.marks:
        return " ".join("".join(run.parts).split()), ()
    text, ends = _joined(run.parts)
    marks = [
        _new(Mark, (kind, ends[first] + (text[ends[first]] == " "), ends[last], value))
        for kind, first, last, value in run.marks
        if ends[first] < ends[last]
    ]
    return text, tuple(marks)


def _joined(parts: list[str]) -> tuple[str, list[int]]:
    """The words of all parts, and how many characters of that the parts before each place, and before the end, give."""
    if len(parts) == 1:
        text = " ".join(parts[0].split())
        return text, [0, len(text)]
    pieces: list[str] = []
    ends = [0]
    size = 0
    gap = False
    for part in parts:
        if words := " ".join(part.split()):
            if size and (gap or part[0].isspace()):
                words = f" {words}"
            pieces.append(words)
            size += len(words)
            gap = part[-1].isspace()
        else:
            gap = True
        ends.append(size)
    return "".join(pieces), ends


_LANGUAGE_CLASS = re.compile(r"(?:^|\s)(?:lang(?:uage)?-|highlight-source-|brush:\s*|sourceCode\s+)([\w+#.-]{1,30})")


def code_language(detail: tuple[str, ...]) -> str:
    """The language that code is in: named in a data attribute, or in a class as HTML (section 4.5.15) advises."""
    classes, *named = detail
    match = _LANGUAGE_CLASS.search(classes)
    return next((n.strip() for n in named if n.strip()), match[1] if match else "")
