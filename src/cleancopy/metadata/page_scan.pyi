"""Loops over all lines, blocks and elements of a page: one step a character, a block or an element."""

from collections.abc import Iterable, Sequence
from typing import Any

from cleancopy.block import Layout, Mark, MarkKind

def find_lines_with_digits(lines: Sequence[str], least: int) -> list[int]:
    """The indices of lines with at least so many characters that may be digits: 0 to 9, and all from U+0660 on."""

def find_lines_with_opening(lines: Sequence[str], indices: Iterable[int], words: frozenset[str]) -> list[int]:
    """Those of some lines whose first word is one of some words, or has a closing bracket or "and" behind it."""

def has_name_words(line: str, inner_words: frozenset[str]) -> bool:
    """Whether two capitals begin words with nothing but inner words of names between them. A quick test.

    It also holds for a line with a script of East Asia, with a bracket or "@": what stands there may be taken out.
    """

def has_word_beginning(text: str, beginnings: frozenset[str]) -> bool:
    """Whether any word of a text begins with one of some three characters, or with a character of East Asia."""

def find_largest(values: list[float], count: int) -> list[int]:
    """The indices of the `count` largest values, the largest first, and of equal ones the first."""

def list_column(rows: Iterable[tuple[object, ...]], column: int) -> list[Any]:
    """One field of each of some named tuples."""

def group_marks(
    marks_of_block: list[tuple[Mark, ...]], kinds: Iterable[MarkKind]
) -> dict[MarkKind, list[tuple[int, Mark]]]:
    """By kind all marks, each with the index of its block."""

def find_with_any(names: Iterable[tuple[str, ...]], words: frozenset[str]) -> list[int]:
    """The indices of names that have any of some words."""

def find_below(parents: list[int], tops: list[int], n_levels: int) -> bytes:
    """By element how many levels it has left of some elements and the first `n_levels` inside of them, 0 outside."""

class BlocksInside:
    """What of a page's text stands inside of each element, at any depth."""

    def __init__(
        self,
        parents: list[int],
        element_of_block: Sequence[int],
        texts: Sequence[str],
        layouts: Sequence[Layout],
        left_out: Layout,
    ) -> None:
        """Count the blocks of a page.

        parents                            by element the index of its parent, which comes before it; -1 at the top
        element_of_block, texts, layouts   of each block
        left_out                           the layout of blocks that do not count
        """

    def measure(self, element: int) -> tuple[int, int, int, int]:
        """The number of blocks inside an element, of their characters, and the indices of the first and the last.

        All are 0 where there is no block. Raises `IndexError` for an element that the page does not have.
        """

    def find_box(self, element: int) -> int:
        """The first of an element and those above it that has a block inside, -1 where there is none.

        Raises `IndexError` for an element that the page does not have.
        """
