"""Words of a text, as features and vocabularies use them."""

import re
from collections.abc import Sequence

import numpy as np

from cleancopy.features.char_table import BIT, CJK_RANGES, char_table
from cleancopy.features.chars import HEAD_CHARS, Chars, concat_codepoints
from cleancopy.features.columns import TokenBags
from cleancopy.features.scan import split_words
from cleancopy.lexicon import regex_ranges

_TOKEN = re.compile(r"\w+")
_CJK_RUN = re.compile(f"[{regex_ranges(CJK_RANGES)}]+")
TAIL_CHARS = 80
"""Words are taken from the head (HEAD_CHARS) and the tail of a block, which show its purpose."""


def word_bags(texts: Sequence[str], chars: Chars) -> TokenBags:
    """The words of texts, as `tokenise` gives them."""
    codes, starts, ends = chars.codes, chars.starts, chars.ends
    is_long = ends - starts > HEAD_CHARS + TAIL_CHARS
    special = np.flatnonzero(chars.class_mask & (BIT["cjk"] | BIT["contextual"]))
    if len(special):
        prepared = list(texts)
        for i in special.tolist():
            prepared[i] = _prepare_text(texts[i], chars.class_mask[i] & BIT["cjk"] > 0)
        (codes, starts, ends), is_long[special] = concat_codepoints(prepared), False
    skipped = np.where(is_long, [starts + HEAD_CHARS, ends - TAIL_CHARS], ends)
    return TokenBags(*split_words(codes, ends, skipped, char_table().lowercase))


def tokenise(text: str, has_cjk: bool) -> list[str]:
    """Lower-case words of the head and tail of a text, then the first and last marked; CJK by overlapping pairs."""
    words = _TOKEN.findall(_prepare_text(text, has_cjk))
    if words:
        words += ("^" + words[0], words[-1] + "$")
    return words


def _prepare_text(text: str, has_cjk: bool) -> str:
    """The part of a text from which words are taken, in lower case, CJK as pairs."""
    if len(text) > HEAD_CHARS + TAIL_CHARS:
        text = text[:HEAD_CHARS] + " " + text[-TAIL_CHARS:]
    text = text.lower()
    return _CJK_RUN.sub(_split_pairs, text) if has_cjk else text


def _split_pairs(run: re.Match[str]) -> str:
    s = run.group()
    return " " + " ".join(s[i : i + 2] for i in range(max(1, len(s) - 1))) + " "
