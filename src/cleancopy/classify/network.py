"""The network's sums in numpy. A page is a sequence of blocks, and each block leaves with a row of role logits.

dense features, standardised ┐
bag of text words            ├ enter ─ kin ─ view of the page ─ convolutions ─ view ─ kin ─ convolutions ─ leave
bags of naming words (HTML)  ┘

*Kin* tells each block what its groups are like on average: the blocks under the same elements, those of its style.

Several networks of one shape, the members of an ensemble, are asked at once: what flows between the layers is
n × members · hidden, side by side.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import Any, NamedTuple, cast

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import as_strided

from cleancopy.features import Bags

Array = npt.NDArray[np.float64]
"""Double precision: the sums then are the trainer's to 1e-14."""
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


def bag_ids(bags: Bags | Sequence[Sequence[str]], vocabulary: Mapping[str, int]) -> tuple[Ids, Ids]:
    """Ids of the known words of bags laid end to end, and where each bag starts. Each bag starts with a 0."""
    bags = bags if isinstance(bags, Bags) else Bags.of(bags)
    ids = np.fromiter(map(vocabulary.get, bags.words, repeat(0)), np.int64, len(bags.words))[bags.ids]
    sizes = bags.sizes
    known = np.flatnonzero(ids)
    owners = bags.owners()[known]
    starts = np.searchsorted(owners, np.arange(len(sizes))) + np.arange(len(sizes))
    out = np.zeros(len(owners) + len(sizes), np.int64)
    out[np.arange(len(owners)) + owners + 1] = ids[known]
    return out, starts


class _Layer(NamedTuple):
    """A linear layer of each member: `weight` is members × in × out, `bias` members · out."""

    weight: Array
    bias: Array

    def __call__(self, x: Array) -> Array:
        return _each(x, self.weight) + self.bias


def _each(x: Array, weight: Array) -> Array:
    """The product of what each member has, n × members · in, with its weights."""
    members, width, wide = weight.shape
    out = np.empty((len(x), members * wide), weight.dtype)
    for m in range(members):
        np.matmul(x[:, m * width : (m + 1) * width], weight[m], out=out[:, m * wide : (m + 1) * wide])
    return out


