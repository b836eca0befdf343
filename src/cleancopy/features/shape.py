"""Features of a block's own text: its length, its characters, how it starts and ends."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from cleancopy.features.char_table import BIT, CLOSERS, PLANE
from cleancopy.features.chars import SEARCH_CHARS, Chars
from cleancopy.features.columns import Column, chunk_slices, divide

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
"""Patterns, each with a class of characters and strings: every match contains one of these."""


def shape_columns(texts: Sequence[str], chars: Chars, counts: dict[str, Column]) -> dict[str, Column]:
    """The columns of the table's group "shape", from texts, their characters and the counts of their classes."""
    size = (chars.ends - chars.starts).astype(np.float32)
    words = counts["words"] + counts["cjk"] / 2
    return {
        "chars": np.log1p(size),
        "words": np.log1p(words),
        "word_length": np.minimum(divide(size - counts["space"], words), 20) / 10,
        "digits": divide(counts["digit"], size),
        "upper": divide(counts["upper"], counts["upper"] + counts["lower"]),
        "cjk": divide(counts["cjk"], size),
        "commas": divide(counts["comma"], words),
        "sentences": np.log1p(counts["sentence"]),
        "symbols": divide(counts["symbol"], size),
        "quotes": np.log1p(counts["quote"]),
        "capitalised": divide(counts["head_capitals"], counts["head_words"]),
        **_end_columns(texts, chars),
        **_start_columns(chars),
        **_pattern_columns(texts, chars, counts["digit"] > 0),
    }


def _end_columns(texts: Sequence[str], chars: Chars) -> dict[str, Column]:
    end_index = chars.ends - 1
    last = chars.look_up_masks(end_index)
    for i in np.flatnonzero(last & BIT["closer"]).tolist():
        if size := len(texts[i].rstrip(CLOSERS)):
            end_index[i] = chars.starts[i] + size - 1
    end = chars.look_up_masks(end_index)
    ellipsis = np.zeros(len(texts), np.float32)
    for i in np.flatnonzero(last & BIT["dots"]).tolist():
        ellipsis[i] = texts[i].endswith(_ELLIPSES)
    return {
        "ends_sentence": _flag_column(end, BIT["end"]),
        "ends_colon": _flag_column(end, BIT["colon"]),
        "ends_ellipsis": ellipsis,
        "ends_bracket": _flag_column(last, BIT["bracket"]),
    }


def _flag_column(masks: npt.NDArray[np.uint32], bit: np.uint32) -> Column:
    return (masks & bit > 0).astype(np.float32)


def _start_columns(chars: Chars) -> dict[str, Column]:
    first, codes = chars.look_up_masks(chars.starts), chars.codes[chars.starts]
    is_other = first & (BIT["word"] | BIT["opener"]) == 0
    columns = {
        "starts_lower": _flag_column(first, BIT["lower"]),
        "starts_upper": _flag_column(first, BIT["upper"]),
        "starts_digit": _flag_column(first, BIT["digit"]),
        "starts_quote": _flag_column(first, BIT["opener"]),
        "starts_symbol": (is_other | (codes == ord("_"))).astype(np.float32),
    }
    for i in np.flatnonzero(codes >= PLANE).tolist():  # the table has fewer classes for these
        char = chr(codes[i])
        columns["starts_lower"][i], columns["starts_upper"][i] = char.islower(), char.isupper()
        columns["starts_digit"][i] = char.isdigit()
    return columns


def _pattern_columns(texts: Sequence[str], chars: Chars, has_digits: npt.NDArray[np.bool_]) -> dict[str, Column]:
    """Which patterns the start of each text contains. They are tried only on texts with their characters or strings."""
    columns = {name: _flag_column(chars.head_class_mask, bit) for name, bit in _MARKS.items()}
    page = "\0".join(texts)
    starts = chars.starts.tolist()
    for name, (pattern, bit, strings) in _PATTERNS.items():
        may_match = {i for s in strings for i in _find_texts_with(s, page, starts)}
        may_match.update(np.flatnonzero(chars.head_class_mask & bit).tolist())
        columns[name] = np.zeros(len(texts), np.float32)
        columns[name][[i for i in may_match if pattern.search(texts[i], 0, SEARCH_CHARS)]] = 1
    for name, column in zip(("has_clock", "has_year"), _time_columns(chars), strict=True):
        columns[name] = column * has_digits
    return columns


_NINETEEN, _TWENTY = tuple(map(ord, "19")), tuple(map(ord, "20"))
_CHUNK_DECIMALS = 1 << 14  # processed at a time


def _time_columns(chars: Chars) -> tuple[Column, Column]:
    r"""Which texts have times of day, ``\d[:.h]\d\d\b``, and years, ``(?<!\d)(?:19|20)\d\d(?!\d)``."""
    clocks, years = np.zeros((2, len(chars.ends)), np.float32)
    bounds = np.minimum(chars.ends, chars.starts + SEARCH_CHARS)
    for chunk in chunk_slices(len(chars.decimals), _CHUNK_DECIMALS):
        at = chars.decimals[chunk]
        owner = np.searchsorted(chars.ends, at)
        # The digit and the four characters after it, without those past the end of the searched part.
        index = at + np.arange(5)[:, None]
        is_inside = index < bounds[owner]
        index = np.minimum(index, bounds[owner])
        masks = chars.look_up_masks(index) * is_inside
        is_digit = masks & BIT["decimal"] > 0
        clock = (masks[1] & BIT["clock"] > 0) & is_digit[2] & is_digit[3] & (masks[4] & BIT["word"] == 0)
        first, second = chars.codes[index[:2]]
        century = ((first == _NINETEEN[0]) & (second == _NINETEEN[1])) | (
            (first == _TWENTY[0]) & (second == _TWENTY[1])
        )
        before = chars.look_up_masks(at - 1) & BIT["decimal"] > 0
        year = century & is_digit[2] & is_digit[3] & ~is_digit[4] & ~before
        clocks[owner[clock]] = years[owner[year]] = 1
    return clocks, years


def _find_texts_with(string: str, page: str, starts: Sequence[int]) -> Iterable[int]:
    """Indices of the texts that contain a string.

    page     the texts, concatenated with a character after each
    starts   where each text starts in it
    """
    found = page.find(string)
    while found >= 0:
        next_text = bisect_right(starts, found)
        yield next_text - 1
        if next_text == len(starts):
            return
        found = page.find(string, starts[next_text])
