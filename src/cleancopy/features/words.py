"""Words of a text as features and vocabularies know them."""

import re
from collections.abc import Sequence

import numpy as np

from cleancopy.features.charclass import HEAD_CHARS, Chars, lay
from cleancopy.features.columns import Bags
from cleancopy.features.kinds import BIT, kinds
from cleancopy.features.scan import words

_TOKEN = re.compile(r"\w+")
_CJK_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]+")
TAIL_CHARS = 80
"""Words are read from the start (HEAD_CHARS) and the end of a block: what a block is for shows there."""


def word_bags(texts: Sequence[str], chars: Chars) -> Bags:
    """The words of texts, as `tokenise` gives them."""
    codes, starts, ends = chars.codes, chars.starts, chars.ends
    long = ends - starts > HEAD_CHARS + TAIL_CHARS
    apart = np.flatnonzero(chars.held & (BIT["cjk"] | BIT["contextual"]))
    if len(apart):
        heads = list(texts)
        for i in apart.tolist():
            heads[i] = _head(texts[i], chars.held[i] & BIT["cjk"] > 0)
        (codes, starts, ends), long[apart] = lay(heads), False
    cuts = np.where(long, [starts + HEAD_CHARS, ends - TAIL_CHARS], ends)
    return Bags(*words(codes, ends, cuts, kinds().lower))


def tokenise(text: str, has_cjk: bool) -> list[str]:
    """Lower-cased words of the head and tail of a text, the first and last marked; CJK by overlapping pairs."""
    found = _TOKEN.findall(_head(text, has_cjk))
    if found:
        found += ("^" + found[0], found[-1] + "$")
    return found


def _head(text: str, has_cjk: bool) -> str:
    """What words are read from, in lower case, CJK by pairs."""
    if len(text) > HEAD_CHARS + TAIL_CHARS:
        text = text[:HEAD_CHARS] + " " + text[-TAIL_CHARS:]
    text = text.lower()
    return _CJK_RUN.sub(_pairs, text) if has_cjk else text


def _pairs(run: re.Match[str]) -> str:
    s = run.group()
    return " " + " ".join(s[i : i + 2] for i in range(max(1, len(s) - 1))) + " "
