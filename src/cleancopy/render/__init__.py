"""An article as a document. Each output is a pure function of the article and sees nothing else."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from cleancopy.article import Article
from cleancopy.options import check_choice
from cleancopy.render.html import render_html
from cleancopy.render.json import render_json, to_dict
from cleancopy.render.markdown import render_markdown
from cleancopy.render.parts import without
from cleancopy.render.tei import render_tei
from cleancopy.render.text import render_text

__all__ = ["RENDERERS", "render", "to_dict"]

RENDERERS: Mapping[str, Callable[[Article], str]] = MappingProxyType(
    {
        "text": render_text,
        "markdown": render_markdown,
        "html": render_html,
        "json": render_json,
        "tei": render_tei,
    }
)
"""Every output by its name."""


def render(
    article: Article,
    output: str,
    *,
    links: bool = True,
    images: bool = True,
    comments: bool = False,
    tables: bool = True,
) -> str:
    """Render `article` as ``text``, ``markdown``, ``html``, ``json`` or ``tei``.

    links      whether links stand in it; where not, their words do
    images     whether pictures do, with captions and credits
    comments   whether readers' comments do
    tables     whether rows of tables do

    Raises `TypeError` or `ValueError`, naming the allowed values.
    """
    check_choice("output", output, tuple(RENDERERS))
    return RENDERERS[output](without(article, links=links, images=images, comments=comments, tables=tables))
