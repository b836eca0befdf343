"""The figures of one page, and the mean and interval of many.

They are defined as in published work, so that they can be compared: words are those of `labelled.split_words`, and F1
counts them as a multiset. README.md says what each figure means.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from labelled import list_trigrams, normalize_words, split_words

QUALITY = ("F1", "P", "R", "lead", "tail", "leak", "with", "out")
FIELDS = ("title", "authors", "date", "dek", "headings", "captions", "credits")

MIN_EDGE_WORDS = 8
"""Words of the shortest paragraph that counts as the first or last of a text; a dateline or "Read more" does not."""
MIN_CAPTION_WORDS = 6
"""Words of the shortest caption that counts; a shorter one ("The minister in Oslo") may be in a text by chance."""
MIN_FOUND_SHARE = 0.8
"""Share of its trigrams that a text must have to contain a passage, which may be cut or joined at its ends."""
MIN_IN_TEXT_SHARE = 0.5
"""A caption with this share of its trigrams in the reference is part of the text and cannot leak."""
N_DRAWS = 1000

Row = Mapping[str, Any]
Trigrams = set[tuple[str, str, str]]


class Overlap(NamedTuple):
    """Agreement of the words of an answer and of a reference."""

    precision: float
    recall: float
    f1: float


class Summary(NamedTuple):
    """The mean of a figure over n pages and its bootstrap 95 % interval."""

    mean: float
    low: float
    high: float
    n: int


def compare_words(answer: Counter[str], reference: Counter[str]) -> Overlap:
    """Agreement of two multisets of words; two empty ones agree."""
    given, wanted = answer.total(), reference.total()
    if not given or not wanted:
        return Overlap(*[float(given == wanted)] * 3)
    hits = (answer & reference).total()
    return Overlap(hits / given, hits / wanted, 2 * hits / (given + wanted))


def measure_text(text: str, row: Row) -> dict[str, float]:
    """The figures of an answer's text for which the page has labels."""
    grams = _collect_trigrams(text)
    figures = _measure_reference(text, grams, row) if row["text"] else {}
    return figures | _measure_snippets(text, row)


def measure_fields(answer: Mapping[str, Any], row: Row) -> dict[str, float]:
    """The figures of the fields that both the answer and the labels have."""
    figures = {}
    if row["title"] and "title" in answer:
        figures["title"] = float(normalize_words(answer["title"]) == normalize_words(row["title"]))
    if row["date"] and "date" in answer:
        figures["date"] = float((answer["date"] or "")[:10] == row["date"][:10])
    if row["dek"] and "dek" in answer:
        figures["dek"] = compare_words(Counter(split_words(answer["dek"])), Counter(split_words(row["dek"]))).f1
    for name in ("authors", "headings", "captions", "credits"):
        given, wanted = _normalize_entries(answer.get(name)), _normalize_entries(row[name])
        if name in answer and row[name] is not None and (given or wanted):
            figures[name] = 2 * len(given & wanted) / (len(given) + len(wanted))
    return figures


def summarize(values: Sequence[float]) -> Summary:
    """Mean and bootstrap interval. The draws are seeded: the same values give the same interval."""
    array = np.array(values)
    draws = np.random.default_rng(0).integers(0, len(array), (N_DRAWS, len(array)))
    low, high = np.quantile(array[draws].mean(axis=1), (0.025, 0.975))
    return Summary(float(array.mean()), float(low), float(high), len(array))


def _measure_reference(text: str, grams: Trigrams, row: Row) -> dict[str, float]:
    best = _find_best_overlap(text, row)
    figures = {"F1": best.f1, "P": best.precision, "R": best.recall}
    paragraphs = row["text"].split("\n")
    for name, ordered in (("lead", paragraphs), ("tail", reversed(paragraphs))):
        edge = next((p for p in ordered if len(split_words(p)) >= MIN_EDGE_WORDS), None)
        if edge is not None:
            figures[name] = float(_has_passage(grams, edge))
    captions = _list_outside_captions(row)
    if captions:
        figures["leak"] = sum(_has_passage(grams, c) for c in captions) / len(captions)
    return figures


def _find_best_overlap(text: str, row: Row) -> Overlap:
    """References differ in whether headline and dek belong to the text, so an answer may have them or not."""
    answer, reference = Counter(split_words(text)), Counter(split_words(row["text"]))
    title, dek = Counter(split_words(row["title"])), Counter(split_words(row["dek"]))
    wanted = (reference, reference + dek, reference + title, reference + title + dek)
    return max((compare_words(answer, w) for w in wanted), key=lambda o: o.f1)


def _list_outside_captions(row: Row) -> list[str]:
    reference = _collect_trigrams(row["text"])
    long = (c for c in row["captions"] or () if len(split_words(c)) >= MIN_CAPTION_WORDS)
    return [c for c in long if not _has_passage(reference, c, MIN_IN_TEXT_SHARE)]


def _measure_snippets(text: str, row: Row) -> dict[str, float]:
    plain = _fold_spaces(text)
    figures = {}
    for name, snippets in (("with", row["with"]), ("out", row["without"])):
        if snippets:
            figures[name] = sum(_fold_spaces(s) in plain for s in snippets) / len(snippets)
    return figures


def _collect_trigrams(text: str) -> Trigrams:
    return set(list_trigrams(split_words(text)))


def _has_passage(grams: Trigrams, passage: str, share: float = MIN_FOUND_SHARE) -> bool:
    wanted = _collect_trigrams(passage)
    return bool(wanted) and len(wanted & grams) >= share * len(wanted)


def _fold_spaces(text: str) -> str:
    return re.sub(r"\s+", " ", text.lower())


def _normalize_entries(values: Iterable[str] | None) -> set[str]:
    return {normalize_words(v) for v in values or ()} - {""}
