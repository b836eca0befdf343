"""The inline part of a page: the text since the last block boundary, and the marks in it."""

import re

from cleancopy.block import Layout, Mark, MarkKind

BOLD = frozenset({"b", "strong"})
MARKS = {
    "a": MarkKind.LINK, "time": MarkKind.TIME, "b": MarkKind.STRONG, "strong": MarkKind.STRONG,
    "i": MarkKind.EMPHASIS, "em": MarkKind.EMPHASIS, "code": MarkKind.CODE, "kbd": MarkKind.CODE, "samp": MarkKind.CODE,
}  # fmt: skip
PARTS = frozenset({"span", "small", "cite"})
_PART_NAMES = re.compile(
    r"credit|copyright|source|photograph|quelle|rights|caption|agency|fotograf|distribut|author|byline|user-?name|\bfn\b",
    re.IGNORECASE,
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
        if mark is MarkKind.LINK and detail and "author" in detail[1].lower().split():
            mark = MarkKind.AUTHOR
        count, since, value = self._open.get(mark, (0, len(run.parts), detail[0] if detail else ""))
        self._open[mark] = (count + 1, since, value)

    def end(self, mark: MarkKind, run: Run) -> None:
        """Close a mark in `run`."""
        if mark is MarkKind.LINK and mark not in self._open:
            mark = MarkKind.AUTHOR
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

    def begin(self, naming: str, run: Run) -> None:
        """Open a part in `run`."""
        self._open.append((run, len(run.parts), naming))

    def end(self, run: Run, *, every: bool) -> None:
        """Close the innermost part; it is kept if `every` one is, or for its names."""
        began, since, naming = self._open.pop()
        if len(self._open) < _PARTS_DEEP and (every or _PART_NAMES.search(naming)):
            run.marks.append((MarkKind.PART, since if began is run else 0, len(run.parts), naming))


def fold(text: str, layout: Layout) -> str:
    """The words of a run with white space folded, except in code."""
    if layout is not Layout.CODE:
        return " ".join(text.split())
    lines = [line.rstrip() for line in text.split("\n")]
    return "\n".join(lines).strip("\n") if any(lines) else ""


def placed(run: Run, text: str) -> tuple[Mark, ...]:
    """The marks of a run by characters of its folded text; those without a word in them go."""
    ends: list[int] = []  # characters of the folded text that the parts before each place give
    size = 0
    gap = False
    for part in run.parts:
        ends.append(size)
        if words := part.split():
            size += (gap or part[0].isspace()) * (size > 0) + len(" ".join(words))
            gap = part[-1].isspace()
        else:
            gap = gap or bool(part)
    ends.append(size)
    marks = []
    for kind, first, last, value in run.marks:
        start, end = ends[first], ends[last]
        start += start < end and text[start] == " "
        if start < end:
            marks.append(Mark(kind, start, end, value))
    return tuple(marks)


_LANGUAGE_CLASS = re.compile(r"(?:^|\s)(?:lang(?:uage)?-|highlight-source-|brush:\s*|sourceCode\s+)([\w+#.-]{1,30})")


def code_language(detail: tuple[str, ...]) -> str:
    """The language that code is in: named in a data attribute, or in a class as HTML (section 4.5.15) advises."""
    classes, *named = detail
    match = _LANGUAGE_CLASS.search(classes)
    return next((n.strip() for n in named if n.strip()), match[1] if match else "")
