"""Features of a block's own text: its length, its characters, how it starts and ends."""

import re
from collections.abc import Sequence

import numpy as np

from cleancopy.features.columns import Column, numbers, share
from cleancopy.features.words import HEAD_CHARS

_CLOSERS = "\"'”’»)]}›」』）】 \t"
_ENDS = frozenset(".!?…。！？।؟۔։።｡")
_OPENERS = frozenset("\"'“”„«‘‹「『—–-")
_PATTERNS = {
    "has_url": re.compile(r"https?:|www\.|\w@\w|\.(?:com|org|net)\b"),
    "has_clock": re.compile(r"\d[:.h]\d\d\b"),
    "has_year": re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)"),
    "has_price": re.compile(r"[$€£¥₹]\s?\d|\d\s?[€£¥₽]|\d (?:EUR|USD)\b"),
    "has_copyright": re.compile(r"[©®]"),
    "has_bar": re.compile(r"[|•·»›→←▸►✕×]"),
}
_PATTERN_CHARS = 300


def shape_columns(texts: Sequence[str], counts: dict[str, Column]) -> dict[str, Column]:
    """The columns of `table.SHAPE`, from the texts and their `charclass.count`."""
    chars = numbers(map(len, texts))
    words = counts["words"] + counts["cjk"] / 2
    out = {
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
        "capitalised": numbers(map(_capitalised, texts)),
    }
    ends = [(t.rstrip(_CLOSERS) or t)[-1] for t in texts]
    first = [t[0] for t in texts]
    out |= {
        "ends_sentence": numbers(c in _ENDS for c in ends),
        "ends_colon": numbers(c in ":：" for c in ends),
        "ends_ellipsis": numbers(t.endswith(("...", "…", "[…]", "[...]")) for t in texts),
        "ends_bracket": numbers(t[-1] in ")]）】" for t in texts),
        "starts_lower": numbers(c.islower() for c in first),
        "starts_upper": numbers(c.isupper() for c in first),
        "starts_digit": numbers(c.isdigit() for c in first),
        "starts_quote": numbers(c in _OPENERS for c in first),
        "starts_symbol": numbers(not c.isalnum() and c not in _OPENERS for c in first),
    }
    heads = [t if len(t) <= _PATTERN_CHARS else t[:_PATTERN_CHARS] for t in texts]
    return out | {n: numbers(p.search(t) is not None for t in heads) for n, p in _PATTERNS.items()}


def _capitalised(text: str) -> float:
    words = text[:HEAD_CHARS].split()
    return sum(w[0].isupper() for w in words) / max(1, len(words))
