"""Small pages as the metadata modules see them, with a verdict that a test states block by block."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cleancopy.block import Role, Segmentation
from cleancopy.classify.artifact import load
from cleancopy.classify.classifier import Verdict
from cleancopy.dom import Tree
from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.sight import Sight
from cleancopy.segment.html import segment_html
from cleancopy.segment.text import segment_text

FLOOR = 0.5
LONGEST_SHOWN = 70


class Example(NamedTuple):
    """A page and what a model could say of it.

    kept      the blocks that are part of the answer
    chances   by role and block; 0 where it says nothing
    roles     by block; `Role.OTHER` where it says nothing
    """

    page: str
    kept: Iterable[int] = ()
    chances: Mapping[Role, Mapping[int, float]] = {}
    roles: Mapping[int, Role] = {}


def segmented(example: Example) -> Segmentation:
    return segment_html(Tree(example.page)) if example.page.startswith("<") else segment_text(example.page)


def sight_of(example: Example) -> Sight:
    page = segmented(example)
    model = load("html")
    model = replace(model, floors=dict.fromkeys(model.floors, FLOOR))
    chances = np.zeros((len(page.blocks), len(model.roles)))
    for role, by_block in example.chances.items():
        for i, chance in by_block.items():
            chances[i, model.roles.index(role)] = chance
    kept = np.isin(np.arange(len(page.blocks)), list(example.kept))
    roles = tuple(example.roles.get(i, Role.OTHER) for i in range(len(page.blocks)))
    return Sight(page, Verdict(roles, kept.astype(float), kept, chances, 1.0), model)


def short(text: str) -> str:
    return repr(text) if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]!r}… {len(text)} long"


def candidate_lines(candidates: Iterable[Candidate]) -> Iterator[str]:
    """One line for each; clues are sorted, for those of elements have no order."""
    yield from (f"  {c.field} {short(c.value)} {c.source}: {', '.join(sorted(c.clues))}" for c in candidates)


def words(number: int) -> str:
    return " ".join(["word"] * number)


def paragraphs(number: int) -> str:
    return "".join(f"<p>passage {n}</p>" for n in range(number))
