"""Features of a block of flattened text, where no markup tells what it is: credits, twins, patterns, runs of prose."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.block import Block
from cleancopy.credit import split_credit
from cleancopy.features.columns import Column, Places, number, numbers
from cleancopy.features.place import topic_words, window

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
    texts: Sequence[str], patterns: Sequence[str], tokens: list[list[str]], known: dict[str, Column]
) -> dict[str, Column]:
    """The columns of `table._FLAT`; `known` are those made so far."""
    chars, prose = known["chars"], known["prose"] > 0
    credit = numbers(map(_has_credit, texts))
    below = np.append(credit[1:], np.float32(0))
    same = np.array([*(a == b for a, b in pairwise(texts)), False])
    middle = np.median(chars[prose]) if prose.any() else np.median(chars)
    rank = np.argsort(np.argsort(chars, kind="stable"), kind="stable")
    return {
        "credit": credit,
        "credit_below": np.maximum(below, np.append(below[1:], np.float32(0))),
        "open_bracket": numbers(map(_open_brackets, texts)),
        "twin": (same | np.append(False, same[:-1])).astype(np.float32),
        **_repeats(patterns),
        **_main_run(prose, np.expm1(chars), tokens),
        "chars_rank": (rank / max(1, len(texts) - 1)).astype(np.float32),
        "prose_rank": np.clip(chars - middle, -3, 3).astype(np.float32),
    }


def flat_groups(blocks: Sequence[Block], patterns: Sequence[str], prose: Column) -> Places:
    """Ways of grouping blocks, n × 3: runs of prose and what lies between; blocks that look alike; pattern."""
    bounds = [int(place) for run in _runs(prose > 0) for place in (run[0], run[-1] + 1)]
    run = np.searchsorted(bounds, np.arange(len(blocks)), side="right")
    looks = (
        (b.layout, min(b.gap, 3), b.indent, bool(p), len(b.text) > LOOK_CHARS)
        for b, p in zip(blocks, prose, strict=True)
    )
    columns = (number(run.tolist()), number(looks), number(patterns))
    return np.stack(columns, axis=1)


def _has_credit(text: str) -> bool:
    if len(text) <= CREDIT_CHARS and text.startswith(("©", "(c)", "(C)")):
        return True
    return bool(split_credit(text[-CREDIT_CHARS:])[1])


def _open_brackets(text: str) -> int:
    opened, closed = text.count("("), text.count(")")
    return (opened > closed) - (closed > opened)


def _repeats(patterns: Sequence[str]) -> dict[str, Column]:
    count = Counter(patterns)
    repeats = np.log(numbers(count[p] if p else 1 for p in patterns))
    around = window((repeats > 1).astype(np.float32), NEAR)
    return {"masked_repeats": repeats, "masked_share": around / (2 * NEAR + 1)}


def pattern(text: str) -> str:
    """The pattern of a short block: names and numbers blotted out. Empty for a long one."""
    return _NAME.sub("N", _DIGITS.sub("0", text)) if len(text) <= MASKED_CHARS else ""


def _runs(prose: npt.NDArray[np.bool_]) -> list[Places]:
    """The places of prose, parted where more than GAP other blocks stand between."""
    at = np.flatnonzero(prose)
    return np.split(at, np.flatnonzero(np.diff(at) > GAP + 1) + 1) if len(at) else []


class _Span(NamedTuple):
    first: int
    last: int
    chars: float


def _main_run(prose: npt.NDArray[np.bool_], chars: Column, tokens: list[list[str]]) -> dict[str, Column]:
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
        "past_main_run": (np.sign(past) * np.log1p(np.abs(past))).astype(np.float32),
        "run_share": share,
        "topic_main": _topic(tokens, prose & (past == 0)),
    }


def _topic(tokens: list[list[str]], main: npt.NDArray[np.bool_]) -> Column:
    words = [topic_words(t) for t in tokens]
    used = Counter(w for own, inside in zip(words, main, strict=True) if inside for w in set(own))
    return numbers(
        sum(used[w] > inside for w in own) / max(1, len(own)) for own, inside in zip(words, main, strict=True)
    )
