"""An article as plain text: the running text, one paragraph a line."""

from cleancopy.article_data import ArticleData


def render_text(article: ArticleData) -> str:
    """Return the running text and nothing else."""
    return article.text
