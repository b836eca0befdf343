"""A decoded page to its tree; to flattened text where the tree would cost too much."""

from dataclasses import replace

from cleancopy.dom import Tree
from cleancopy.flags import Flag
from cleancopy.input import close_empty_elements, drop_excess_options, prepare_for_tree, strip_markup
from cleancopy.limits import Limits, truncate_before, truncation_flags
from cleancopy.page import Page

STRIPPED_TAGS = 10
"""A page whose markup is stripped may have this many times the tags of `Limits.tags`: stripping is cheap."""


def parse_page(page: Page, limits: Limits, *, strip: bool = False) -> tuple[Page, Tree | None]:
    """Parse a page of HTML. Gives the page as later stages see it, and its tree.

    The tree is None for flattened text, for a page whose tree would take too much, and with `strip`. Then the
    page is flattened text itself; `Flag.DEGRADED` says that it was HTML.
    """
    if page.kind != "html":
        return page, None
    markup = None if strip else prepare_for_tree(page.text, limits.tags)
    tree = None if markup is None else _build_tree(markup)
    if tree is None:
        return _flatten(page, limits), None
    if tree.is_unclosed:
        page = replace(page, flags=page.flags | {Flag.UNCLOSED_TAIL})
    return page, tree


def _build_tree(markup: str) -> Tree | None:
    try:
        tree = Tree(markup)
        closed = close_empty_elements(markup) if tree.has_swallowed_markup() else markup
        return tree if closed == markup else Tree(closed)
    except MemoryError:
        return None


def _flatten(page: Page, limits: Limits) -> Page:
    """Strip the markup of a page. More tags are read than for a tree, so that text behind them is not lost."""
    markup, of_tags = truncate_before(page.text, "<", STRIPPED_TAGS * limits.tags)
    text, of_lines = truncate_before(strip_markup(drop_excess_options(markup)), "\n", limits.tags)
    truncations = (*page.truncations, *of_tags, *of_lines)
    flags = page.flags | truncation_flags(truncations) | {Flag.DEGRADED}
    return replace(page, text=text, kind="text", flags=flags, truncations=truncations)
