"""Features of a block of flattened text, where no markup tells what it is: credits, twins, patterns, runs of prose."""

from collections.abc import Sequence
from itertools import pairwise
from operator import eq
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.credit import split_credit
from cleancopy.features.blocks import Blocks
from cleancopy.features.charclass import Chars
from cleancopy.features.columns import Column, Places, number, signed_log, slices
from cleancopy.features.kinds import BIT
from cleancopy.features.place import Topic, window
from cleancopy.features.table import LAYOUTS

CREDIT_CHARS = 160
"""A credit is looked for in so many characters at the end of a block."""
MASKED_CHARS = 60
"""Longer blocks have no pattern: no line of a menu or above a comment is as long."""
NEAR = 3
GAP = 3
"""So many blocks without prose in between do not end a run of prose: a subheading, a picture, a credit."""
LOOK_CHARS = 40


def flat_columns(
    texts: Sequence[str], chars: Chars, pattern: Places, topic: Topic, known: dict[str, Column]
) -> dict[str, Column]:
    """The columns of `table._FLAT`; `pattern` are `patterns` of the texts, `known` the columns made so far."""
    size, prose = known["chars"], known["prose"] > 0
    credit = _credits(texts, chars)
    below = np.append(credit[1:], np.float32(0))
    same = np.array([*map(eq, texts, texts[1:]), False], bool)
    middle = _median(size[prose] if prose.any() else size)
    rank = np.argsort(np.argsort(size, kind="stable"), kind="stable")
    opened, closed = (chars.times(bracket) for bracket in "()")
    return {
        "credit": credit,
        "credit_below": np.maximum(below, np.append(below[1:], np.float32(0))),
        "open_bracket": np.sign(opened - closed),
        "twin": (same | np.append(False, same[:-1])).astype(np.float32),
        **_repeats(pattern, chars.ends - chars.starts <= MASKED_CHARS),
        **_main_run(prose, np.expm1(size), topic),
        "chars_rank": (rank / max(1, len(texts) - 1)).astype(np.float32),
        "prose_rank": np.clip(size - middle, -3, 3).astype(np.float32),
    }


def _median(values: Column) -> np.float32:
    """As `np.median`, which takes several times as long for so few values."""
    ordered = np.sort(values)
    return np.float32((ordered[(len(values) - 1) // 2] + ordered[len(values) // 2]) / 2)


def flat_groups(blocks: Blocks, pattern: Places, prose: Column) -> Places:
    """Ways of grouping blocks, n × 3: runs of prose and what lies between; blocks that look alike; pattern."""
    bounds = [int(place) for run in _runs(prose > 0) for place in (run[0], run[-1] + 1)]
    run = np.searchsorted(bounds, np.arange(len(prose)), side="right")
    looks = ((np.minimum(blocks.gap, 3), 4), (blocks.layout, len(LAYOUTS)), (prose, 2), (blocks.chars > LOOK_CHARS, 2))
    alike = blocks.indent.astype(np.int64)
    for look, size in looks:
        alike = alike * size + look.astype(np.int64)
    return np.stack([number(run.tolist()), number(alike.tolist()), pattern], axis=1)


def _credits(texts: Sequence[str], chars: Chars) -> Column:
    """1 for each text that is a credit or ends in one. It is looked for where the marks of one stand."""
    may = chars.sets(chars.ends - 1) & (BIT["bracket"] | BIT["space"])
    may |= chars.sets(chars.starts) & (BIT["copyright"] | BIT["open"])
    may |= chars.held & BIT["label"]
    found = np.zeros(len(texts), np.float32)
    for i in np.flatnonzero(may).tolist():
        found[i] = _has_credit(texts[i])
    return found


def _has_credit(text: str) -> bool:
    if len(text) <= CREDIT_CHARS and text.startswith(("©", "(c)", "(C)")):
        return True
    return bool(split_credit(text[-CREDIT_CHARS:])[1])


def _repeats(pattern: Places, some: npt.NDArray[np.bool_]) -> dict[str, Column]:
    repeats = np.log(np.where(some, np.bincount(pattern)[pattern], 1).astype(np.float32))
    around = window((repeats > 1).astype(np.float32), NEAR)
    return {"masked_repeats": repeats, "masked_share": around / (2 * NEAR + 1)}


def patterns(chars: Chars) -> Places:
    """For each text the number of its pattern: the text with names and numbers blotted out. All long ones have one."""
    short = chars.ends - chars.starts <= MASKED_CHARS
    seen = np.flatnonzero(np.repeat(short, chars.ends - chars.starts + 1))
    sets, codes = chars.sets(seen), chars.codes.take(seen)
    word, digit = sets & BIT["word"] > 0, sets & BIT["decimal"] > 0
    begins = word & ~_behind(word)
    of_name = begins & (sets & BIT["name"] > 0)
    # What goes on in the word that a name is, or in a number, goes.
    word_of = np.maximum(np.cumsum(begins) - 1, 0)
    in_name = word & of_name[begins][word_of] if begins.any() else word
    stays = ~(in_name & ~begins) & ~(digit & _behind(digit))
    codes[digit] = ord("0")
    codes[of_name] = ord("N")
    upto = np.append(0, np.cumsum(stays))
    ends = upto[np.cumsum(np.where(short, chars.ends - chars.starts + 1, 0))]
    return number(slices(codes[stays], np.append(0, ends[:-1]), ends))


def _behind(holds: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Whether it holds of the character before."""
    return np.append(False, holds[:-1])[: len(holds)]


def _runs(prose: npt.NDArray[np.bool_]) -> list[Places]:
    """The places of prose, parted where more than GAP other blocks stand between."""
    at = np.flatnonzero(prose)
    bounds = [0, *(np.flatnonzero(np.diff(at) > GAP + 1) + 1).tolist(), len(at)]
    return [at[start:end] for start, end in pairwise(bounds)] if len(at) else []


class _Span(NamedTuple):
    first: int
    last: int
    chars: float


def _main_run(prose: npt.NDArray[np.bool_], chars: Column, topic: Topic) -> dict[str, Column]:
    """How blocks stand to the run with most prose, in place and in vocabulary."""
    n = len(prose)
    spans = [_Span(int(r[0]), int(r[-1]), float(chars[r].sum())) for r in _runs(prose)]
    if not spans:
        zero = np.zeros(n, np.float32)
        return {"in_main_run": zero, "past_main_run": zero, "run_share": zero, "topic_main": zero}
    share = np.zeros(n, np.float32)
    total = sum(span.chars for span in spans)
    for span in spans:
        share[span.first : span.last + 1] = span.chars / total
    main = max(spans, key=lambda s: s.chars)
    index = np.arange(n)
    past = np.where(index < main.first, index - main.first, np.maximum(index - main.last, 0))
    return {
        "in_main_run": (past == 0).astype(np.float32),
        "past_main_run": signed_log(past),
        "run_share": share,
        "topic_main": _topic_main(topic, prose & (past == 0)),
    }


def _topic_main(topic: Topic, main: npt.NDArray[np.bool_]) -> Column:
    """For each block the share of its words that others of the main run's blocks use."""
    in_main = main[topic.owners]
    word, block = topic.ids[in_main], topic.owners[in_main]
    first, last = np.full(topic.words, len(main)), np.full(topic.words, -1)
    np.minimum.at(first, word, block)
    np.maximum.at(last, word, block)
    return topic.mean((first[topic.ids] < topic.owners) | (last[topic.ids] > topic.owners))
