"""Why each block got its role. Plain data, made only when asked for."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from cleancopy.article import Article
from cleancopy.block import FIELD_ROLES, Block, Role
from cleancopy.page import Page


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature's part in a decision.

    value    the feature as the model takes it
    weight   how much the block's log-odds fall when the feature is set to its usual value: 0.7 doubles the odds that
             the block is kept; negative where the feature spoke against the block
    phrase   what the value says of the block, in words: "stands inside `nav`"
    """

    feature: str
    value: float
    weight: float
    phrase: str


@dataclass(frozen=True, slots=True)
class BlockTrace:
    """A block and its verdict.

    place     the path of tags above it (HTML) or the number of its line (flattened text)
    score     probability that it belongs to the running text or its subheadings
    kept      whether it stands in `Article.full_text`
    reasons   the features that decided, strongest first
    """

    block: Block
    place: str
    role: Role
    score: float
    kept: bool
    reasons: tuple[Reason, ...] = ()

    @property
    def fate(self) -> Literal["keep", "field", "drop"]:
        """What became of it: it stands in the text, it may be (part of) a field, or it is left out."""
        if self.kept:
            return "keep"
        return "field" if self.role in FIELD_ROLES else "drop"


class FieldTrace(NamedTuple):
    """A value that was weighed for a field, with all that was said for and against it.

    sources   where it stands: "JSON-LD headline", "meta og:title", "block 12", "line 3"
    score     sum of `weights`, on the scale of log-odds; of a field whose sources have a stated order minus its place
    weights   what is true of the value with what each of it added, strongest first
    won       whether it is (part of) the answer
    """

    field: str
    value: str
    sources: tuple[str, ...]
    score: float = 0.0
    weights: tuple[tuple[str, float], ...] = ()
    won: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """Every block of a page with its role, every candidate for a field, and the article made of them."""

    page: Page
    article: Article
    blocks: tuple[BlockTrace, ...] = ()
    fields: tuple[FieldTrace, ...] = ()
