"""Loops over all elements of a page, for stages that ask for a few of them. A parent comes before its children."""

from collections.abc import Collection, Sequence

from cleancopy.block import Element

def find_elements(elements: Sequence[Element], tags: frozenset[str], words: frozenset[str] = frozenset()) -> list[int]:
    """The indices of the elements with one of some tags, or one of some words in their class or id."""

def find_innermost(elements: Sequence[Element], wanted: Collection[int]) -> list[int]:
    """Find for each element the innermost one of `wanted` that it is, or stands in; -1 without one."""

def find_outermost(elements: Sequence[Element], wanted: str) -> list[int]:
    """Find for each element the outermost one with a tag that it is, or stands in; -1 without one."""
