"""Words of a text as features and vocabularies know them."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import count

import numpy as np

from cleancopy.features import charclass
from cleancopy.features.columns import Bags, places

_TOKEN = re.compile(r"\w+")
_CJK_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]+")
HEAD_CHARS, TAIL_CHARS = 240, 80
"""Words are read from the start and the end of a block: what a block is for shows there."""


def word_bags(texts: Sequence[str], has_cjk: Sequence[bool]) -> Bags:
    """The words of texts, as `tokenise` gives them, all texts at once."""
    seen: defaultdict[str, int] = defaultdict(count(-1).__next__)
    gap = seen[charclass.GAP]
    ids = places(map(seen.__getitem__, charclass.split(list(map(_head, texts, has_cjk)))))
    ends = np.append(np.flatnonzero(ids == gap), len(ids))
    starts = np.append(0, ends[:-1] + 1)
    some = ends > starts
    words = list(seen)[1:]
    first = [seen["^" + words[i]] for i in ids[starts[some]].tolist()]
    last = [seen[words[i] + "$"] for i in ids[ends[some] - 1].tolist()]
    sizes = ends - starts + 2 * some
    out = np.empty(int(sizes.sum()), np.int64)
    after = np.cumsum(sizes)[some]
    is_word = np.ones(len(out), bool)
    is_word[after - 2] = is_word[after - 1] = False
    out[is_word], out[after - 2], out[after - 1] = ids[ids != gap], first, last
    return Bags(list(seen)[1:], out, sizes)


def tokenise(text: str, has_cjk: bool) -> list[str]:
    """Lower-cased words of the head and tail of a text, the first and last marked; CJK by overlapping pairs."""
    words = _TOKEN.findall(_head(text, has_cjk))
    if words:
        words += ("^" + words[0], words[-1] + "$")
    return words


def _head(text: str, has_cjk: bool) -> str:
    """What words are read from, in lower case, CJK by pairs."""
    if len(text) > HEAD_CHARS + TAIL_CHARS:
        text = text[:HEAD_CHARS] + " " + text[-TAIL_CHARS:]
    text = text.lower()
    return _CJK_RUN.sub(_pairs, text) if has_cjk else text


def _pairs(run: re.Match[str]) -> str:
    s = run.group()
    return " " + " ".join(s[i : i + 2] for i in range(max(1, len(s) - 1))) + " "
