"""The marks of a passage as a tree of spans: what a document can nest."""

from collections.abc import Iterable
from typing import NamedTuple

from cleancopy.article import Passage
from cleancopy.block import Mark, MarkKind
from cleancopy.links import safe

_ORDER = (MarkKind.LINK, MarkKind.STRONG, MarkKind.EMPHASIS, MarkKind.CODE)  # of the same words the first is outermost


class Span(NamedTuple):
    """Characters `start` to `end` of a passage's text that stand in a mark; `inner` are the spans within.

    note   whether it is a link to a footnote; its label is `value` then
    """

    kind: MarkKind
    start: int
    end: int
    value: str
    note: bool
    inner: list["Span"]


def spans(passage: Passage, cited: frozenset[str] = frozenset()) -> list[Span]:
    """The outermost spans of a passage, in order.

    cited   labels of the footnotes that links may lead to

    Spans have words at both ends, lead nowhere but to safe addresses, and no span stands within one of its kind,
    or within code.
    Of marks that overlap the later is cut.
    """
    top: list[Span] = []
    open_spans: list[Span] = []
    for span in sorted(_usable(passage, cited), key=lambda s: (s.start, -s.end, _ORDER.index(s.kind))):
        while open_spans and open_spans[-1].end <= span.start:
            open_spans.pop()
        if any(above.kind in {span.kind, MarkKind.CODE} for above in open_spans):
            continue
        inside = open_spans[-1] if open_spans else None
        cut = _trimmed(passage.text, span.start, min(span.end, inside.end) if inside else span.end)
        if cut[0] < cut[1]:
            kept = span._replace(start=cut[0], end=cut[1])
            (inside.inner if inside else top).append(kept)
            open_spans.append(kept)
    return top


def _usable(passage: Passage, cited: frozenset[str]) -> Iterable[Span]:
    for mark in passage.marks:
        if mark.kind not in _ORDER:
            continue
        value, note = _target(mark, cited)
        start, end = _trimmed(passage.text, max(mark.start, 0), min(mark.end, len(passage.text)))
        if start < end and (value or mark.kind is not MarkKind.LINK):
            yield Span(mark.kind, start, end, value or "", note, [])


def _target(mark: Mark, cited: frozenset[str]) -> tuple[str | None, bool]:
    if mark.kind is not MarkKind.LINK:
        return None, False
    if mark.value.startswith("#"):
        label = mark.value[1:]
        return (label, True) if label in cited else (None, False)
    return safe(mark.value), False


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end].lstrip()
    start = max(start, end - len(words))
    return start, start + len(words.rstrip())
