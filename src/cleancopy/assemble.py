"""Blocks, verdict and fields to the article."""

from collections import Counter
from collections.abc import Sequence

from cleancopy.article import Article, Passage
from cleancopy.block import Block, Layout, Role
from cleancopy.classify.classifier import Verdict
from cleancopy.metadata.fields import Fields

NO_RUNNING_TEXT = "no_running_text"
CONSENT_WALL = "consent_wall"
HIDDEN_TEXT = "hidden_text"

CONSENT_SHARE = 0.5
"""A page without running text is a consent wall if so much of its text asks for consent."""


def assemble(
    blocks: Sequence[Block], verdict: Verdict, fields: Fields, language: str | None, flags: frozenset[str]
) -> Article:
    """Put the article together. An empty one carries a flag that says why."""
    kept = [(b, r) for b, r, k in zip(blocks, verdict.roles, verdict.kept, strict=True) if k]
    body = tuple(_passage(b, r) for b, r in kept)
    if all(p.role is Role.SUBHEADING for p in body):
        body = ()
        flags |= _why_empty(blocks, verdict)
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
        flags=flags,
    )


def _passage(block: Block, role: Role) -> Passage:
    indent = block.indent if block.layout in {Layout.CODE, Layout.TABLE_ROW} else 0
    return Passage(role, block.text, block.level, indent)


def _why_empty(blocks: Sequence[Block], verdict: Verdict) -> frozenset[str]:
    chars: Counter[Role] = Counter()
    for block, role in zip(blocks, verdict.roles, strict=True):
        chars[role] += len(block.text)
    if chars[Role.CONSENT] >= CONSENT_SHARE * sum(chars.values()):
        return frozenset({NO_RUNNING_TEXT, CONSENT_WALL})
    return frozenset({NO_RUNNING_TEXT})
