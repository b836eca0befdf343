"""An article as a document. Each output is a pure function of the article and sees nothing else."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from cleancopy.article import Article
from cleancopy.options import check_choice
from cleancopy.render.json import render_json
from cleancopy.render.markdown import render_markdown
from cleancopy.render.text import render_text

__all__ = ["RENDERERS", "render"]

RENDERERS: Mapping[str, Callable[[Article], str]] = MappingProxyType(
    {"text": render_text, "markdown": render_markdown, "json": render_json}
)
"""Every output by its name."""


def render(article: Article, output: str) -> str:
    """Render `article` as ``text``, ``markdown`` or ``json``.

    Raises `TypeError` or `ValueError`, naming the allowed values.
    """
    check_choice("output", output, tuple(RENDERERS))
    return RENDERERS[output](article)
