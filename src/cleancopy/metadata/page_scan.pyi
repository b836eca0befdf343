"""Loops over all lines, blocks and elements of a page: one step a character, a block or an element."""

from collections.abc import Sequence

from cleancopy.block import Layout

def find_lines_with_digits(lines: Sequence[str], least: int) -> list[int]:
    """The indices of lines with at least so many characters that may be digits: 0 to 9, and all from U+0660 on."""

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
