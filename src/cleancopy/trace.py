"""Why each block got its role. Plain data, made only when asked for."""

from dataclasses import dataclass

from cleancopy.article import Article
from cleancopy.block import Block, Role
from cleancopy.page import Page


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature's part in a decision.

    weight   how much the block's score (0..1) falls when the feature is set to its usual value;
             negative where the feature spoke against the block
    """

    feature: str
    value: float
    weight: float


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


@dataclass(frozen=True, slots=True)
class Trace:
    """Every block of a page with its role, and the article made of them."""

    page: Page
    article: Article
    blocks: tuple[BlockTrace, ...] = ()
