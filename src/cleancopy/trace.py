"""The explanation of an extraction: why each block got its role and each field its value. Made only on request."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from cleancopy.article import Article
from cleancopy.block import FIELD_ROLES, Block, Role
from cleancopy.page import Page


@dataclass(frozen=True, slots=True)
class Reason:
    """The contribution of one feature to a decision.

    value    the feature as the model takes it
    weight   how much the block's log-odds fall when the feature is set to its usual value: 0.7 doubles the odds that
             the block is kept. Negative if the feature is evidence against the block
    phrase   the value in words: "stands inside `nav`"
    """

    feature: str
    value: float
    weight: float
    phrase: str


@dataclass(frozen=True, slots=True)
class BlockTrace:
    """A block and its classification.

    location  the path of tags above it (HTML) or the number of its line (flattened text)
    score     the probability that it belongs to the running text or its subheadings
    kept      whether it is in `Article.full_text`
    reasons   the features that decided, strongest first
    """

    block: Block
    location: str
    role: Role
    score: float
    kept: bool
    reasons: tuple[Reason, ...] = ()

    @property
    def fate(self) -> Literal["keep", "field", "drop"]:
        """``keep``: it is in the text. ``field``: it may be (part of) a field. ``drop``: it is left out."""
        if self.kept:
            return "keep"
        return "field" if self.role in FIELD_ROLES else "drop"


class FieldTrace(NamedTuple):
    """A value that was weighed for a field, with the signals for and against it.

    sources   where the value stands: "JSON-LD headline", "meta og:title", "block 12", "line 3"
    score     sum of `weights`, on the scale of log-odds; minus the rank of its source where sources have a fixed order
    weights   the signals of the value, each with what it added to the score, strongest first
    chosen    whether it is (part of) the answer
    """

    field: str
    value: str
    sources: tuple[str, ...]
    score: float = 0.0
    weights: tuple[tuple[str, float], ...] = ()
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """Every block of a page with its role, every candidate for a field, and the resulting article."""

    page: Page
    article: Article
    blocks: tuple[BlockTrace, ...] = ()
    fields: tuple[FieldTrace, ...] = ()
