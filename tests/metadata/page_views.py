"""Small pages as the metadata modules see them, with predictions that a test gives block by block."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from cleancopy.block import Role, Segmentation
from cleancopy.classify import BlockPredictions, RoleProbabilities, load_model
from cleancopy.classify.rules import find_site
from cleancopy.dom import Tree
from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.page_view import PageView
from cleancopy.segment.html import segment_html
from cleancopy.segment.text import segment_text

FLOOR = 0.5
LONGEST_SHOWN = 70


class Example(NamedTuple):
    """A page and what a model could predict.

    kept            the blocks that are part of the answer
    probabilities   by role and block; 0 for the others
    roles           by block; `Role.OTHER` for the others
    """

    page: str
    kept: Iterable[int] = ()
    probabilities: Mapping[Role, Mapping[int, float]] = {}
    roles: Mapping[int, Role] = {}


def segmented(example: Example) -> Segmentation:
    return segment_html(Tree(example.page)) if example.page.startswith("<") else segment_text(example.page)


def view_of(example: Example) -> PageView:
    page = segmented(example)
    model = load_model("html")
    values = np.zeros((len(page.blocks), len(model.roles)))
    for role, by_block in example.probabilities.items():
        for i, chance in by_block.items():
            values[i, model.roles.index(role)] = chance
    kept = np.isin(np.arange(len(page.blocks)), list(example.kept))
    roles = tuple(example.roles.get(i, Role.OTHER) for i in range(len(page.blocks)))
    probabilities = RoleProbabilities(values, model.roles, dict.fromkeys(model.floors, FLOOR))
    site = find_site([block.text for block in page.blocks], probabilities)
    return PageView(page, BlockPredictions(roles, kept.astype(float), kept, probabilities, 1.0, site))


def short(text: str) -> str:
    return repr(text) if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]!r}… {len(text)} long"


def candidate_lines(candidates: Iterable[Candidate]) -> Iterator[str]:
    """One line for each; signals are sorted, because those of elements have no order."""
    yield from (f"  {c.field} {short(c.value)} {c.source}: {', '.join(sorted(c.signals))}" for c in candidates)


def words(number: int) -> str:
    return " ".join(["word"] * number)


def paragraphs(number: int) -> str:
    return "".join(f"<p>passage {n}</p>" for n in range(number))
