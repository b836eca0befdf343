"""Hidden parts of a page that a script would show, and that are therefore read.

These are all of them on a page that shows nothing or almost nothing, parts that were streamed ahead of their position,
and the larger part of a text that is cut short.
"""

from collections.abc import Container, Sequence

from cleancopy.block import PROSE_CHARS, Block, count_prose_chars
from cleancopy.tree_walk import ALL_HIDDEN

REVEAL_SHARE = 4
"""The least ratio of hidden prose to visible prose at which the page waits for its script to show it. On the labelled
pages the ratio is below 3 or above 4, and above it the visible text is never the article."""
REVEAL_CHARS = 400
"""The least hidden prose of a page that shows anything."""
CUT_CHARS = 200
"""The least visible prose of an element whose text is cut short: REVEAL_SHARE as much is hidden directly in it."""


class HiddenParts:
    """The hidden parts that a walk has skipped, identified by their index among the hidden parts of the page."""

    def __init__(self) -> None:
        self._count = 0
        self._prose = 0
        self._continuations: set[int] = set()  # parts that belong to a visible text
        self._by_element: dict[int, list[tuple[int, int]]] = {}  # the indexes and prose of the parts in an element

    def add(self, element_index: int, prose: int, streamed: bool) -> None:
        """Add the next hidden part, directly in an element. The other arguments are those of `skip_hidden`."""
        part_index = self._count
        self._count += 1
        self._prose += prose
        if prose:
            if streamed:
                self._continuations.add(part_index)
            self._by_element.setdefault(element_index, []).append((part_index, prose))

    def end_element(self, element_index: int, visible_prose: int) -> None:
        """Check at the end of an element, given the visible prose in it, whether hidden parts continue its text."""
        parts = self._by_element.get(element_index, ())
        if CUT_CHARS <= visible_prose <= sum(prose for _, prose in parts) / REVEAL_SHARE:
            self._continuations.update(part_index for part_index, _ in parts)

    def choose(self, visible_blocks: Sequence[Block]) -> Container[int] | None:
        """The parts to read, given the blocks of the page without them. None if the page is complete."""
        if self._continuations:
            return self._continuations
        minimum = REVEAL_CHARS if visible_blocks else PROSE_CHARS
        if self._prose >= minimum and self._prose >= REVEAL_SHARE * sum(map(count_prose_chars, visible_blocks)):
            return ALL_HIDDEN
        return None
