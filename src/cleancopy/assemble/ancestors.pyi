"""The lists, quotes, tables and pieces of code around a block. Of nested ones the innermost counts."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cleancopy.block import Element

class Containers(NamedTuple):
    """The elements that contain a block, as indexes in `Segmentation.elements`; -1 if there is no such element.

    outer_list   the outermost list around the block, up to the first element that ends lists
    inner_list   the innermost list
    list_depth   the number of lists from the outermost to the innermost
    item         the item of the innermost list; a description is in the item of its term
    number       its number in an ordered list
    is_term      whether it is the term of a list of terms and descriptions
    quote        the innermost quote; `in_footer` is whether the block is in a footer of that quote
    table        the innermost table
    code         the innermost piece of code; `language` is its language
    stanza       the element around the lines of a stanza that the block is a line of
    host         the containers of the list item that the quote or table stands in, None outside of items
    """

    outer_list: int = -1
    inner_list: int = -1
    list_depth: int = 0
    item: int = -1
    number: int | None = None
    quote: int = -1
    in_footer: bool = False
    table: int = -1
    code: int = -1
    language: str = ""
    is_term: bool = False
    host: Containers | None = None
    stanza: int = -1

    def find_host(self) -> Containers | None:
        """The containers of the list item around the block, also from within a quote or table in it."""

NO_CONTAINERS: Containers
"""The containers of a block of flattened text."""

def find_containers(elements: Sequence[Element], wanted: Iterable[int]) -> dict[int, Containers]:
    """Find for each wanted element the containers of a block directly in it. Time grows linearly with the elements.

    Element -1, outside of all, has none. Raises `IndexError` for an element that is not there.
    """
