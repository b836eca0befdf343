"""Features of a block of flattened text, where no markup tells what it is: credits, twins, patterns, runs of prose."""

import re
from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.credit import split_credit
from cleancopy.features.blocks import Blocks
from cleancopy.features.columns import Bags, Column, Places, number, numbers, signed_log
from cleancopy.features.place import Topic, window

CREDIT_CHARS = 160
"""A credit is looked for in so many characters at the end of a block."""
MASKED_CHARS = 60
"""Longer blocks have no pattern: no line of a menu or above a comment is as long."""
NEAR = 3
GAP = 3
"""So many blocks without prose in between do not end a run of prose: a subheading, a picture, a credit."""
LOOK_CHARS = 40

_DIGITS = re.compile(r"\d+")
_NAME = re.compile(r"\b[A-Z\u00c0-\u00de\u0391-\u03ab\u0410-\u042f]\w*")


def flat_columns(
    texts: Sequence[str], masked: Sequence[str], bags: Bags, known: dict[str, Column]
) -> dict[str, Column]:
    """The columns of `table._FLAT`; `masked` are `patterns` of the texts, `known` the columns made so far."""
    chars, prose = known["chars"], known["prose"] > 0
    credit = numbers(map(_has_credit, texts))
    below = np.append(credit[1:], np.float32(0))
    text = number(texts)
    same = np.append(text[:-1] == text[1:], False)
    middle = np.median(chars[prose]) if prose.any() else np.median(chars)
    rank = np.argsort(np.argsort(chars, kind="stable"), kind="stable")
    opened, closed = (numbers(map(str.count, texts, repeat(bracket))) for bracket in "()")
    return {
        "credit": credit,
        "credit_below": np.maximum(below, np.append(below[1:], np.float32(0))),
        "open_bracket": np.sign(opened - closed),
        "twin": (same | np.append(False, same[:-1])).astype(np.float32),
        **_repeats(masked),
        **_main_run(prose, np.expm1(chars), bags),
        "chars_rank": (rank / max(1, len(texts) - 1)).astype(np.float32),
        "prose_rank": np.clip(chars - middle, -3, 3).astype(np.float32),
    }


def flat_groups(blocks: Blocks, masked: Sequence[str], prose: Column) -> Places:
    """Ways of grouping blocks, n × 3: runs of prose and what lies between; blocks that look alike; pattern."""
    bounds = [int(place) for run in _runs(prose > 0) for place in (run[0], run[-1] + 1)]
    run = np.searchsorted(bounds, np.arange(len(prose)), side="right")
    looks = (blocks.layout, np.minimum(blocks.gap, 3), blocks.indent, prose > 0, blocks.chars > LOOK_CHARS)
    alike = zip(*(look.tolist() for look in looks), strict=True)
    return np.stack([number(run.tolist()), number(alike), number(masked)], axis=1)


def _has_credit(text: str) -> bool:
    if len(text) <= CREDIT_CHARS and text.startswith(("©", "(c)", "(C)")):
        return True
    return bool(split_credit(text[-CREDIT_CHARS:])[1])


def _repeats(masked: Sequence[str]) -> dict[str, Column]:
    pattern = number(masked)
    some = np.fromiter(map(bool, masked), bool, len(masked))
    repeats = np.log(np.where(some, np.bincount(pattern)[pattern], 1).astype(np.float32))
    around = window((repeats > 1).astype(np.float32), NEAR)
    return {"masked_repeats": repeats, "masked_share": around / (2 * NEAR + 1)}


def patterns(texts: Sequence[str]) -> list[str]:
    """The pattern of each short text: names and numbers blotted out. Empty for a long one."""
    return [_NAME.sub("N", _DIGITS.sub("0", t)) if len(t) <= MASKED_CHARS else "" for t in texts]


def _runs(prose: npt.NDArray[np.bool_]) -> list[Places]:
    """The places of prose, parted where more than GAP other blocks stand between."""
    at = np.flatnonzero(prose)
    return np.split(at, np.flatnonzero(np.diff(at) > GAP + 1) + 1) if len(at) else []


class _Span(NamedTuple):
    first: int
    last: int
    chars: float


def _main_run(prose: npt.NDArray[np.bool_], chars: Column, bags: Bags) -> dict[str, Column]:
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
        "topic_main": _topic(bags, prose & (past == 0)),
    }


def _topic(bags: Bags, main: npt.NDArray[np.bool_]) -> Column:
    """For each block the share of its words that others of the main run's blocks use."""
    topic = Topic.of(bags)
    own = main[topic.owners]
    block, word = bags.once()
    used = np.bincount(word[main[block]], minlength=topic.words)
    return topic.mean(used[topic.ids] > own)
