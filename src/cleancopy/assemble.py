"""Segmentation, verdict and fields to the article."""

from dataclasses import replace

from cleancopy.article import ASIDE, Article
from cleancopy.block import Segmentation
from cleancopy.classify.classifier import Verdict
from cleancopy.flags import doubts
from cleancopy.metadata.fields import Fields
from cleancopy.structure.passages import body_passages, comment_passages


def assemble(segmentation: Segmentation, verdict: Verdict, fields: Fields, flags: frozenset[str]) -> Article:
    """Put the article together. `flags` are known before; an empty article gets one that says why."""
    kept = verdict.kept.tolist()
    body = body_passages(segmentation, verdict.roles, kept, fields.base)
    if all(p.role in ASIDE for p in body):
        body = ()
    return replace(
        article_of(fields),
        body=body,
        confidence=round(verdict.expected, 4),
        flags=flags | doubts(segmentation.blocks, verdict, paid=fields.paywalled is True),
        comments=comment_passages(segmentation.blocks, verdict.roles, kept, fields.base),
    )


def article_of(fields: Fields) -> Article:
    """An article that has its fields, and no text yet."""
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
