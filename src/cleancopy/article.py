"""The result of extraction: an article that renders itself."""

from dataclasses import dataclass

from cleancopy.article_data import ArticleData

_REPR_TITLE_CHARS = 60
"""Characters of the title that `repr` shows."""


@dataclass(frozen=True, slots=True, repr=False)
class Article(ArticleData):
    """An article and its outputs. `ArticleData` has its values.

    A value that the page does not give is None or an empty tuple.
    """

    def render(
        self, output: str, *, links: bool = True, images: bool = True, comments: bool = False, tables: bool = True
    ) -> str:
        """Render as ``text``, ``markdown``, ``html``, ``json`` or ``tei``, with or without some parts.

        Raises `TypeError` or `ValueError` with the allowed values.
        """
        from cleancopy.render import render  # noqa: PLC0415 - who wants the text alone does without

        return render(self, output, links=links, images=images, comments=comments, tables=tables)

    def to_dict(self) -> dict[str, object]:
        """Convert to plain dicts, lists, strings and numbers: the content of the output ``json``.

        The keys are those of ``render/article.schema.json``. Dates are strings in ISO 8601, flags a sorted list.
        """
        from cleancopy.render import to_dict  # noqa: PLC0415 - as above

        return to_dict(self)

    def __repr__(self) -> str:
        title = self.title
        if title is not None and len(title) > _REPR_TITLE_CHARS:
            title = title[:_REPR_TITLE_CHARS] + "…"
        words = f"{len(self.text.split()):,} words"
        flags = f"{{{', '.join(map(repr, sorted(self.flags)))}}}"
        return f"Article(title={title!r}, {words}, confidence={self.confidence:.2f}, flags={flags})"

    def _repr_html_(self) -> str | None:
        """Show the article in a notebook. An article without text shows its `repr`."""
        return self.render("html") if self.body else None

    def _repr_markdown_(self) -> str | None:
        """Show the article in a notebook that prefers Markdown."""
        return self.render("markdown") if self.body else None