class Network(NamedTuple):
    """The weights of m networks that standardise alike, side by side as the sums need them.

    words    a row for each word, in it one embedding a member; the first row, of no word, is zero
    names    the same for names, in four parts: of a block's own element, its parents, those further up, the page
    inner    the first of these parts alone, for the names inside a block
    dense    features × members · hidden: what of the first layer takes features; `bags` takes embeddings
    kin      members × ways of grouping · hidden × hidden, as `middle_kin`
    taps     for each convolution KERNEL × members · hidden
    """

    mean: Array
    scale: Array
    words: Array
    names: Array
    inner: Array
    dense: Array
    bags: _Layer
    kin: _Layer
    view: _Layer
    middle_view: _Layer
    middle_kin: _Layer
    taps: tuple[Array, ...]
    mix: tuple[_Layer, ...]
    leave: _Layer

    @classmethod
    def of(cls, members: Sequence[Mapping[str, npt.NDArray[Any]]]) -> "Network":
        """Lay the arrays of members, as the trainer names them, side by side in double precision.

        Raises `ValueError` where members do not standardise alike.
        """
        first = members[0]
        if any(not np.array_equal(w[name], first[name]) for w in members for name in ("mean", "scale")):
            raise ValueError("the members of an ensemble standardise features differently")

        def stack(name: str) -> Array:
            return np.stack([w[name] for w in members]).astype(np.float64)

        def layer(name: str) -> _Layer:
            weight = np.ascontiguousarray(stack(f"{name}.weight").swapaxes(1, 2))
            return _Layer(weight, stack(f"{name}.bias").ravel())

        enter, features = layer("enter"), len(first["mean"])
        names = _side_by_side([w["names"] for w in members], NAME_PARTS) if "names" in first else np.zeros((0, 0))
        convolutions = range(len(DILATIONS))
        return cls(
            mean=first["mean"].astype(np.float64),
            scale=first["scale"].astype(np.float64),
            words=_side_by_side([w["words"] for w in members], 1),
            names=names,
            inner=np.ascontiguousarray(names[:, : names.shape[1] // NAME_PARTS]),
            dense=np.concatenate(enter.weight[:, :features], axis=1),
            bags=_Layer(np.ascontiguousarray(enter.weight[:, features:]), enter.bias),
            kin=layer("kin"),
            view=layer("view"),
            middle_view=layer("middle_view"),
            middle_kin=layer("middle_kin"),
            taps=tuple(np.concatenate(stack(f"taps.{i}"), axis=1) for i in convolutions),
            mix=tuple(layer(f"mix.{i}") for i in convolutions),
            leave=layer("leave"),
        )


NAME_PARTS = 4


def _side_by_side(tables: Sequence[npt.NDArray[Any]], parts: int) -> Array:
    """Tables of m members, rows × parts · width each, as rows × parts · m · width; the first row made zero."""
    rows, width = tables[0].shape
    split = [table.reshape(rows, parts, width // parts) for table in tables]
    table = np.concatenate(split, axis=2).reshape(rows, -1).astype(np.float64)
    table[0] = 0
    return table


def single(network: Network) -> Network:
    """The same network in single precision, for sums that need be right to 1e-5 only: they take half the time."""
    return cast("Network", _single(network))


def _single(part: Any) -> Any:
    if isinstance(part, np.ndarray):
        return part.astype(np.float32)
    parts = map(_single, part)
    return type(part)._make(parts) if hasattr(part, "_make") else tuple(parts)


def forward(network: Network, inputs: Inputs) -> Array:
    """Role logits, n × members × roles, for one page of n ≥ 1 blocks."""
    return onwards(network, enter(network, inputs), families_of(network, inputs))


def onwards(network: Network, entered: Array, families: Sequence[Sequence["Group"]]) -> Array:
    """Role logits, n × members × roles, from what entered the blocks, which is used up; `families` as `families_of`."""
    w = network
    h = _relu(entered)
    h = _relu(h + _kin(w.kin, h, families))
    h = _relu(h + _view(w.view, h))
    for i, dilation in enumerate(DILATIONS):
        if i == len(DILATIONS) // 2:
            h = _relu(h + _view(w.middle_view, h))
            h = _relu(h + _kin(w.middle_kin, h, families))
        h += _relu(w.mix[i](_convolve(h, w.taps[i], dilation)))
    return w.leave(h).reshape(len(h), len(w.leave.weight), -1)


def softmax(logits: Array) -> Array:
    """Probabilities along the last axis."""
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


def _relu(x: Array) -> Array:
    return np.asarray(np.clip(x, 0.0, np.inf, out=x))  # half the time of np.maximum


def enter(w: Network, inputs: Inputs) -> Array:
    """What enters a block: its features, the words of its text, the names above it and in it."""
    parts = [_bag(w.words, *inputs.text)]
    if inputs.names is not None and inputs.inner is not None:
        parts += _named(w, inputs.names, inputs.inner, inputs.above)
    members = len(w.bags.weight)
    bags = np.concatenate([part.reshape(len(part), members, -1) for part in parts], axis=2)
    out = w.bags(bags.reshape(len(bags), -1))
    out += _standardised(w, inputs.dense)
    return out


def _standardised(w: Network, dense: npt.NDArray[np.floating[Any]]) -> Array:
    """What features add. Many are the same for all blocks of a page: they are weighed once."""
    columns = dense.T
    varies = (columns != columns[:, :1]).any(axis=1)
    same = standardise(w, columns[:, :1], ~varies).T @ w.dense[~varies]
    out: Array = standardise(w, columns, varies).T @ w.dense[varies]
    out += same
    return out


def standardise(w: Network, columns: npt.NDArray[np.floating[Any]], chosen: npt.NDArray[np.bool_]) -> Array:
    """Some of the features, features × n, as the network takes them."""
    out = columns[chosen] - w.mean[chosen, None]
    out *= w.scale[chosen, None]
    return np.asarray(np.clip(out, -CLIP, CLIP, out=out))


def _bag(table: Array, ids: Ids, starts: Ids) -> Array:
    """Sum of the embeddings of each bag over the square root of its size; id 0 adds nothing."""
    sizes = np.diff(np.append(starts, len(ids))) - 1
    some = sizes > 0
    sums = np.zeros((len(starts), table.shape[1]))
    if some.any():
        sums[some] = _sums(table.take(ids, axis=0), starts[some]) / np.sqrt(sizes[some])[:, None]
    return sums


def _sums(rows: Array, starts: Ids) -> Array:
    """Sums over the rows from each start to the next."""
    if rows.shape[1] % 2:
        return np.add.reduceat(rows, starts, axis=0)
    pairs = rows.view(np.complex128)  # reduceat goes through column by column: two at once take two thirds of the time
    return np.add.reduceat(pairs, starts, axis=0).view(np.float64)


def _named(w: Network, names: tuple[Ids, Ids], inner: tuple[Ids, Ids], above: Ids) -> list[Array]:
    width = w.inner.shape[1]
    elements = np.append(_bag(w.names, *names), np.zeros((1, NAME_PARTS * width)), axis=0)  # row -1 stands for none
    own, parent, far, page = (elements[:, i * width : (i + 1) * width] for i in range(NAME_PARTS))
    return [
        own[above[:, 0]] + _bag(w.inner, *inner),
        parent[above[:, 1:3]].sum(axis=1),
        far[above[:, 3:8]].sum(axis=1),
        page[above[:, 8]],
    ]


def _view(layer: _Layer, h: Array) -> Array:
    members = len(layer.weight)
    both = np.stack([h.mean(axis=0), h.max(axis=0)]).reshape(2, members, -1)
    return layer(both.swapaxes(0, 1).reshape(1, -1))


class Group(NamedTuple):
    """One way of grouping the blocks of a page.

    way      its place among the ways
    of       the number of each block's group, or of the group that holds each group of the way before in its family
    cells    `of` for each number that flows, as places in groups × members · hidden
    size     blocks of each group, a column
    """

    way: int
    of: Ids
    cells: Ids
    size: Array


def families_of(network: Network, inputs: Inputs) -> list[list[Group]]:
    """The page's ways of grouping in families: in each, the groups of a way are joined to the groups of the next.

    So sums over the wider groups can be made of those over the narrower.
    """
    families: list[list[Group]] = []
    last = np.zeros(0, np.int64)
    width = len(network.bags.bias)
    for way, column in enumerate(inputs.groups.T):
        size = np.bincount(column)
        of = np.zeros(int(last.max(initial=-1)) + 1, np.int64)
        of[last] = column[: len(last)]
        if len(last) and np.array_equal(of[last], column):
            family = families[-1]
        else:
            of, family = column, []
            families.append(family)
        cells = (of[:, None] * width + np.arange(width)).ravel()
        family.append(Group(way, of, cells, size[:, None].astype(np.float64)))
        last = column
    return families


def _kin(layer: _Layer, h: Array, families: Sequence[Sequence[Group]]) -> Array:
    """What the means over each block's groups add to it."""
    return sum((_from(family, layer.weight, h) for family in families), layer.bias)


def _from(family: Sequence[Group], weight: Array, h: Array) -> Array:
    """What a family's means add to each block, or group of the way before. Each is weighed before it is shared."""
    group, *wider = family
    hidden = weight.shape[2]
    shape = (len(group.size), h.shape[1])
    sums = np.asarray(np.bincount(group.cells, h.ravel(), math.prod(shape)), np.float64).reshape(shape)
    means = (sums / group.size).astype(weight.dtype, copy=False)
    out = _each(means, weight[:, group.way * hidden : (group.way + 1) * hidden])
    if wider:
        out += _from(wider, weight, sums)
    return out.take(group.of, axis=0)


def _convolve(h: Array, taps: Array, dilation: int) -> Array:
    """Each channel by itself: KERNEL taps, `dilation` blocks apart, nothing beyond the page's ends."""
    n, width = h.shape
    reach = KERNEL // 2 * dilation
    padded = np.zeros((n + 2 * reach, width), h.dtype)
    padded[reach : reach + n] = h
    row, item = padded.strides
    seen = as_strided(padded, (n, KERNEL, width), (row, dilation * row, item), writeable=False)
    return np.asarray(np.einsum("nkc,kc->nc", seen, taps))
