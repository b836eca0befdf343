"""Leaves out the parts of an article that are not wanted, before it is rendered: renderers have no options."""

from dataclasses import replace
from itertools import accumulate
from typing import TypeVar

from cleancopy.article_data import ArticleData, Image, Passage
from cleancopy.block import Cell, Mark, MarkKind, Role

A = TypeVar("A", bound=ArticleData)


def select_parts(article: A, *, links: bool, images: bool, comments: bool, tables: bool) -> A:
    """Keep the parts that are wanted. Without `links`, the words of links stay."""
    if not images:
        article = replace(article, images=())
    if not comments:
        article = replace(article, comments=())
    if not tables:
        article = _drop_tables(article)
    if not links:
        article = replace(article, body=_drop_links(article.body), comments=_drop_links(article.comments))
    return article


def _drop_links(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    return tuple(
        p._replace(marks=_without_links(p.marks), cells=tuple(map(_drop_cell_links, p.cells))) for p in passages
    )


def _drop_cell_links(cell: Cell) -> Cell:
    return cell._replace(parts=tuple(part._replace(marks=_without_links(part.marks)) for part in cell.parts))


def _without_links(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    return tuple(mark for mark in marks if mark.kind is not MarkKind.LINK)


def _drop_tables(article: A) -> A:
    is_kept = [p.role is not Role.TABLE_ROW for p in article.body]
    n_kept_before = [0, *accumulate(map(int, is_kept))]  # by index in the body
    images = tuple(_move_image(image, n_kept_before) for image in article.images)
    return replace(article, body=tuple(p for p, k in zip(article.body, is_kept, strict=True) if k), images=images)


def _move_image(image: Image, n_kept_before: list[int]) -> Image:
    if image.passage_index is None:
        return image
    return replace(image, passage_index=n_kept_before[min(max(image.passage_index, 0), len(n_kept_before) - 1)])
