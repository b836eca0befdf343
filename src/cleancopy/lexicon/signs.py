"""Signs of punctuation, and lines drawn with them."""

import re

SENTENCE_ENDS = ".!?…。！？।؟۔։።｡"
"""Marks that end a sentence in some script."""
CLOSING_QUOTES = '"”’»'
"""Quotation marks that may follow the mark at the end of a sentence."""
_ENDINGS = frozenset(SENTENCE_ENDS + CLOSING_QUOTES)


def ends_like_a_sentence(text: str) -> bool:
    """Whether a text ends in a mark that ends sentences."""
    return text.rstrip()[-1:] in _ENDINGS


DRAWN_WITH = "-=_*~#+—–"
"""Signs that lines are drawn with."""
_DRAWN_LINE = re.compile(rf"([{DRAWN_WITH}])(?:\s*\1){{2,}}")


def is_drawn_line(text: str) -> bool:
    """Whether a text is a line drawn with signs: "-----", "* * *"."""
    return text[:1] in DRAWN_WITH and _DRAWN_LINE.fullmatch(text) is not None
