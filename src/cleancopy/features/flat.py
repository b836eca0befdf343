"""Features of a block of flattened text, in place of markup: credits, repeated lines, patterns, runs of prose."""

from collections.abc import Sequence
from itertools import pairwise
from operator import eq
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.features.blocks import Blocks
from cleancopy.features.char_table import BIT
from cleancopy.features.chars import Chars
from cleancopy.features.columns import Column, IntArray, factorize, signed_log, slice_bytes
from cleancopy.features.position import ContentWords, window_sum
from cleancopy.features.table import LAYOUTS
from cleancopy.lexicon import split_credit

CREDIT_CHARS = 160
"""Characters at the end of a block in which a credit is looked for."""
MASKED_CHARS = 60
"""Longer blocks have no pattern: no line of a menu or above a comment is as long."""
PATTERN_REACH = 3
MAX_RUN_GAP = 3
"""Blocks without prose that do not end a run of prose: a subheading, a picture, a credit."""
SHORT_CHARS = 40


def flat_columns(
    texts: Sequence[str], chars: Chars, pattern: IntArray, content: ContentWords, known: dict[str, Column]
) -> dict[str, Column]:
    """The columns of the table's group "flat".

    pattern   as `find_patterns` gives it
    known     the columns made so far
    """
    size, prose = known["chars"], known["prose"] > 0
    credit = _credit_column(texts, chars)
    credit_below = np.append(credit[1:], np.float32(0))
    equals_next = np.array([*map(eq, texts, texts[1:]), False], bool)
    median = _compute_median(size[prose] if prose.any() else size)
    rank = np.argsort(np.argsort(size, kind="stable"), kind="stable")
    n_opened, n_closed = (chars.count_character(bracket) for bracket in "()")
    return {
        "credit": credit,
        "credit_below": np.maximum(credit_below, np.append(credit_below[1:], np.float32(0))),
        "open_bracket": np.sign(n_opened - n_closed),
        "adjacent_copy": (equals_next | np.append(False, equals_next[:-1])).astype(np.float32),
        **_pattern_columns(pattern, chars.ends - chars.starts <= MASKED_CHARS),
        **_run_columns(prose, np.expm1(size), content),
        "chars_rank": (rank / max(1, len(texts) - 1)).astype(np.float32),
        "prose_rank": np.clip(size - median, -3, 3).astype(np.float32),
    }


