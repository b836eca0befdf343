"""Words of a text as features and vocabularies know them."""

import re

_TOKEN = re.compile(r"\w+")
_CJK_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]+")
HEAD_CHARS, TAIL_CHARS = 240, 80
"""Words are read from the start and the end of a block: what a block is for shows there."""


def tokenise(text: str, has_cjk: bool) -> list[str]:
    """Lower-cased words of the head and tail of a text, the first and last marked; CJK by overlapping pairs."""
    if len(text) > HEAD_CHARS + TAIL_CHARS:
        text = text[:HEAD_CHARS] + " " + text[-TAIL_CHARS:]
    text = text.lower()
    if has_cjk:
        text = _CJK_RUN.sub(_pairs, text)
    words = _TOKEN.findall(text)
    if words:
        words += ("^" + words[0], words[-1] + "$")
    return words


def _pairs(run: re.Match[str]) -> str:
    s = run.group()
    return " " + " ".join(s[i : i + 2] for i in range(max(1, len(s) - 1))) + " "
