# cython: language_level=3, annotation_typing=False, binding=False
"""What the tags of the block elements around a text say about it: of which layout it is, how deep it lies."""

from cleancopy.block import Layout

_LISTS = frozenset({"ul", "ol", "menu", "dir", "dl"})
_LAYOUTS = {
    "li": Layout.LIST_ITEM, "dt": Layout.LIST_ITEM, "dd": Layout.LIST_ITEM,
    "blockquote": Layout.QUOTE,
    "pre": Layout.CODE, "listing": Layout.CODE, "xmp": Layout.CODE, "plaintext": Layout.CODE,
    "figcaption": Layout.CAPTION, "caption": Layout.CAPTION,
    **{f"h{n}": Layout.HEADING for n in range(1, 7)},
}  # fmt: skip
# Inside these a block is no longer an item, a quote or a heading of what stands around.
_RESETS = frozenset("article aside body figure footer form header main nav section table td th".split())

# A caption may hold its credit, a headline its kicker, in an element without a telling name.
_PARTED = frozenset({Layout.CAPTION, Layout.HEADING})


class Style:
    """What the tags of the open block elements say about the text inside them.

    depth   how many of them are told apart
    """

    __slots__ = ("_inner", "depth", "is_code", "is_parted", "layout", "level", "list_depth")

    def __init__(self, layout: Layout, level: int, list_depth: int, depth: int) -> None:
        self.layout = layout
        self.level = level
        self.list_depth = list_depth
        self.depth = depth
        self.is_code = layout is Layout.CODE
        self.is_parted = layout in _PARTED
        self._inner: dict[str, Style] = {}

    def inside(self, tag: str) -> "Style":
        """The style within an element of that tag; made once on a page for each place in the order of tags."""
        style = self._inner.get(tag)
        if style is None:
            style = self._inner[tag] = self._inside(tag)
        return style

    def _inside(self, tag: str) -> "Style":
        layout, level, list_depth = self.layout, self.level, self.list_depth + (tag in _LISTS)
        if (own := _LAYOUTS.get(tag)) is not None:
            layout, level = own, _level(own, tag, list_depth)
        elif tag in _RESETS:
            layout, level = Layout.TEXT, 0
        return Style(layout, level, list_depth, self.depth + 1)

    def deeper(self, tag: str) -> "Style":
        """The style within an element that lies too deep to be told apart: of these only lists count."""
        return Style(self.layout, self.level, self.list_depth + (tag in _LISTS), self.depth)


def _level(layout: Layout, tag: str, list_depth: int) -> int:
    if layout is Layout.HEADING:
        return int(tag[1])
    return max(1, list_depth) if layout is Layout.LIST_ITEM else 0
