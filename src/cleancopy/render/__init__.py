"""Renders an article as a document. Each renderer is a pure function of the article."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from cleancopy.article_data import ArticleData
from cleancopy.options import check_choice
from cleancopy.render.front_matter import render_front_matter
from cleancopy.render.html import render_html
from cleancopy.render.json import dump_json, render_json, to_dict
from cleancopy.render.markdown import render_markdown
from cleancopy.render.selection import select_parts
from cleancopy.render.tei import render_tei
from cleancopy.render.text import render_text

__all__ = ["RENDERERS", "dump_json", "render", "render_front_matter", "select_parts", "to_dict"]

RENDERERS: Mapping[str, Callable[[ArticleData], str]] = MappingProxyType(
    {
        "text": render_text,
        "markdown": render_markdown,
        "html": render_html,
        "json": render_json,
        "tei": render_tei,
    }
)
"""The renderer of each output, by its name."""


def render(
    article: ArticleData,
    output: str,
    *,
    links: bool = True,
    images: bool = True,
    comments: bool = False,
    tables: bool = True,
) -> str:
    """Render `article` as ``text``, ``markdown``, ``html``, ``json`` or ``tei``.

    links      whether to keep links; without them, their words stay
    images     whether to keep pictures, with captions and credits
    comments   whether to keep readers' comments
    tables     whether to keep tables

    Raises `TypeError` or `ValueError`, naming the allowed values.
    """
    check_choice("output", output, tuple(RENDERERS))
    return RENDERERS[output](select_parts(article, links=links, images=images, comments=comments, tables=tables))
