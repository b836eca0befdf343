"""What the model says of a page's blocks. Plain data: other stages ask it, and need neither model nor network."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from cleancopy.article_data import NON_BODY_ROLES
from cleancopy.block import Role
from cleancopy.classify.arrays import BoolArray, Float64Array
from cleancopy.flags import Flag
from cleancopy.page_type import LikelyPageType
from cleancopy.post_boxes import NO_BOXES, PostBoxes


class RoleProbabilities(NamedTuple):
    """The probability of each role for each of n blocks.

    values   n × roles
    roles    the role of each column of `values`
    floors   for each role that at most one block of a page has (headline, dek, site), the least probability it needs
    """

    values: Float64Array
    roles: tuple[Role, ...]
    floors: Mapping[str, float]

    def probability(self, role: Role) -> Float64Array:
        """The probability that each block has a role, as a view of one column."""
        return self.values[:, self.roles.index(role)]

    def best(self, role: Role, excluding: Iterable[int] = ()) -> int | None:
        """Find the block that most likely has a role which at most one block of a page has.

        excluding   indices of blocks that have another role

        Gives the block's index; None where no block reaches the role's floor.
        """
        column = self.probability(role)
        if excluded := list(excluding):
            column = column.copy()
            column[excluded] = 0
        best = int(column.argmax())
        return best if column[best] >= self.floors[role] else None


def make_running(roles: Sequence[Role], kept: BoolArray) -> tuple[Role, ...]:
    """The roles of blocks; where headings are all that is kept, they are the text: of cards, of links."""
    indices = np.flatnonzero(kept).tolist()
    if any(roles[i] not in NON_BODY_ROLES for i in indices):
        return tuple(roles)
    running = [*roles]
    for i in indices:
        running[i] = Role.PARAGRAPH
    return tuple(running)


class BlockPredictions(NamedTuple):
    """What the model and the rules after it say of a page of n blocks.

    roles           the role of each block
    scores          the probability that each block belongs to the running text or its subheadings
    kept            whether each block is part of the answer
    probabilities   the probability of each role for each block, before the rules
    expected_f1     expected word F1 of the answer, calibrated
    site_index      the block that most likely is the site's name, None where no block is likely enough
    post_boxes      the elements that hold a post each, where the page is a thread
    wall            the flag of a page without text for a reader, see `walls`; None for others
    page_type       what the page is for; None from a model that does not know types
    """

    roles: tuple[Role, ...]
    scores: Float64Array
    kept: BoolArray
    probabilities: RoleProbabilities
    expected_f1: float
    site_index: int | None = None
    post_boxes: PostBoxes = NO_BOXES
    wall: Flag | None = None
    page_type: LikelyPageType | None = None

    def probability(self, role: Role) -> Float64Array:
        """The probability that each block has a role."""
        return self.probabilities.probability(role)

    def best(self, role: Role, excluding: Iterable[int] = ()) -> int | None:
        """Find the block that most likely has a role, see `RoleProbabilities.best`."""
        return self.probabilities.best(role, excluding)
