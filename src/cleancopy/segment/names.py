"""The words of an element's names.

`names.pyx` says the same in Cython. Where it was compiled, Python takes that for this module: a fifth of the time.
"""

import re

_PARTS = re.compile(r"[a-z]{2,}|[A-Z][a-z]+|[A-Z]{2,}")
_LOWER_PARTS = re.compile(r"[a-z]{2,}")  # of names without a capital, as most are
_PARTS_KEPT = 12


def name_words(naming: str) -> tuple[str, ...]:
    """The first words of class and id, in lower case: they join words by signs, digits or capitals."""
    if naming.islower():
        return tuple(_LOWER_PARTS.findall(naming)[:_PARTS_KEPT])
    return tuple([part.lower() for part in _PARTS.findall(naming)[:_PARTS_KEPT]])
