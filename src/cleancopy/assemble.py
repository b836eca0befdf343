"""Blocks, verdict and fields to the article."""

from collections.abc import Sequence

from cleancopy.article import Article, Passage
from cleancopy.block import Block, Layout, Role
from cleancopy.classify.classifier import Verdict
from cleancopy.flags import doubts
from cleancopy.metadata.fields import Fields


def assemble(
    blocks: Sequence[Block], verdict: Verdict, fields: Fields, language: str | None, flags: frozenset[str]
) -> Article:
    """Put the article together. `flags` are known before; an empty article gets one that says why."""
    kept = [(b, r) for b, r, k in zip(blocks, verdict.roles, verdict.kept, strict=True) if k]
    body = tuple(_passage(b, r) for b, r in kept)
    if all(p.role is Role.SUBHEADING for p in body):
        body = ()
    return Article(
        body=body,
        title=fields.title,
        dek=fields.dek,
        authors=fields.authors,
        published=fields.published,
        modified=fields.modified,
        site=fields.site,
        language=language,
        url=fields.url,
        captions=fields.captions,
        credits=fields.credits,
        confidence=round(verdict.expected, 4),
        flags=flags | doubts(blocks, verdict, paid=fields.paid),
    )


def _passage(block: Block, role: Role) -> Passage:
    indent = block.indent if block.layout in {Layout.CODE, Layout.TABLE_ROW} else 0
    return Passage(role, block.text, block.level, indent)
