"""Fields that the page shows: read off the blocks and their roles, HTML and flattened text alike."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from cleancopy.block import Block, Layout, Role
from cleancopy.classify.artifact import Model
from cleancopy.classify.classifier import Verdict
from cleancopy.classify.revise import find_site, the_one
from cleancopy.credit import bare_credit, split_credit
from cleancopy.metadata.fields import Fields


def read_visible(blocks: Sequence[Block], verdict: Verdict, model: Model) -> Fields:
    """The fields among a page's blocks, as `model` judged them."""
    headline = the_one(Role.HEADLINE, verdict.chances, model)
    site = find_site(blocks, verdict.chances, model)
    judged = list(zip(blocks, verdict.roles, strict=True))
    captions, credits = pictures(blocks, verdict, verdict.chances[:, model.roles.index(Role.CAPTION)])
    return Fields(
        title=_text(blocks, verdict, headline),
        dek=next((fold(b.text) for b, r in judged if r is Role.DEK), None),
        site=_text(blocks, verdict, site),
        captions=captions,
        credits=credits,
    )


def _text(blocks: Sequence[Block], verdict: Verdict, place: int | None) -> str | None:
    return None if place is None or verdict.kept[place] else fold(blocks[place].text)


def fold(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


CAPTION_WORDS = 4
"""A shorter line of flattened text that is judged a caption is more often the mark of an advertisement."""


CAPTION_CHANCE = 0.35
"""A likelier caption needs no picture's credit beside it, and no copy of itself, to be believed."""
CREDIT_REACH = 2


def pictures(
    blocks: Sequence[Block], verdict: Verdict, chances: npt.NDArray[np.float64]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Captions without the credits at their ends, and credits, both in the order of the page.

    chances   probability of each block to be a caption

    A caption that says no more than another goes.
    """
    captions, credits = [], []
    for i, (block, role) in enumerate(zip(blocks, verdict.roles, strict=True)):
        if role is Role.CAPTION:
            caption, credit = split_credit(block.text)
            credits.append(credit)
            if block.layout is Layout.CAPTION or (
                len(caption.split()) >= CAPTION_WORDS
                and (credit or chances[i] >= CAPTION_CHANCE or _is_vouched_for(i, blocks, verdict))
            ):
                captions.append(caption)
        elif role is Role.CREDIT:
            credits.append(bare_credit(block.text))
    kept = _unique(captions)
    return tuple(c for c in kept if not any(c != d and d.startswith(c) for d in kept)), _unique(credits)


def _is_vouched_for(place: int, blocks: Sequence[Block], verdict: Verdict) -> bool:
    """Whether a credit or the same text stands near."""
    around = range(max(0, place - CREDIT_REACH), min(len(blocks), place + CREDIT_REACH + 1))
    return any(verdict.roles[i] is Role.CREDIT or (i != place and blocks[i].text == blocks[place].text) for i in around)


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for text in texts:
        if text:
            seen.setdefault(text.casefold(), text)
    return tuple(seen.values())
