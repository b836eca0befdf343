"""Which of its known words weighs most for a block, among those of its text or of the names around it.

Each word adds a vector to what enters the network. Together they make a difference to a block; the word whose own
vector goes farthest in the direction of that difference is the strongest.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.classify.artifact import Model
from cleancopy.classify.network import Ids, Inputs, Network
from cleancopy.features.phrases import Where

Floats = npt.NDArray[np.float32]

_SLOTS: tuple[tuple[Where, int, slice], ...] = (
    ("own", 0, slice(0, 1)),
    ("above", 1, slice(1, 3)),
    ("above", 2, slice(3, 8)),
    ("page", 3, slice(8, 9)),
)
"""Where the names of an element stand for a block: the part of their table that the network takes them from, and the
columns of `Inputs.above` with these elements (`network.enter`)."""


class Word(NamedTuple):
    """A word of a vocabulary and where it stands: in the text, or in the names of which elements."""

    text: str
    where: Where


class _Found(NamedTuple):
    """Words of blocks, one after the other: the block of each, its row in the vocabulary, its weight, where it is."""

    owners: Ids
    ids: Ids
    weights: Floats
    where: Where


def strongest_words(inputs: Inputs, model: Model, difference: Floats) -> list[Word | None]:
    """Find the strongest word of each block's text; `difference` is what the words of the text add to what enters."""
    width = model.network.words.shape[1] // len(model.network.bags.weight)
    pull = _pull(model.network, difference, slice(0, width))
    owners, ids, sizes = _laid(inputs.text, np.arange(len(difference)), np.arange(len(difference)))
    found = _Found(owners, ids, _weigh(model.network.words[ids], pull[owners], sizes), "text")
    return _strongest([found], model.text, len(difference))


def strongest_names(inputs: Inputs, model: Model, difference: Floats) -> list[Word | None]:
    """The same for names of elements: a block's own, those inside it, those around it, those of the page."""
    return _strongest(list(_names(inputs, model.network, difference)), model.names, len(difference))


def _names(inputs: Inputs, network: Network, difference: Floats) -> Iterator[_Found]:
    if inputs.names is None or inputs.inner is None:
        return
    members = len(network.bags.weight)
    first, table_width = network.words.shape[1] // members, network.inner.shape[1]
    width = table_width // members
    blocks = np.arange(len(difference))
    for where, part, columns in _SLOTS:
        pull = _pull(network, difference, slice(first + part * width, first + (part + 1) * width))
        table = network.names[:, part * table_width : (part + 1) * table_width]
        bags = [(inputs.names, kinds, where) for kinds in inputs.above[:, columns].T]
        if part == 0:
            bags.append((inputs.inner, blocks, "inside"))
        for bag, kinds, place in bags:
            there = np.flatnonzero(kinds >= 0)
            owners, ids, sizes = _laid(bag, kinds[there], there)
            yield _Found(owners, ids, _weigh(table[ids], pull[owners], sizes), place)


def _pull(network: Network, difference: Floats, rows: slice) -> Floats:
    """The difference as the embeddings of one kind of bag have it, n × members · width."""
    members = len(network.bags.weight)
    sides = np.split(difference, members, axis=1)
    return np.concatenate([side @ network.bags.weight[m, rows].T for m, side in enumerate(sides)], axis=1)


def _laid(bags: tuple[Ids, Ids], chosen: Ids, owners: Ids) -> tuple[Ids, Ids, Ids]:
    """The known words of chosen bags: the owner of each, its row in the vocabulary, and the words of its bag."""
    ids, starts = bags
    sizes = np.diff(np.append(starts, len(ids))) - 1  # each bag starts with an id 0
    own = sizes[chosen]
    begins = np.repeat(starts[chosen] + 1 - (np.cumsum(own) - own), own)
    return np.repeat(owners, own), ids[begins + np.arange(len(begins))], np.repeat(own, own)


def _weigh(rows: Floats, pull: Floats, sizes: Ids) -> Floats:
    """How far each word goes in the direction of the difference; `network.enter` divides bags by the root of sizes."""
    return np.asarray(np.einsum("kw,kw->k", rows, pull) / np.sqrt(sizes, dtype=np.float32))


def _strongest(found: list[_Found], vocabulary: Mapping[str, int], blocks: int) -> list[Word | None]:
    words = dict(zip(vocabulary.values(), vocabulary, strict=True))
    best: list[Word | None] = [None] * blocks
    owners, weights = (np.concatenate([getattr(f, name) for f in found]) for name in ("owners", "weights"))
    ids = np.concatenate([f.ids for f in found])
    places = [f.where for f in found for _ in range(len(f.ids))]
    order = np.lexsort((-np.arange(len(owners)), weights, owners))
    lasts = order[np.flatnonzero(np.diff(owners[order], append=-1))]
    for at in lasts.tolist():
        best[int(owners[at])] = Word(words[int(ids[at])], places[at])
    return best