def _compute_median(values: Column) -> np.float32:
    """As `np.median`, but faster for few values."""
    ordered = np.sort(values)
    return np.float32((ordered[(len(values) - 1) // 2] + ordered[len(values) // 2]) / 2)


def flat_groups(blocks: Blocks, pattern: IntArray, prose: Column) -> IntArray:
    """Groupings of the blocks, n × 3: runs of prose and what lies between; blocks that look alike; pattern."""
    bounds = [int(bound) for run in _find_runs(prose > 0) for bound in (run[0], run[-1] + 1)]
    run = np.searchsorted(bounds, np.arange(len(prose)), side="right")
    looks = ((np.minimum(blocks.gap, 3), 4), (blocks.layout, len(LAYOUTS)), (prose, 2), (blocks.chars > SHORT_CHARS, 2))
    look_code = blocks.indent.astype(np.int64)
    for look, size in looks:
        look_code = look_code * size + look.astype(np.int64)
    return np.stack([factorize(run.tolist()), factorize(look_code.tolist()), pattern], axis=1)


def _credit_column(texts: Sequence[str], chars: Chars) -> Column:
    """1 for each text that is a credit or ends in one. Only texts with the marks of a credit are searched."""
    may_match = chars.look_up_masks(chars.ends - 1) & (BIT["bracket"] | BIT["space"])
    may_match |= chars.look_up_masks(chars.starts) & (BIT["copyright"] | BIT["open"])
    may_match |= chars.class_mask & BIT["label"]
    credit = np.zeros(len(texts), np.float32)
    for i in np.flatnonzero(may_match).tolist():
        credit[i] = _has_credit(texts[i])
    return credit


def _has_credit(text: str) -> bool:
    if len(text) <= CREDIT_CHARS and text.startswith(("©", "(c)", "(C)")):
        return True
    return bool(split_credit(text[-CREDIT_CHARS:])[1])


def _pattern_columns(pattern: IntArray, is_short: npt.NDArray[np.bool_]) -> dict[str, Column]:
    repeats = np.log(np.where(is_short, np.bincount(pattern)[pattern], 1).astype(np.float32))
    around = window_sum((repeats > 1).astype(np.float32), PATTERN_REACH)
    return {"masked_repeats": repeats, "masked_share": around / (2 * PATTERN_REACH + 1)}


def find_patterns(chars: Chars) -> IntArray:
    """For each text the code of its pattern: the text with names and numbers masked. All long texts share one code."""
    is_short = chars.ends - chars.starts <= MASKED_CHARS
    index = np.flatnonzero(np.repeat(is_short, chars.ends - chars.starts + 1))
    masks, codes = chars.look_up_masks(index), chars.codes.take(index)
    is_word, is_digit = masks & BIT["word"] > 0, masks & BIT["decimal"] > 0
    begins = is_word & ~_shift(is_word)
    begins_name = begins & (masks & BIT["name"] > 0)
    # Remove the rest of a word that is a name, and the rest of a number.
    word_index = np.maximum(np.cumsum(begins) - 1, 0)
    in_name = is_word & begins_name[begins][word_index] if begins.any() else is_word
    stays = ~(in_name & ~begins) & ~(is_digit & _shift(is_digit))
    codes[is_digit] = ord("0")
    codes[begins_name] = ord("N")
    upto = np.append(0, np.cumsum(stays))
    ends = upto[np.cumsum(np.where(is_short, chars.ends - chars.starts + 1, 0))]
    return factorize(slice_bytes(codes[stays], np.append(0, ends[:-1]), ends))


def _shift(flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """For each character the flag of the one before it."""
    return np.append(False, flags[:-1])[: len(flags)]


def _find_runs(is_prose: npt.NDArray[np.bool_]) -> list[IntArray]:
    """Indices of prose, as one array for each run; more than MAX_RUN_GAP other blocks separate two runs."""
    index = np.flatnonzero(is_prose)
    bounds = [0, *(np.flatnonzero(np.diff(index) > MAX_RUN_GAP + 1) + 1).tolist(), len(index)]
    return [index[start:end] for start, end in pairwise(bounds)] if len(index) else []


class _Span(NamedTuple):
    first: int
    last: int
    chars: float


def _run_columns(prose: npt.NDArray[np.bool_], chars: Column, content: ContentWords) -> dict[str, Column]:
    """How far blocks are from the run with most prose, in blocks and in vocabulary."""
    n = len(prose)
    spans = [_Span(int(r[0]), int(r[-1]), float(chars[r].sum())) for r in _find_runs(prose)]
    if not spans:
        zero = np.zeros(n, np.float32)
        return {"in_main_run": zero, "main_run_offset": zero, "run_share": zero, "topic_main": zero}
    run_share = np.zeros(n, np.float32)
    total = sum(span.chars for span in spans)
    for span in spans:
        run_share[span.first : span.last + 1] = span.chars / total
    main = max(spans, key=lambda s: s.chars)
    index = np.arange(n)
    offset = np.where(index < main.first, index - main.first, np.maximum(index - main.last, 0))
    return {
        "in_main_run": (offset == 0).astype(np.float32),
        "main_run_offset": signed_log(offset),
        "run_share": run_share,
        "topic_main": _main_topic_column(content, prose & (offset == 0)),
    }


def _main_topic_column(content: ContentWords, in_main_run: npt.NDArray[np.bool_]) -> Column:
    """For each block the share of its words that other blocks of the main run use."""
    is_main = in_main_run[content.owners]
    word, block = content.ids[is_main], content.owners[is_main]
    first = np.full(content.vocabulary_size, len(in_main_run))
    last = np.full(content.vocabulary_size, -1)
    np.minimum.at(first, word, block)
    np.maximum.at(last, word, block)
    return content.average((first[content.ids] < content.owners) | (last[content.ids] > content.owners))
