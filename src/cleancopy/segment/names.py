"""Splits the class and id of an element into words.

`names.pyx` does the same in Cython. Once compiled, Python imports it instead of this module.
"""

import re

_WORD = re.compile(r"[a-z]{2,}|[A-Z][a-z]+|[A-Z]{2,}")
_LOWER_WORD = re.compile(r"[a-z]{2,}")  # for names without capitals, as most are
_MAX_WORDS = 12


def split_identifiers(class_and_id: str) -> tuple[str, ...]:
    """Split class and id into words at signs, digits and capitals. Returns the first words, lower-cased."""
    if class_and_id.islower():
        return tuple(_LOWER_WORD.findall(class_and_id)[:_MAX_WORDS])
    return tuple([word.lower() for word in _WORD.findall(class_and_id)[:_MAX_WORDS]])
