"""Flattened text learns from its HTML twin: where no reference labels a line, the HTML model of the same fold does.

The page's elements say what a line is, so the HTML model knows what the text alone hardly shows. It says nothing of the
sites of its fold, so that the text model of the fold does not see them either.
"""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import numpy.typing as npt

from training.encode import Vocabularies
from training.fit import KEEP, predict
from training.network import Network
from training.prepare import Example

SURE = 0.5
"""The least probability with which the model gives a line a role that no rule gives it."""

Lessons = Mapping[tuple[str, int], npt.NDArray[np.float16]]
"""By set and number of a page the probabilities of the roles of its blocks."""


def make_lessons(pages: Iterable[Example], network: Network, vocabularies: Vocabularies) -> Lessons:
    """Note what a model says of the HTML pages of which something is unknown."""
    twins = [e for e in pages if e.input == "html" and (e.label < 0).any()]
    said = predict(network, vocabularies, twins)
    return {(e.source, e.number): p.roles.astype(np.float16) for e, p in zip(twins, said, strict=True)}


def fill_labels(flattened: Iterable[Example], lessons: Lessons) -> Iterator[Example]:
    """Fill unknown labels and roles of flattened pages; pages without a lesson stay as they are."""
    for example in flattened:
        probabilities = lessons.get((example.source, example.number))
        yield example if probabilities is None else _fill(example, probabilities.astype(np.float32))


def _fill(example: Example, probabilities: npt.NDArray[np.float32]) -> Example:
    """Fill in what is unknown.

    probabilities   of the roles of the blocks of the HTML page
    """
    has_twin, carried = example.twin >= 0, probabilities[example.twin]
    may_be_labelled = has_twin & (example.label < 0)
    may_have_role = has_twin & (example.role < 0) & (carried.max(1) > SURE)
    return example._replace(
        label=np.where(may_be_labelled, carried[:, KEEP].sum(1), example.label).astype(np.float32),
        role=np.where(may_have_role, carried.argmax(1), example.role),
    )
