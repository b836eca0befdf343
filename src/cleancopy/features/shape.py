"""Features of a block's own text: its length, its characters, how it starts and ends."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

import numpy as np

from cleancopy.features.columns import Column, number, numbers, share

_CLOSERS = "\"'”’»)]}›」』）】 \t"
_ENDS = frozenset(".!?…。！？।؟۔։።｡")
_OPENERS = frozenset("\"'“”„«‘‹「『—–-")
_ELLIPSES = ("...", "…", "[…]", "[...]")
_PATTERN_CHARS = 300
"""Addresses, amounts and marks are looked for in so many characters at the start of a block."""

_MARKS = {"has_copyright": "©®", "has_bar": "|•·»›→←▸►✕×"}
_PATTERNS = {
    "has_url": (re.compile(r"https?:|www\.|\w@\w|\.(?:com|org|net)\b"), ("http", "www.", "@", ".com", ".org", ".net")),
    "has_price": (
        re.compile(r"[$€£¥₹]\s?\d|\d\s?[€£¥₽]|\d (?:EUR|USD)\b"),
        ("$", "€", "£", "¥", "₹", "₽", " EUR", " USD"),
    ),
}
"""Patterns, each with strings of which one stands in whatever matches."""
_DIGIT_PATTERNS = {
    "has_clock": re.compile(r"\d[:.h]\d\d\b"),
    "has_year": re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)"),
}


def shape_columns(texts: Sequence[str], counts: dict[str, Column]) -> dict[str, Column]:
    """The columns of `table.SHAPE`, from the texts and their `charclass.count`."""
    chars = numbers(map(len, texts))
    words = counts["words"] + counts["cjk"] / 2
    return {
        "chars": np.log1p(chars),
        "words": np.log1p(words),
        "word_length": np.minimum(share(chars - counts["space"], words), 20) / 10,
        "digits": share(counts["digit"], chars),
        "upper": share(counts["upper"], counts["upper"] + counts["lower"]),
        "cjk": share(counts["cjk"], chars),
        "commas": share(counts["comma"], words),
        "sentences": np.log1p(counts["sentence"]),
        "symbols": share(counts["symbol"], chars),
        "quotes": np.log1p(counts["quote"]),
        "capitalised": share(counts["head_capitals"], counts["head_words"]),
        **_ends(texts),
        **_starts(texts),
        **_holds(texts, counts["digit"]),
    }


def _ends(texts: Sequence[str]) -> dict[str, Column]:
    ends = [(t.rstrip(_CLOSERS) or t)[-1] for t in texts]
    return {
        "ends_sentence": numbers(map(_ENDS.__contains__, ends)),
        "ends_colon": numbers(map(":：".__contains__, ends)),
        "ends_ellipsis": numbers([t.endswith(_ELLIPSES) for t in texts]),
        "ends_bracket": numbers([t[-1] in ")]）】" for t in texts]),
    }


def _starts(texts: Sequence[str]) -> dict[str, Column]:
    first = [t[0] for t in texts]
    chars = list(dict.fromkeys(first))
    of_text = number(first)
    tests = {
        "starts_lower": map(str.islower, chars),
        "starts_upper": map(str.isupper, chars),
        "starts_digit": map(str.isdigit, chars),
        "starts_quote": map(_OPENERS.__contains__, chars),
        "starts_symbol": (not c.isalnum() and c not in _OPENERS for c in chars),
    }
    return {name: numbers(values)[of_text] for name, values in tests.items()}


def _holds(texts: Sequence[str], digits: Column) -> dict[str, Column]:
    """What patterns find at the start of each text; they are tried only where there is something to find."""
    heads = [t[:_PATTERN_CHARS] for t in texts]
    page = "\0".join(heads)
    starts = list(accumulate((len(h) + 1 for h in heads), initial=0))

    def holding(strings: Iterable[str]) -> set[int]:
        return {place for s in strings for place in _places(s, page, starts)}

    def column(places: Iterable[int]) -> Column:
        out = np.zeros(len(texts), np.float32)
        out[list(places)] = 1
        return out

    with_digits = np.flatnonzero(digits).tolist()
    found = {name: column(holding(marks)) for name, marks in _MARKS.items()}
    for name, (pattern, strings) in _PATTERNS.items():
        found[name] = column(i for i in holding(strings) if pattern.search(heads[i]))
    for name, pattern in _DIGIT_PATTERNS.items():
        found[name] = column(i for i in with_digits if pattern.search(heads[i]))
    return found


def _places(string: str, page: str, starts: Sequence[int]) -> Iterable[int]:
    """The texts with a string in them, of texts laid end to end: where they start is told, and where all end."""
    at = page.find(string)
    while at >= 0:
        place = bisect_right(starts, at) - 1
        yield place
        at = page.find(string, starts[place + 1])
