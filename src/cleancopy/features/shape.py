"""Features of a block's own text: its length, its characters, how it starts and ends."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from cleancopy.features.charclass import LOOK_CHARS, Chars
from cleancopy.features.columns import Column, pieces, share
from cleancopy.features.kinds import BIT, CLOSERS, PLANE

_ELLIPSES = ("...", "…", "[…]", "[...]")

_MARKS = {"has_copyright": BIT["copyright"], "has_bar": BIT["bar"]}
_PATTERNS = {
    "has_url": (
        re.compile(r"https?:|www\.|\w@\w|\.(?:com|org|net)\b"),
        BIT["at"],
        ("http", "www.", ".com", ".org", ".net"),
    ),
    "has_price": (
        re.compile(r"[$€£¥₹]\s?\d|\d\s?[€£¥₽]|\d (?:EUR|USD)\b"),
        BIT["currency"],
        (" EUR", " USD"),
    ),
}
"""Patterns, each with a class of characters and strings of which one stands in whatever matches."""


def shape_columns(texts: Sequence[str], chars: Chars, counts: dict[str, Column]) -> dict[str, Column]:
    """The columns of `table.SHAPE`, from the texts, their characters and the counts of these."""
    size = (chars.ends - chars.starts).astype(np.float32)
    words = counts["words"] + counts["cjk"] / 2
    return {
        "chars": np.log1p(size),
        "words": np.log1p(words),
        "word_length": np.minimum(share(size - counts["space"], words), 20) / 10,
        "digits": share(counts["digit"], size),
        "upper": share(counts["upper"], counts["upper"] + counts["lower"]),
        "cjk": share(counts["cjk"], size),
        "commas": share(counts["comma"], words),
        "sentences": np.log1p(counts["sentence"]),
        "symbols": share(counts["symbol"], size),
        "quotes": np.log1p(counts["quote"]),
        "capitalised": share(counts["head_capitals"], counts["head_words"]),
        **_ends(texts, chars),
        **_starts(chars),
        **_holds(texts, chars, counts["digit"] > 0),
    }


def _ends(texts: Sequence[str], chars: Chars) -> dict[str, Column]:
    at = chars.ends - 1
    last = chars.sets(at)
    for i in np.flatnonzero(last & BIT["closer"]).tolist():
        if size := len(texts[i].rstrip(CLOSERS)):
            at[i] = chars.starts[i] + size - 1
    end = chars.sets(at)
    ellipsis = np.zeros(len(texts), np.float32)
    for i in np.flatnonzero(last & BIT["dots"]).tolist():
        ellipsis[i] = texts[i].endswith(_ELLIPSES)
    return {
        "ends_sentence": _has(end, BIT["end"]),
        "ends_colon": _has(end, BIT["colon"]),
        "ends_ellipsis": ellipsis,
        "ends_bracket": _has(last, BIT["bracket"]),
    }


def _has(sets: npt.NDArray[np.uint32], bit: np.uint32) -> Column:
    return (sets & bit > 0).astype(np.float32)


def _starts(chars: Chars) -> dict[str, Column]:
    first, codes = chars.sets(chars.starts), chars.codes[chars.starts]
    apart = first & (BIT["word"] | BIT["opener"]) == 0
    columns = {
        "starts_lower": _has(first, BIT["lower"]),
        "starts_upper": _has(first, BIT["upper"]),
        "starts_digit": _has(first, BIT["digit"]),
        "starts_quote": _has(first, BIT["opener"]),
        "starts_symbol": (apart | (codes == ord("_"))).astype(np.float32),
    }
    for i in np.flatnonzero(codes >= PLANE).tolist():  # of these the table tells less
        char = chr(codes[i])
        columns["starts_lower"][i], columns["starts_upper"][i] = char.islower(), char.isupper()
        columns["starts_digit"][i] = char.isdigit()
    return columns


def _holds(texts: Sequence[str], chars: Chars, with_digits: npt.NDArray[np.bool_]) -> dict[str, Column]:
    """What patterns find at the start of each text; they are tried only where there is something to find."""
    found = {name: _has(chars.seen, bit) for name, bit in _MARKS.items()}
    page = "\0".join(texts)
    starts = chars.starts.tolist()
    for name, (pattern, bit, strings) in _PATTERNS.items():
        may = {place for s in strings for place in _places(s, page, starts)}
        may.update(np.flatnonzero(chars.seen & bit).tolist())
        found[name] = np.zeros(len(texts), np.float32)
        found[name][[i for i in may if pattern.search(texts[i], 0, LOOK_CHARS)]] = 1
    for name, times in zip(("has_clock", "has_year"), _times(chars), strict=True):
        found[name] = times * with_digits
    return found


_NINETEEN, _TWENTY = tuple(map(ord, "19")), tuple(map(ord, "20"))
_DECIMALS = 1 << 14  # at a time


def _times(chars: Chars) -> tuple[Column, Column]:
    r"""Which texts have times of day, ``\d[:.h]\d\d\b``, and years, ``(?<!\d)(?:19|20)\d\d(?!\d)``."""
    clocks, years = np.zeros((2, len(chars.ends)), np.float32)
    bounds = np.minimum(chars.ends, chars.starts + LOOK_CHARS)
    for some in pieces(len(chars.decimals), _DECIMALS):
        at = chars.decimals[some]
        owner = np.searchsorted(chars.ends, at)
        # The digit and what stands behind it: nothing where the text, or what is looked at of it, is at its end.
        places = at + np.arange(5)[:, None]
        inside = places < bounds[owner]
        places = np.minimum(places, bounds[owner])
        sets = chars.sets(places) * inside
        digit = sets & BIT["decimal"] > 0
        clock = (sets[1] & BIT["clock"] > 0) & digit[2] & digit[3] & (sets[4] & BIT["word"] == 0)
        first, second = chars.codes[places[:2]]
        century = ((first == _NINETEEN[0]) & (second == _NINETEEN[1])) | (
            (first == _TWENTY[0]) & (second == _TWENTY[1])
        )
        before = chars.sets(at - 1) & BIT["decimal"] > 0
        year = century & digit[2] & digit[3] & ~digit[4] & ~before
        clocks[owner[clock]] = years[owner[year]] = 1
    return clocks, years


def _places(string: str, page: str, starts: Sequence[int]) -> Iterable[int]:
    """The texts with a string in them, of texts laid end to end: where they start is told."""
    at = page.find(string)
    while at >= 0:
        place = bisect_right(starts, at)
        yield place - 1
        if place == len(starts):
            return
        at = page.find(string, starts[place])
