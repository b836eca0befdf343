"""The layout and depth of a text, from the tags of the block elements around it."""

from cleancopy.block import Layout
from cleancopy.lexicon import CODE_TAGS, ITEM_TAGS, LIST_TAGS, SECTION_TAGS

_LAYOUT_OF_TAG = {
    **dict.fromkeys(ITEM_TAGS, Layout.LIST_ITEM),
    "blockquote": Layout.QUOTE,
    **dict.fromkeys(CODE_TAGS, Layout.CODE),
    "figcaption": Layout.CAPTION, "caption": Layout.CAPTION,
    **{f"h{n}": Layout.HEADING for n in range(1, 7)},
}  # fmt: skip

_DESCRIPTION_TAGS = ITEM_TAGS - {"li"}
# A caption may contain its credit, and a headline its kicker, in a span whose names do not say so.
_SPAN_LAYOUTS = frozenset({Layout.CAPTION, Layout.HEADING})


class Style:
    """The layout of text inside the open block elements.

    depth         the number of these elements, counted up to the limit
    keeps_spans   whether spans become marks whatever their names are
    """

    __slots__ = ("_inner_styles", "depth", "is_code", "keeps_spans", "layout", "level", "list_depth")

    def __init__(self, layout: Layout, level: int, list_depth: int, depth: int) -> None:
        self.layout = layout
        self.level = level
        self.list_depth = list_depth
        self.depth = depth
        self.is_code = layout is Layout.CODE
        self.keeps_spans = layout in _SPAN_LAYOUTS
        self._inner_styles: dict[str, Style] = {}

    def enter(self, tag: str) -> "Style":
        """Get the style inside an element of that tag. Each path of tags on a page has one `Style`, made once."""
        style = self._inner_styles.get(tag)
        if style is None:
            style = self._inner_styles[tag] = self._make_inner(tag)
        return style

    def _make_inner(self, tag: str) -> "Style":
        layout, level, list_depth = self.layout, self.level, self.list_depth + (tag in LIST_TAGS)
        if tag in _DESCRIPTION_TAGS and not list_depth:
            pass  # browsers show a term or description outside of a list as a paragraph
        elif (tag_layout := _LAYOUT_OF_TAG.get(tag)) is not None:
            layout, level = tag_layout, _compute_level(tag_layout, tag, list_depth)
        elif tag in SECTION_TAGS:
            layout, level = Layout.TEXT, 0
        return Style(layout, level, list_depth, self.depth + 1)

    def enter_too_deep(self, tag: str) -> "Style":
        """Make the style inside an element beyond the limit of depth. Only lists change it."""
        return Style(self.layout, self.level, self.list_depth + (tag in LIST_TAGS), self.depth)


def _compute_level(layout: Layout, tag: str, list_depth: int) -> int:
    if layout is Layout.HEADING:
        return int(tag[1])
    return max(1, list_depth) if layout is Layout.LIST_ITEM else 0
