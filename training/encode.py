"""Encodes examples as numbers: vocabularies learnt from the training pages, and batches of pages for the network."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch

from cleancopy.classify import Inputs
from cleancopy.features import Vocabulary
from training.network import Batch
from training.prepare import Example

MIN_SITES = 6
"""Training sites that must have a word, or it is not learnt: rarer words say more about a site than about a role."""
MAX_WORDS = 6000
MAX_NAMES = 3000


class Vocabularies(NamedTuple):
    """Ids of the words of texts, and of tags and naming words; 0 stands for all others."""

    text: Vocabulary
    names: Vocabulary


def learn_vocabularies(examples: Sequence[Example]) -> Vocabularies:
    """Learn the words and names that most sites have."""
    text, names = defaultdict(set), defaultdict(set)
    for e in examples:
        for word in e.features.text.words:
            text[word].add(e.site)
        for word in {w for t in (*e.features.element_names, *e.features.inline_names) for w in t}:
            names[word].add(e.site)
    return Vocabularies(_most_common(text, MAX_WORDS), _most_common(names, MAX_NAMES))


def _most_common(sites: Mapping[str, set[str]], size: int) -> Vocabulary:
    ranked = sorted((w for w in sites if len(sites[w]) >= MIN_SITES), key=lambda w: (-len(sites[w]), w))
    return Vocabulary({w: i + 1 for i, w in enumerate(ranked[:size])})


class Encoded(NamedTuple):
    """An example as numbers, with the weight of each block in the loss."""

    example: Example
    inputs: Inputs
    weight: npt.NDArray[np.float32]


def collate(items: Sequence[Encoded]) -> Batch:
    """Concatenate pages to a batch."""
    sizes = [len(i.inputs.dense) for i in items]
    page_index = np.repeat(np.arange(len(items)), sizes)
    block_index = np.concatenate([np.arange(n) for n in sizes])
    has_names = items[0].inputs.element_names is not None
    return Batch(
        torch.from_numpy(np.concatenate([i.inputs.dense for i in items])),
        _join_bags([i.inputs.text for i in items]),
        _join_bags([i.inputs.element_names for i in items if i.inputs.element_names is not None])
        if has_names
        else None,
        _join_bags([i.inputs.inline_names for i in items if i.inputs.inline_names is not None]) if has_names else None,
        _join_ancestors(items) if has_names else None,
        _join_groups([i.inputs.groups for i in items]),
        torch.from_numpy(page_index),
        torch.from_numpy(block_index),
        len(items),
        max(sizes),
    )


def _join_bags(
    bags: Sequence[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]],
) -> tuple[torch.Tensor, torch.Tensor]:
    shift = np.cumsum([0, *(len(ids) for ids, _ in bags)])
    ids = np.concatenate([ids for ids, _ in bags])
    starts = np.concatenate([starts + s for (_, starts), s in zip(bags, shift, strict=False)])
    return torch.from_numpy(ids), torch.from_numpy(starts)


def _join_ancestors(items: Sequence[Encoded]) -> torch.Tensor:
    sizes = [len(i.inputs.element_names[1]) for i in items if i.inputs.element_names is not None]
    shift = np.cumsum([0, *sizes])
    total = int(shift[-1])
    above = [
        np.where(i.inputs.ancestor_kinds >= 0, i.inputs.ancestor_kinds + s, total)
        for i, s in zip(items, shift, strict=False)
    ]
    return torch.from_numpy(np.concatenate(above))


def _join_groups(pages: Sequence[npt.NDArray[np.int64]]) -> torch.Tensor:
    shift = np.cumsum([np.zeros(pages[0].shape[1], np.int64), *(g.max(axis=0) + 1 for g in pages)], axis=0)
    return torch.from_numpy(np.concatenate([g + s for g, s in zip(pages, shift, strict=False)]))
