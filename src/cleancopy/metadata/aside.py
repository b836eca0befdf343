"""A dek that was taken for a subheading is told as what it is."""

from collections.abc import Sequence

from cleancopy.block import Block, Role
from cleancopy.classify.classifier import Verdict
from cleancopy.metadata.candidate import key_of


def name_dek(blocks: Sequence[Block], verdict: Verdict, dek: str | None) -> Verdict:
    """The verdict in which a subheading that says what the dek says has that role.

    It stays in its place: `Article.full_text` has it, as many references do, `Article.text` and `headings` do not.
    """
    key = key_of("dek", dek or "")
    if not key:
        return verdict
    roles = tuple(
        Role.DEK if role is Role.SUBHEADING and key_of("dek", block.text) == key else role
        for block, role in zip(blocks, verdict.roles, strict=True)
    )
    return verdict._replace(roles=roles)
