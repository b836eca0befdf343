"""The figures of one page, and the mean and interval of many.

They are defined as the field does it, so that they compare with published ones: words are the lower-cased
``\\w+`` tokens of the WCXB benchmark, Chinese, Japanese and Korean split by character, and F1 counts them as
a multiset. README.md says what each figure means.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

QUALITY = ("F1", "P", "R", "lead", "tail", "leak", "with", "out")
FIELDS = ("title", "authors", "date", "dek", "headings", "captions", "credits")

EDGE_WORDS = 8
"""Shorter paragraphs (a dateline, "Read more") do not count as the first or the last of a text."""
CAPTION_WORDS = 6
"""Shorter captions ("The minister in Oslo") may well stand in the text by chance."""
FOUND = 0.8
"""Share of its trigrams that a passage found in a text has there: it may be cut or joined at its ends."""
IN_TEXT = 0.5
"""A caption with this share of its trigrams in the reference is part of the text, and cannot leak."""
ROUNDS = 1000

_WORD = re.compile(r"\w+")
_CJK = re.compile("([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])")

Row = Mapping[str, Any]
Trigrams = set[tuple[str, str, str]]


class Overlap(NamedTuple):
    """How far the words of an answer and of a reference agree."""

    precision: float
    recall: float
    f1: float


class Summary(NamedTuple):
    """The mean of a figure over n pages and its bootstrap 95 % interval."""

    mean: float
    low: float
    high: float
    n: int


def words_of(text: str | None) -> list[str]:
    return _WORD.findall(_CJK.sub(r" \1 ", (text or "").lower()))


def overlap(answer: Counter[str], reference: Counter[str]) -> Overlap:
    """Agreement of two multisets of words; nothing for nothing is right."""
    given, wanted = answer.total(), reference.total()
    if not given or not wanted:
        return Overlap(*[float(given == wanted)] * 3)
    hits = (answer & reference).total()
    return Overlap(hits / given, hits / wanted, 2 * hits / (given + wanted))


def page_figures(text: str, row: Row) -> dict[str, float]:
    """The figures of an answer's text that a labelled page allows."""
    grams = _trigrams(text)
    figures = _text_figures(text, grams, row) if row["text"] else {}
    return figures | _snippet_figures(text, row)


def field_figures(answer: Mapping[str, Any], row: Row) -> dict[str, float]:
    """The figures of the fields that both the answer and the labels of the page have."""
    figures = {}
    if row["title"] and "title" in answer:
        figures["title"] = float(_folded(answer["title"]) == _folded(row["title"]))
    if row["date"] and "date" in answer:
        figures["date"] = float((answer["date"] or "")[:10] == row["date"][:10])
    if row["dek"] and "dek" in answer:
        figures["dek"] = overlap(Counter(words_of(answer["dek"])), Counter(words_of(row["dek"]))).f1
    for name in ("authors", "headings", "captions", "credits"):
        given, wanted = _entries(answer.get(name)), _entries(row[name])
        if name in answer and row[name] is not None and (given or wanted):
            figures[name] = 2 * len(given & wanted) / (len(given) + len(wanted))
    return figures


def summarise(values: Sequence[float]) -> Summary:
    """The same values give the same interval: the draws are seeded."""
    array = np.array(values)
    draws = np.random.default_rng(0).integers(0, len(array), (ROUNDS, len(array)))
    low, high = np.quantile(array[draws].mean(axis=1), (0.025, 0.975))
    return Summary(float(array.mean()), float(low), float(high), len(array))


def _text_figures(text: str, grams: Trigrams, row: Row) -> dict[str, float]:
    best = _best_overlap(text, row)
    figures = {"F1": best.f1, "P": best.precision, "R": best.recall}
    paragraphs = row["text"].split("\n")
    for name, ordered in (("lead", paragraphs), ("tail", reversed(paragraphs))):
        edge = next((p for p in ordered if len(words_of(p)) >= EDGE_WORDS), None)
        if edge is not None:
            figures[name] = float(_holds(grams, edge))
    captions = _outside_captions(row)
    if captions:
        figures["leak"] = sum(_holds(grams, c) for c in captions) / len(captions)
    return figures


def _best_overlap(text: str, row: Row) -> Overlap:
    """References differ in whether headline and dek belong to the text, so an answer may hold them or not."""
    answer, reference = Counter(words_of(text)), Counter(words_of(row["text"]))
    title, dek = Counter(words_of(row["title"])), Counter(words_of(row["dek"]))
    wanted = (reference, reference + dek, reference + title, reference + title + dek)
    return max((overlap(answer, w) for w in wanted), key=lambda o: o.f1)


def _outside_captions(row: Row) -> list[str]:
    reference = _trigrams(row["text"])
    long = (c for c in row["captions"] or () if len(words_of(c)) >= CAPTION_WORDS)
    return [c for c in long if not _holds(reference, c, IN_TEXT)]


def _snippet_figures(text: str, row: Row) -> dict[str, float]:
    plain = _plain(text)
    figures = {}
    for name, snippets in (("with", row["with"]), ("out", row["without"])):
        if snippets:
            figures[name] = sum(_plain(s) in plain for s in snippets) / len(snippets)
    return figures


def _trigrams(text: str) -> Trigrams:
    words = words_of(text)
    return set(zip(words, words[1:], words[2:], strict=False))


def _holds(grams: Trigrams, passage: str, share: float = FOUND) -> bool:
    wanted = _trigrams(passage)
    return bool(wanted) and len(wanted & grams) >= share * len(wanted)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.lower())


def _folded(text: str | None) -> str:
    return " ".join(words_of(text))


def _entries(values: Iterable[str] | None) -> set[str]:
    return {_folded(v) for v in values or ()} - {""}
