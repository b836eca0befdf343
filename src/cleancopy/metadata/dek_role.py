"""The role of the dek: a subheading that repeats the dek becomes the dek."""

from collections.abc import Sequence

from cleancopy.block import Block, Role
from cleancopy.classify import BlockPredictions
from cleancopy.metadata.candidate import make_key

_SUBHEADING = Role.SUBHEADING


def assign_dek_role(blocks: Sequence[Block], predictions: BlockPredictions, dek: str | None) -> BlockPredictions:
    """Give the role of the dek to each subheading with the words of the dek.

    The block keeps its position: `Article.full_text` includes it, as many references do. `Article.text` and
    `headings` leave it out.
    """
    key = make_key("dek", dek or "")
    if not key:
        return predictions
    headings = [i for i, role in enumerate(predictions.roles) if role is _SUBHEADING]
    same = [i for i in headings if make_key("dek", blocks[i].text) == key]
    if not same:
        return predictions
    roles = [*predictions.roles]
    for i in same:
        roles[i] = Role.DEK
    return predictions._replace(roles=tuple(roles))
