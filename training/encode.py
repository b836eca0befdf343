"""Examples to numbers: vocabularies learnt from the training pages, and batches of pages for the network."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch

from cleancopy.classify.network import Inputs
from training.network import Batch
from training.prepare import Example

MIN_SITES = 6
"""A word is learnt if so many training sites have it: rarer ones say more about a site than about a role."""
MAX_WORDS = 6000
MAX_NAMES = 3000


class Vocabularies(NamedTuple):
    """Ids of the words of texts, and of tags and naming words; 0 stands for all others."""

    text: dict[str, int]
    names: dict[str, int]


def learn_vocabularies(examples: Sequence[Example]) -> Vocabularies:
    """The words that most sites have."""
    text, names = defaultdict(set), defaultdict(set)
    for e in examples:
        for word in e.features.text.words:
            text[word].add(e.site)
        for word in {w for t in (*e.features.names, *e.features.own) for w in t}:
            names[word].add(e.site)
    return Vocabularies(_most_common(text, MAX_WORDS), _most_common(names, MAX_NAMES))


def _most_common(sites: Mapping[str, set[str]], size: int) -> dict[str, int]:
    ranked = sorted((w for w in sites if len(sites[w]) >= MIN_SITES), key=lambda w: (-len(sites[w]), w))
    return {w: i + 1 for i, w in enumerate(ranked[:size])}


class Encoded(NamedTuple):
    """An example as numbers, with what it teaches."""

    example: Example
    inputs: Inputs
    weight: npt.NDArray[np.float32]


def collate(items: Sequence[Encoded]) -> Batch:
    """Lay pages end to end."""
    sizes = [len(i.inputs.dense) for i in items]
    page = np.repeat(np.arange(len(items)), sizes)
    place = np.concatenate([np.arange(n) for n in sizes])
    named = items[0].inputs.names is not None
    return Batch(
        torch.from_numpy(np.concatenate([i.inputs.dense for i in items])),
        _join([i.inputs.text for i in items]),
        _join([i.inputs.names for i in items if i.inputs.names is not None]) if named else None,
        _join([i.inputs.inner for i in items if i.inputs.inner is not None]) if named else None,
        _above(items) if named else None,
        _groups([i.inputs.groups for i in items]),
        torch.from_numpy(page),
        torch.from_numpy(place),
        len(items),
        max(sizes),
    )


def _join(
    bags: Sequence[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]],
) -> tuple[torch.Tensor, torch.Tensor]:
    shift = np.cumsum([0, *(len(ids) for ids, _ in bags)])
    ids = np.concatenate([ids for ids, _ in bags])
    starts = np.concatenate([starts + s for (_, starts), s in zip(bags, shift, strict=False)])
    return torch.from_numpy(ids), torch.from_numpy(starts)


def _above(items: Sequence[Encoded]) -> torch.Tensor:
    sizes = [len(i.inputs.names[1]) for i in items if i.inputs.names is not None]
    shift = np.cumsum([0, *sizes])
    total = int(shift[-1])
    above = [np.where(i.inputs.above >= 0, i.inputs.above + s, total) for i, s in zip(items, shift, strict=False)]
    return torch.from_numpy(np.concatenate(above))


def _groups(of_pages: Sequence[npt.NDArray[np.int64]]) -> torch.Tensor:
    shift = np.cumsum([np.zeros(of_pages[0].shape[1], np.int64), *(g.max(axis=0) + 1 for g in of_pages)], axis=0)
    return torch.from_numpy(np.concatenate([g + s for g, s in zip(of_pages, shift, strict=False)]))
