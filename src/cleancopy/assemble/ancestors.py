"""The lists, quotes, tables and pieces of code around a block. Of nested ones the innermost counts."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from cleancopy.block import Block, Element
from cleancopy.lexicon import CODE_TAGS, ITEM_TAGS, LIST_TAGS, SECTION_TAGS, VERSE_NAMES

_LINE_TAGS = frozenset({"div", "p"})
_CONTAINER_TAGS = LIST_TAGS | CODE_TAGS | SECTION_TAGS | {"blockquote"}
_START = re.compile(r"[0-9]{1,9}")


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
    host: "Containers | None" = None
    stanza: int = -1

    def find_host(self) -> "Containers | None":
        """The containers of the list item around the block, also from within a quote or table in it."""
        return self if self.item >= 0 else self.host


NO_CONTAINERS = Containers()
"""The containers of a block of flattened text."""


class _Numbers:
    """The numbers of the items of ordered lists, and the terms that descriptions belong to."""

    def __init__(self) -> None:
        self._next: dict[int, tuple[int, int]] = {}  # by ordered list the number of its next item, and the step
        self._terms: dict[int, int] = {}  # by list the element of its last term

    def start_list(self, ordered_list: int, detail: str) -> None:
        """Begin an ordered list; `detail` is its start and, if it counts down, a minus sign behind it."""
        start, step = detail.removesuffix("-"), -1 if detail.endswith("-") else 1
        self._next[ordered_list] = (int(start) if _START.fullmatch(start) else 1, step)

    def number_item(self, ordered_list: int, value: str) -> int | None:
        """The number of the next item of a list, None in one without numbers; `value` is what the item gives."""
        if ordered_list not in self._next:
            return None
        number, step = self._next[ordered_list]
        number = int(value) if _START.fullmatch(value) else number
        self._next[ordered_list] = (number + step, step)
        return number

    def find_item(self, element_index: int, tag: str, own_list: int) -> int:
        """The element that stands for an item: of a description its term."""
        if tag == "dd":
            return self._terms.get(own_list, element_index)
        if tag == "dt":
            self._terms[own_list] = element_index
        return element_index


def find_containers(elements: Sequence[Element], blocks: Iterable[Block]) -> list[Containers]:
    """Find for each element around some blocks the containers of a block directly in it. Linear in the elements.

    Of all other elements only the lists are right: their items count for the numbers of items.
    """
    found: list[Containers] = []
    numbers = _Numbers()
    is_around = _find_around(elements, blocks)
    for element_index, (tag, parent, _, _, _, detail) in enumerate(elements):
        above = found[parent] if parent >= 0 else NO_CONTAINERS
        if tag in ITEM_TAGS:
            above = _enter_item(element_index, elements[element_index], above, numbers, is_around[element_index])
        elif tag in _CONTAINER_TAGS or (detail and above.code >= 0):
            above = _enter_element(element_index, elements, above, numbers)
        elif tag in _LINE_TAGS and parent >= 0 and not VERSE_NAMES.isdisjoint(elements[parent].words):
            above = above._replace(stanza=parent)
        found.append(above)
    return found


def _find_around(elements: Sequence[Element], blocks: Iterable[Block]) -> list[bool]:
    """Whether each element is around one of some blocks."""
    found = [False] * len(elements)
    for block in blocks:
        element = block.element
        while element >= 0 and not found[element]:
            found[element] = True
            element = elements[element].parent
    return found


def _enter_element(element_index: int, elements: Sequence[Element], above: Containers, numbers: _Numbers) -> Containers:
    element = elements[element_index]
    tag = element.tag
    if tag in LIST_TAGS:
        if tag == "ol":
            numbers.start_list(element_index, element.detail)
        outer_list = element_index if above.outer_list < 0 else above.outer_list
        depth = above.list_depth + 1
        return above._replace(
            outer_list=outer_list, inner_list=element_index, list_depth=depth, in_footer=False, stanza=-1
        )
    if tag == "blockquote":
        return _leave_lists(above)._replace(quote=element_index, in_footer=False, host=above.find_host())
    if tag in CODE_TAGS:
        return above._replace(code=element_index, language=element.detail or _find_language(elements, element))
    if tag in SECTION_TAGS:
        return _enter_reset(element_index, tag, _leave_lists(above), above.find_host())
    # Highlighters put the language on an element inside `pre`.
    return above._replace(language=element.detail)


_LANGUAGE_WORDS = ("lang", "language", "source", "src", "highlight", "type")
"""Words of a class before the name of a language: ``language-ruby``, ``highlight-source-shell``."""
_LANGUAGE_BOXES = 6
"""Elements above code whose class may name its language."""
_NOT_LANGUAGES = frozenset(
    "highlighter source wrapper code container box default text none plain notranslate nohighlight".split()
)


def _find_language(elements: Sequence[Element], element: Element) -> str:
    """The language that the class of an element around code names; "" without one."""
    parent = element.parent
    for _ in range(_LANGUAGE_BOXES):
        if parent < 0:
            break
        words = elements[parent].words
        for word, name in pairwise(words):
            if word in _LANGUAGE_WORDS and name not in _NOT_LANGUAGES:
                return name
        parent = elements[parent].parent
    return ""


def _enter_item(
    element_index: int, element: Element, above: Containers, numbers: _Numbers, is_around: bool
) -> Containers:
    if above.outer_list < 0:
        if element.tag != "li":
            return above  # browsers show a term or description outside of a list as a paragraph
        # an item outside any list: its parent serves as the list
        above, is_around = above._replace(outer_list=element.parent, inner_list=element.parent, list_depth=1), True
    number = numbers.number_item(above.inner_list, element.detail)
    item = numbers.find_item(element_index, element.tag, above.inner_list)
    if not is_around:
        return above
    return above._replace(item=item, number=number, is_term=element.tag == "dt", stanza=-1)


def _enter_reset(element_index: int, tag: str, containers: Containers, host: Containers | None) -> Containers:
    if tag == "table":
        return containers._replace(table=element_index, host=host)
    return containers._replace(in_footer=True) if tag == "footer" else containers


def _leave_lists(containers: Containers) -> Containers:
    if containers.inner_list < 0 and containers.item < 0:
        return containers
    return containers._replace(outer_list=-1, inner_list=-1, list_depth=0, item=-1, number=None, is_term=False)
