"""An article without the parts that a reader does not want. It is done before any output: these know no options."""

from dataclasses import replace
from itertools import accumulate

from cleancopy.article import Article, Image, Passage
from cleancopy.block import MarkKind, Role


def without(article: Article, *, links: bool, images: bool, comments: bool, tables: bool) -> Article:
    """Keep what is asked for; the words of links stay."""
    if not images:
        article = replace(article, images=())
    if not comments:
        article = replace(article, comments=())
    if not tables:
        article = _without_tables(article)
    if not links:
        article = replace(article, body=_unlinked(article.body), comments=_unlinked(article.comments))
    return article


def _unlinked(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    return tuple(replace(p, marks=tuple(m for m in p.marks if m.kind is not MarkKind.LINK)) for p in passages)


def _without_tables(article: Article) -> Article:
    kept = [p.role is not Role.TABLE_ROW for p in article.body]
    before = [0, *accumulate(map(int, kept))]  # for each place in the body the passages that are left before it
    images = tuple(_moved(image, before) for image in article.images)
    return replace(article, body=tuple(p for p, k in zip(article.body, kept, strict=True) if k), images=images)


def _moved(image: Image, before: list[int]) -> Image:
    return image if image.place is None else replace(image, place=before[min(max(image.place, 0), len(before) - 1)])
