"""The network's sums in numpy. A page is a sequence of blocks, and each block leaves with a row of role logits.

dense features, standardised ┐
bag of text words            ├ enter ─ kin ─ view of the page ─ convolutions ─ view ─ kin ─ convolutions ─ leave
bags of naming words (HTML)  ┘

*Kin* tells each block what its groups are like on average: the blocks under the same elements, those of its style.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
"""Double precision: it costs a quarter more time than single, and the sums then are the trainer's to 1e-14."""
Ids = npt.NDArray[np.int64]

KERNEL = 5
DILATIONS = (1, 2, 4, 8)
CLIP = 6.0
"""Standardised features are cut at so many standard deviations."""


class Inputs(NamedTuple):
    """A page of n blocks and e kinds of elements as numbers.

    dense          n × features, any float
    text           ids of words and, for each block, where its bag starts
    names, inner   the same for the names of kinds of elements, and for the names inside each block; None in
                   flattened text
    above          n × 9 places in these kinds, -1 for none; the last is the page as a whole
    groups         n × g: for each way of grouping the number of each block's group, counted from 0 without gaps
    """

    dense: npt.NDArray[np.floating[Any]]
    text: tuple[Ids, Ids]
    names: tuple[Ids, Ids] | None
    inner: tuple[Ids, Ids] | None
    above: Ids
    groups: Ids


def bag_ids(bags: Sequence[Sequence[str]], vocabulary: Mapping[str, int]) -> tuple[Ids, Ids]:
    """Ids of the known words of bags laid end to end, and where each bag starts. Each bag starts with a 0."""
    ids: list[int] = []
    starts = []
    get = vocabulary.get
    for bag in bags:
        starts.append(len(ids))
        ids.append(0)
        ids += [i for w in bag if (i := get(w))]
    return np.array(ids, np.int64), np.array(starts, np.int64)


def forward(weights: Mapping[str, Array], inputs: Inputs) -> Array:
    """Role logits, n × roles, for one page of n ≥ 1 blocks."""
    w = weights
    parts = [np.clip((inputs.dense - w["mean"]) * w["scale"], -CLIP, CLIP), _bag(w["words"], *inputs.text)]
    if inputs.names is not None and inputs.inner is not None:
        parts.append(_named(w["names"], inputs.names, inputs.inner, inputs.above))
    h = _relu(_linear(w, "enter", np.concatenate(parts, axis=1)))
    groups = [_Group.of(column) for column in inputs.groups.T]
    h = _relu(h + _kin(w, "kin", h, groups))
    h = _relu(h + _view(w, "view", h))
    for i, dilation in enumerate(DILATIONS):
        if i == len(DILATIONS) // 2:
            h = _relu(h + _view(w, "middle_view", h))
            h = _relu(h + _kin(w, "middle_kin", h, groups))
        h = h + _relu(_linear(w, f"mix.{i}", _convolve(h, w[f"taps.{i}"], dilation)))
    return _linear(w, "leave", h)


def softmax(logits: Array) -> Array:
    """Probabilities along the last axis."""
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


def _linear(w: Mapping[str, Array], name: str, x: Array) -> Array:
    return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]


def _relu(x: Array) -> Array:
    return np.maximum(x, 0.0)


def _bag(table: Array, ids: Ids, starts: Ids) -> Array:
    """Sum of the embeddings of each bag over the square root of its size; id 0 adds nothing."""
    rows = table[ids]
    rows[ids == 0] = 0
    sizes = np.diff(np.append(starts, len(ids))) - 1
    sums: Array = np.add.reduceat(rows, starts, axis=0) / np.sqrt(np.maximum(sizes, 1))[:, None]
    return sums.astype(table.dtype)


def _named(table: Array, names: tuple[Ids, Ids], inner: tuple[Ids, Ids], above: Ids) -> Array:
    width = table.shape[1] // 4
    elements = np.concatenate([_bag(table, *names), np.zeros((1, 4 * width), table.dtype)])  # row -1 stands for none
    near = elements[above[:, 0], :width] + _bag(np.ascontiguousarray(table[:, :width]), *inner)
    parent = elements[above[:, 1:3], width : 2 * width].sum(axis=1)
    far = elements[above[:, 3:8], 2 * width : 3 * width].sum(axis=1)
    page = elements[above[:, 8], 3 * width :]
    return np.concatenate([near, parent, far, page], axis=1)


def _view(w: Mapping[str, Array], name: str, h: Array) -> Array:
    return _linear(w, name, np.concatenate([h.mean(axis=0), h.max(axis=0)]))


class _Group(NamedTuple):
    """One way of grouping the blocks of a page.

    of_block       for each block the number of its group
    order, starts  the blocks sorted by group, and where each group starts in that order
    size           blocks of each group, a column
    """

    of_block: Ids
    order: Ids
    starts: Ids
    size: Array

    @classmethod
    def of(cls, column: Ids) -> "_Group":
        size = np.bincount(column)
        return cls(column, np.argsort(column, kind="stable"), np.cumsum(size) - size, size[:, None].astype(np.float64))


def _kin(w: Mapping[str, Array], name: str, h: Array, groups: Sequence[_Group]) -> Array:
    """What the means over each block's groups add to it. Each mean is weighed before its blocks share it."""
    weight, width = w[f"{name}.weight"], h.shape[1]
    out: Array = np.repeat(w[f"{name}.bias"][None], len(h), axis=0)
    for i, group in enumerate(groups):
        means = np.add.reduceat(h[group.order], group.starts) / group.size
        out += (means @ weight[:, i * width : (i + 1) * width].T)[group.of_block]
    return out


def _convolve(h: Array, taps: Array, dilation: int) -> Array:
    """Each channel by itself: KERNEL taps, `dilation` blocks apart, nothing beyond the page's ends."""
    n = len(h)
    out: Array = h * taps[KERNEL // 2]
    for k, tap in enumerate(taps):
        shift = (k - KERNEL // 2) * dilation
        if shift > 0 and shift < n:
            out[:-shift] += h[shift:] * tap
        elif shift < 0 and -shift < n:
            out[-shift:] += h[:shift] * tap
    return out
