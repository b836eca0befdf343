"""Segmentation, predictions and fields to the article."""

from dataclasses import replace

from cleancopy.article import Article
from cleancopy.article_data import NON_BODY_ROLES
from cleancopy.assemble.passages import build_body, build_comments
from cleancopy.assemble.posts import number_posts
from cleancopy.assemble.quality import find_quality_flags
from cleancopy.block import Segmentation
from cleancopy.classify import BlockPredictions
from cleancopy.flags import Flag
from cleancopy.limits import truncation_flags
from cleancopy.metadata import Fields
from cleancopy.page import Page

_SIGNS_OF_APPS = ("<script", "stylesheet", "preload")
"""What a page has that is made for a browser. Without text, it is the shell of an app."""


def assemble(page: Page, segmentation: Segmentation, predictions: BlockPredictions | None, fields: Fields) -> Article:
    """Put the article together; an empty one has a flag that says why.

    predictions   None where the page has no blocks: the article then has its fields alone
    """
    article = replace(
        _with_fields(fields),
        flags=page.flags | _segmentation_flags(segmentation),
        truncations=(*page.truncations, *segmentation.truncations),
        message=page.message,
    )
    if predictions is None:
        return replace(article, flags=article.flags | _empty_flags(page, fields))
    kept = predictions.kept.tolist()
    body = build_body(segmentation, predictions.roles, kept, fields.base)
    if all(passage.role in NON_BODY_ROLES for passage in body):
        body = ()
    body, posts = number_posts(body, kept, fields.posts)
    page_type, probability = predictions.page_type or (None, None)
    return replace(
        article,
        body=body,
        posts=posts,
        confidence=round(predictions.expected_f1, 4),
        flags=article.flags | find_quality_flags(segmentation.blocks, predictions, paid=fields.paywalled is True),
        comments=build_comments(segmentation.blocks, predictions.roles, kept, fields.base),
        page_type=page_type,
        page_type_probability=probability,
    )


def _with_fields(fields: Fields) -> Article:
    return Article(
        title=fields.title,
        dek=fields.dek,
        authors=fields.authors,
        published=fields.published,
        modified=fields.modified,
        site=fields.site,
        language=fields.language,
        url=fields.url,
        captions=fields.captions,
        credits=fields.credits,
        tags=fields.tags,
        images=fields.images,
        section=fields.section,
        license=fields.license,
        paywalled=fields.paywalled,
    )


def _segmentation_flags(segmentation: Segmentation) -> frozenset[str]:
    flags = {Flag.HIDDEN_TEXT: segmentation.used_hidden_text, Flag.FROM_DATA: segmentation.used_script_data}
    return truncation_flags(segmentation.truncations).union(flag for flag, holds in flags.items() if holds)


def _empty_flags(page: Page, fields: Fields) -> frozenset[str]:
    """The flags of an article from a page without blocks."""
    why = frozenset() if page.flags & {Flag.EMPTY_INPUT, Flag.NOT_TEXT} else frozenset({Flag.NO_RUNNING_TEXT})
    if page.kind == "html" and why and any(sign in page.text for sign in _SIGNS_OF_APPS):
        why |= {Flag.APP_SHELL}
    return why | {Flag.PAYWALL} if fields.paywalled else why
