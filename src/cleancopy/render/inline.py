"""The marks of a passage as a tree of spans, which a document can nest."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from cleancopy.article_data import Passage
from cleancopy.block import Mark, MarkKind
from cleancopy.lexicon import lower_text, raise_text
from cleancopy.urls import safe_url

_ORDER = (
    MarkKind.LINK, MarkKind.DELETED, MarkKind.INSERTED, MarkKind.HIGHLIGHT, MarkKind.STRONG, MarkKind.EMPHASIS,
    MarkKind.ABBREVIATION, MarkKind.SUPERSCRIPT, MarkKind.SUBSCRIPT, MarkKind.KEYBOARD, MarkKind.CODE, MarkKind.FORMULA,
    MarkKind.LINE_BREAK,
)  # fmt: skip
"""The kinds that documents show; of the same words the first is outermost."""
_CLOSED = frozenset(_ORDER[_ORDER.index(MarkKind.SUPERSCRIPT) :])
"""Kinds with words alone in them."""
_REWRITTEN: Mapping[MarkKind, Callable[[str], str]] = {
    MarkKind.SUPERSCRIPT: raise_text,
    MarkKind.SUBSCRIPT: lower_text,
}
"""How the text writes what a mark has as its value."""
_FORMULA = re.compile(r"(\$\$?)([^$\s](?:[^$]*[^$\s])?)\1")


class Span(NamedTuple):
    """Characters `start` to `end` of a passage's text that have a mark; `inner` are the spans within.

    value   the address of a link, the label of a footnote, the words of a superscript, the TeX of a formula, the
            meaning of an abbreviation
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
    code, a formula or raised text. If marks overlap, the later one is cut, or left out if it must be whole.
    """
    top: list[Span] = []
    open_spans: list[Span] = []
    for span in sorted(_select_marks(passage, cited), key=lambda s: (s.start, -s.end, _ORDER.index(s.kind))):
        while open_spans and open_spans[-1].end <= span.start:
            open_spans.pop()
        if any(outer.kind is span.kind or outer.kind in _CLOSED for outer in open_spans):
            continue
        parent = open_spans[-1] if open_spans else None
        start, end = span.start, min(span.end, parent.end) if parent else span.end
        if span.kind is not MarkKind.LINE_BREAK:
            start, end = _trim(passage.text, start, end)
        if start < end and (end == span.end or not _must_be_whole(span.kind)):
            trimmed = span._replace(start=start, end=end)
            (parent.inner if parent else top).append(trimmed)
            open_spans.append(trimmed)
    return top


def _select_marks(passage: Passage, cited: frozenset[str]) -> Iterable[Span]:
    """Yield the marks that a document can show, each as a span on its own."""
    for mark in passage.marks:
        if mark.kind not in _ORDER:
            continue
        if mark.kind is MarkKind.LINE_BREAK:
            if _is_line_break(mark, passage.text):
                yield Span(mark.kind, mark.start, mark.end, "", False, [])
            continue
        start, end = _trim(passage.text, max(mark.start, 0), min(mark.end, len(passage.text)))
        value, note = _resolve_value(mark, passage.text[start:end], cited)
        if start < end and value is not None:
            yield Span(mark.kind, start, end, value, note, [])


def _is_line_break(mark: Mark, text: str) -> bool:
    """Whether a line break is a space between words."""
    return mark.start > 0 and mark.end == mark.start + 1 < len(text) and text[mark.start] == " "


def _must_be_whole(kind: MarkKind) -> bool:
    return kind is MarkKind.FORMULA or kind in _REWRITTEN


def _resolve_value(mark: Mark, words: str, cited: frozenset[str]) -> tuple[str | None, bool]:
    """Return the value of a span, None if the mark does not hold, and whether it leads to a footnote.

    words   the text of the mark
    """
    if mark.kind is MarkKind.FORMULA:
        match = _FORMULA.fullmatch(words)
        return match[2] if match else None, False
    if write := _REWRITTEN.get(mark.kind):
        return mark.value if write(mark.value) == words else None, False
    if mark.kind is not MarkKind.LINK:
        return mark.value, False
    if mark.value.startswith("#"):
        label = mark.value[1:]
        return (label, True) if label in cited else (None, False)
    return safe_url(mark.value), False


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end].lstrip()
    start = max(start, end - len(words))
    return start, start + len(words.rstrip())
