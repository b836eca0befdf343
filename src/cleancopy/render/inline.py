"""The marks of a passage as a tree of spans, which a document can nest."""

from collections.abc import Iterable
from typing import NamedTuple

from cleancopy.article_data import Passage
from cleancopy.block import Mark, MarkKind
from cleancopy.urls import safe_url

_ORDER = (MarkKind.LINK, MarkKind.STRONG, MarkKind.EMPHASIS, MarkKind.CODE)  # of the same words the first is outermost


class Span(NamedTuple):
    """Characters `start` to `end` of a passage's text that have a mark; `inner` are the spans within.

    value   the address of a link, or the label of a footnote
    note    whether it is a link to a footnote
    """

    kind: MarkKind
    start: int
    end: int
    value: str
    note: bool
    inner: list["Span"]


def build_spans(passage: Passage, cited: frozenset[str] = frozenset()) -> list[Span]:
    """Return the outermost spans of a passage, in order.

    cited   labels of the footnotes that links may lead to

    Spans have words at both ends and lead only to safe addresses. No span stands within one of its kind, or within
    code. If marks overlap, the later one is cut.
    """
    top: list[Span] = []
    open_spans: list[Span] = []
    for span in sorted(_select_marks(passage, cited), key=lambda s: (s.start, -s.end, _ORDER.index(s.kind))):
        while open_spans and open_spans[-1].end <= span.start:
            open_spans.pop()
        if any(outer.kind in {span.kind, MarkKind.CODE} for outer in open_spans):
            continue
        parent = open_spans[-1] if open_spans else None
        start, end = _trim(passage.text, span.start, min(span.end, parent.end) if parent else span.end)
        if start < end:
            trimmed = span._replace(start=start, end=end)
            (parent.inner if parent else top).append(trimmed)
            open_spans.append(trimmed)
    return top


def _select_marks(passage: Passage, cited: frozenset[str]) -> Iterable[Span]:
    """Yield the marks that a document can show, each as a span on its own."""
    for mark in passage.marks:
        if mark.kind not in _ORDER:
            continue
        value, note = _resolve_target(mark, cited)
        start, end = _trim(passage.text, max(mark.start, 0), min(mark.end, len(passage.text)))
        if start < end and (value or mark.kind is not MarkKind.LINK):
            yield Span(mark.kind, start, end, value or "", note, [])


def _resolve_target(mark: Mark, cited: frozenset[str]) -> tuple[str | None, bool]:
    """Return where a link leads, None if nowhere, and whether that is a footnote."""
    if mark.kind is not MarkKind.LINK:
        return None, False
    if mark.value.startswith("#"):
        label = mark.value[1:]
        return (label, True) if label in cited else (None, False)
    return safe_url(mark.value), False


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end].lstrip()
    start = max(start, end - len(words))
    return start, start + len(words.rstrip())
