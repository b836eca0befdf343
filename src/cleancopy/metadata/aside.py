"""A dek that was taken for a subheading is told as what it is."""

from collections.abc import Sequence

from cleancopy.block import Block, Role
from cleancopy.classify.classifier import Verdict
from cleancopy.metadata.candidate import key_of

_SUBHEADING = Role.SUBHEADING


def name_dek(blocks: Sequence[Block], verdict: Verdict, dek: str | None) -> Verdict:
    """The verdict in which a subheading that says what the dek says has that role.

    It stays in its place: `Article.full_text` has it, as many references do, `Article.text` and `headings` do not.
    """
    key = key_of("dek", dek or "")
    if not key:
        return verdict
    headings = [i for i, role in enumerate(verdict.roles) if role is _SUBHEADING]
    same = [i for i in headings if key_of("dek", blocks[i].text) == key]
    if not same:
        return verdict
    roles = [*verdict.roles]
    for i in same:
        roles[i] = Role.DEK
    return verdict._replace(roles=tuple(roles))
