"""The lists, quotes, tables and pieces of code around a block. Of nested ones the innermost counts."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from cleancopy.block import Element
from cleancopy.lexicon import CODE_TAGS, ITEM_TAGS, LIST_TAGS, SECTION_TAGS

_CONTAINER_TAGS = LIST_TAGS | ITEM_TAGS | CODE_TAGS | SECTION_TAGS | {"blockquote"}
_START = re.compile(r"[0-9]{1,9}")


class Containers(NamedTuple):
    """The elements that contain a block, as indexes in `Segmentation.elements`; -1 if there is no such element.

    outer_list   the outermost list around the block, up to the first element that ends lists
    inner_list   the innermost list
    list_depth   the number of lists from the outermost to the innermost
    item         the item of the innermost list
    number       its number in an ordered list
    quote        the innermost quote; `in_footer` is whether the block is in a footer of that quote
    table        the innermost table
    code         the innermost piece of code; `language` is its language
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


NO_CONTAINERS = Containers()
"""The containers of a block of flattened text."""


def find_containers(elements: Sequence[Element]) -> list[Containers]:
    """Find for each element the containers of a block directly in it. Time grows linearly with the elements."""
    found: list[Containers] = []
    numbers: dict[int, int] = {}  # the number of the next item, by ordered list
    for element_index, element in enumerate(elements):
        tag, parent, _, _, _, detail = element
        above = found[parent] if parent >= 0 else NO_CONTAINERS
        if tag in _CONTAINER_TAGS or (detail and above.code >= 0):
            above = _enter_element(element_index, element, above, numbers)
        found.append(above)
    return found


def _enter_element(element_index: int, element: Element, above: Containers, numbers: dict[int, int]) -> Containers:
    tag = element.tag
    if tag in LIST_TAGS:
        if tag == "ol":
            numbers[element_index] = int(element.detail) if _START.fullmatch(element.detail) else 1
        outer_list = element_index if above.outer_list < 0 else above.outer_list
        _, _, list_depth, item, number, quote, _, table, code, language = above  # faster than `_replace`
        return Containers(outer_list, element_index, list_depth + 1, item, number, quote, False, table, code, language)
    if tag in ITEM_TAGS:
        return _enter_item(element_index, element, above, numbers)
    if tag == "blockquote":
        return _leave_lists(above)._replace(quote=element_index, in_footer=False)
    if tag in CODE_TAGS:
        return above._replace(code=element_index, language=element.detail)
    if tag in SECTION_TAGS:
        return _enter_reset(element_index, tag, _leave_lists(above))
    # Highlighters put the language on an element inside `pre`.
    return above._replace(language=element.detail)


def _enter_item(element_index: int, element: Element, above: Containers, numbers: dict[int, int]) -> Containers:
    number = numbers.get(above.inner_list)
    if number is not None:
        numbers[above.inner_list] = number + 1
    if above.outer_list < 0:  # an item outside any list: its parent serves as the list
        above = above._replace(outer_list=element.parent, inner_list=element.parent, list_depth=1)
    outer_list, inner_list, list_depth, _, _, quote, in_footer, table, code, language = above
    return Containers(
        outer_list, inner_list, list_depth, element_index, number, quote, in_footer, table, code, language
    )


def _enter_reset(element_index: int, tag: str, containers: Containers) -> Containers:
    if tag == "table":
        return containers._replace(table=element_index)
    return containers._replace(in_footer=True) if tag == "footer" else containers


def _leave_lists(containers: Containers) -> Containers:
    if containers.inner_list < 0 and containers.item < 0:
        return containers
    return containers._replace(outer_list=-1, inner_list=-1, list_depth=0, item=-1, number=None)
