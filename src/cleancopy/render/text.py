"""An article as plain text: the running text, one paragraph a line."""

from cleancopy.article import Article


def render_text(article: Article) -> str:
    """Return the running text and nothing else."""
    return article.text
