"""The layout and depth of a text, from the tags of the block elements around it."""

from cleancopy.block import Layout
from cleancopy.lexicon import CODE_TAGS, ITEM_TAGS, LIST_TAGS, SECTION_TAGS

_LAYOUT_OF_TAG = {
    **dict.fromkeys(ITEM_TAGS, Layout.LIST_ITEM),
    "blockquote": Layout.QUOTE,
    **dict.fromkeys(CODE_TAGS, Layout.CODE),
    "figcaption": Layout.CAPTION, "caption": Layout.CAPTION,
    **{f"h{n}": Layout.HEADING for n in range(1, 7)},
}

_DESCRIPTION_TAGS = ITEM_TAGS - {"li"}
# A caption may contain its credit, and a headline its kicker, in a span whose names do not say so.
_SPAN_LAYOUTS = frozenset({Layout.CAPTION, Layout.HEADING})


cdef class Style:
    """The layout of text inside the open block elements.

    depth         the number of these elements, counted up to the limit
    keeps_spans   whether spans become marks whatever their names are
    """

    def __init__(self, layout, int level, int list_depth, int depth):
        self.layout = layout
        self.level = level
        self.list_depth = list_depth
        self.depth = depth
        self.is_code = layout is Layout.CODE
        self.keeps_spans = layout in _SPAN_LAYOUTS
        self.inner_styles = {}

    cdef Style enter(self, str tag):
        """Get the style inside an element of that tag. Each path of tags on a page has one `Style`, made once."""
        style = self.inner_styles.get(tag)
        if style is None:
            style = self.inner_styles[tag] = self.make_inner(tag)
        return style

    cdef Style make_inner(self, str tag):
        cdef int level = self.level, list_depth = self.list_depth + (tag in LIST_TAGS)
        layout, tag_layout = self.layout, _LAYOUT_OF_TAG.get(tag)
        if tag in _DESCRIPTION_TAGS and not list_depth:
            pass  # browsers show a term or description outside of a list as a paragraph
        elif tag_layout is not None:
            layout, level = tag_layout, compute_level(tag_layout, tag, list_depth)
        elif tag in SECTION_TAGS:
            layout, level = Layout.TEXT, 0
        return Style(layout, level, list_depth, self.depth + 1)

    cdef Style enter_too_deep(self, str tag):
        """Make the style inside an element beyond the limit of depth. Only lists change it."""
        return Style(self.layout, self.level, self.list_depth + (tag in LIST_TAGS), self.depth)


cdef int compute_level(layout, str tag, int list_depth) except -1:
    if layout is Layout.HEADING:
        return int(tag[1])
    return max(1, list_depth) if layout is Layout.LIST_ITEM else 0
