"""What the elements above a block make it a part of. Where constructs stand in each other the innermost counts."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from cleancopy.block import Element

_LISTS = frozenset({"ul", "ol", "menu", "dir", "dl"})
_ITEMS = frozenset({"li", "dt", "dd"})
_CODE = frozenset({"pre", "listing", "xmp", "plaintext"})
# Inside these a block is no longer an item of what stands around: as in segmentation, and a quote too.
_RESETS = frozenset("article aside body figure footer form header main nav section table td th".split())
_TELLING = _LISTS | _ITEMS | _CODE | _RESETS | {"blockquote"}
_START = re.compile(r"[0-9]{1,9}")


class Around(NamedTuple):
    """Elements by their place in `Segmentation.elements`, -1 for none.

    whole    the outermost list that nothing parts from the block
    inner    the innermost list
    depth    how many lists deep that is
    item     the item of the innermost list
    number   its number in an ordered list
    quote    the innermost quote; `footer` says whether the block stands in a footer of it
    table    the innermost table
    code     the innermost piece of code, and the `language` that it names
    """

    whole: int = -1
    inner: int = -1
    depth: int = 0
    item: int = -1
    number: int | None = None
    quote: int = -1
    footer: bool = False
    table: int = -1
    code: int = -1
    language: str = ""


NOWHERE = Around()
"""What stands above a block of flattened text."""


def surroundings(elements: Sequence[Element]) -> list[Around]:
    """For each element what a block right in it is a part of. Time grows linearly with the elements."""
    found: list[Around] = []
    numbers: dict[int, int] = {}  # of the next item, by ordered list
    for place, element in enumerate(elements):
        tag, parent, _, _, _, detail = element
        above = found[parent] if parent >= 0 else NOWHERE
        if tag in _TELLING or (detail and above.code >= 0):
            above = _inside(place, element, above, numbers)
        found.append(above)
    return found


def _inside(place: int, element: Element, above: Around, numbers: dict[int, int]) -> Around:
    tag = element.tag
    if tag in _LISTS:
        if tag == "ol":
            numbers[place] = int(element.detail) if _START.fullmatch(element.detail) else 1
        whole = place if above.whole < 0 else above.whole
        _, _, depth, item, number, quote, _, table, code, language = above  # `_replace` takes three times as long
        return Around(whole, place, depth + 1, item, number, quote, False, table, code, language)
    if tag in _ITEMS:
        return _item(place, element, above, numbers)
    if tag == "blockquote":
        return _without_list(above)._replace(quote=place, footer=False)
    if tag in _CODE:
        return above._replace(code=place, language=element.detail)
    if tag in _RESETS:
        return _reset(place, tag, _without_list(above))
    # Highlighters name the language on an element between `pre` and the words.
    return above._replace(language=element.detail)


def _item(place: int, element: Element, above: Around, numbers: dict[int, int]) -> Around:
    number = numbers.get(above.inner)
    if number is not None:
        numbers[above.inner] = number + 1
    if above.whole < 0:  # an item that no list holds: those beside it are of one list
        above = above._replace(whole=element.parent, inner=element.parent, depth=1)
    whole, inner, depth, _, _, quote, footer, table, code, language = above
    return Around(whole, inner, depth, place, number, quote, footer, table, code, language)


def _reset(place: int, tag: str, around: Around) -> Around:
    if tag == "table":
        return around._replace(table=place)
    return around._replace(footer=True) if tag == "footer" else around


def _without_list(around: Around) -> Around:
    if around.inner < 0 and around.item < 0:
        return around
    return around._replace(whole=-1, inner=-1, depth=0, item=-1, number=None)
