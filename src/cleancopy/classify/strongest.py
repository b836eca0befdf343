"""Which of its known words weighs most for a block, among those of its text or of the names around it.

Each word adds a vector to the embedded inputs of a block. The sum of these vectors is the difference that the words
make; the strongest word is the one whose vector goes farthest in the direction of that difference.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from cleancopy.classify.arrays import Float32Array, IntArray
from cleancopy.classify.artifact import Model
from cleancopy.classify.network import Inputs, Network
from cleancopy.features import WordSource

_NAME_SLOTS: tuple[tuple[WordSource, int, slice], ...] = (
    ("own", 0, slice(0, 1)),
    ("above", 1, slice(1, 3)),
    ("above", 2, slice(3, 8)),
    ("page", 3, slice(8, 9)),
)
"""Sources of names: the part of the table of names that the network uses for each, and the columns of
`Inputs.ancestor_kinds` with these elements (`network.embed_inputs`)."""


class Word(NamedTuple):
    """A word of a vocabulary and its source: the text, or the names of which elements."""

    text: str
    source: WordSource


class _WeighedWords(NamedTuple):
    """Words of blocks in a row: the block of each, its row in the vocabulary, its weight; and their source."""

    owners: IntArray
    ids: IntArray
    weights: Float32Array
    source: WordSource


def find_strongest_words(inputs: Inputs, model: Model, difference: Float32Array) -> list[Word | None]:
    """Find the strongest word of each block's text.

    difference   what the words of the texts add to the embedded inputs
    """
    width = model.network.words.shape[1] // len(model.network.bags.weight)
    direction = _project_difference(model.network, difference, slice(0, width))
    owners, ids, sizes = _select_words(inputs.text, np.arange(len(difference)), np.arange(len(difference)))
    weights = _weigh_words(model.network.words[ids], direction[owners], sizes)
    words = _WeighedWords(owners, ids, weights, "text")
    return _pick_strongest([words], model.text_vocabulary, len(difference))


def find_strongest_names(inputs: Inputs, model: Model, difference: Float32Array) -> list[Word | None]:
    """The same for names: of a block's own element, of elements inside it, of those above it, of the page."""
    names = list(_weigh_names(inputs, model.network, difference))
    return _pick_strongest(names, model.name_vocabulary, len(difference))


def _weigh_names(inputs: Inputs, network: Network, difference: Float32Array) -> Iterator[_WeighedWords]:
    if inputs.element_names is None or inputs.inline_names is None:
        return
    members = len(network.bags.weight)
    first, table_width = network.words.shape[1] // members, network.inline_names.shape[1]
    width = table_width // members
    blocks = np.arange(len(difference))
    for source, part, columns in _NAME_SLOTS:
        rows = slice(first + part * width, first + (part + 1) * width)
        direction = _project_difference(network, difference, rows)
        table = network.names[:, part * table_width : (part + 1) * table_width]
        bags = [(inputs.element_names, kinds, source) for kinds in inputs.ancestor_kinds[:, columns].T]
        if part == 0:
            bags.append((inputs.inline_names, blocks, "inside"))
        for bag, kinds, bag_source in bags:
            present = np.flatnonzero(kinds >= 0)
            owners, ids, sizes = _select_words(bag, kinds[present], present)
            yield _WeighedWords(owners, ids, _weigh_words(table[ids], direction[owners], sizes), bag_source)


def _project_difference(network: Network, difference: Float32Array, rows: slice) -> Float32Array:
    """The difference in the space of the embeddings of one kind of bag, n × members · width."""
    members = len(network.bags.weight)
    sides = np.split(difference, members, axis=1)
    return np.concatenate([side @ network.bags.weight[m, rows].T for m, side in enumerate(sides)], axis=1)


def _select_words(
    bags: tuple[IntArray, IntArray], chosen: IntArray, owners: IntArray
) -> tuple[IntArray, IntArray, IntArray]:
    """The known words of chosen bags: the owner of each, its row in the vocabulary, and the size of its bag."""
    ids, starts = bags
    sizes = np.diff(np.append(starts, len(ids))) - 1  # each bag starts with an id 0
    chosen_sizes = sizes[chosen]
    begins = np.repeat(starts[chosen] + 1 - (np.cumsum(chosen_sizes) - chosen_sizes), chosen_sizes)
    word_ids = ids[begins + np.arange(len(begins))]
    return np.repeat(owners, chosen_sizes), word_ids, np.repeat(chosen_sizes, chosen_sizes)


def _weigh_words(rows: Float32Array, direction: Float32Array, sizes: IntArray) -> Float32Array:
    """How far each word goes in a direction; `network.embed_inputs` divides bags by the square root of their size."""
    return np.asarray(np.einsum("kw,kw->k", rows, direction) / np.sqrt(sizes, dtype=np.float32))


def _pick_strongest(found: list[_WeighedWords], vocabulary: Mapping[str, int], n_blocks: int) -> list[Word | None]:
    """The word of the highest weight of each block; of equals the first."""
    words = dict(zip(vocabulary.values(), vocabulary, strict=True))
    best: list[Word | None] = [None] * n_blocks
    owners, weights = (np.concatenate([getattr(f, name) for f in found]) for name in ("owners", "weights"))
    ids = np.concatenate([f.ids for f in found])
    sources = [f.source for f in found for _ in range(len(f.ids))]
    order = np.lexsort((-np.arange(len(owners)), weights, owners))
    lasts = order[np.flatnonzero(np.diff(owners[order], append=-1))]
    for i in lasts.tolist():
        best[int(owners[i])] = Word(words[int(ids[i])], sources[i])
    return best
