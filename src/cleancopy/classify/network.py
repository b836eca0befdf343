"""The network's sums in numpy. A page is a sequence of blocks, and each block leaves with a row of role logits.

dense features, standardised ┐
bag of text words            ├ enter ─ kin ─ view of the page ─ convolutions ─ view ─ kin ─ convolutions ─ leave
bags of naming words (HTML)  ┘

*Kin* tells each block what its groups are like on average: the blocks under the same elements, those of its style.

Several networks of one shape, the members of an ensemble, are asked at once: what flows between the layers is
n × members · hidden, side by side.
"""

from collections.abc import Mapping, Sequence
from itertools import chain, repeat
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.classify.sums import bag_sums, convolve, group_sums, row_sums
from cleancopy.features import Bags
from cleancopy.features.columns import pieces

Array = npt.NDArray[np.float32]
"""Single precision: chances then are those of double precision to 2e-6, in half the time."""
Ids = npt.NDArray[np.int64]

KERNEL = 5
DILATIONS = (1, 2, 4, 8)
TILE = 1024
"""So many blocks of a page go through at a time."""
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
    if isinstance(bags, Bags):
        sizes = bags.sizes
        ids = np.fromiter(map(vocabulary.get, bags.words, repeat(0)), np.int64, len(bags.words))[bags.ids]
    else:
        sizes = np.fromiter(map(len, bags), np.int64, len(bags))
        ids = np.fromiter(map(vocabulary.get, chain.from_iterable(bags), repeat(0)), np.int64)
    index = np.arange(len(sizes))
    known = np.flatnonzero(ids)
    owners = np.repeat(index, sizes)[known]
    own = np.bincount(owners, minlength=len(sizes)) + 1
    out = np.zeros(len(owners) + len(sizes), np.int64)
    out[np.arange(1, len(owners) + 1) + owners] = ids[known]
    return out, np.cumsum(own) - own


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
    taps     for each convolution taps × members · hidden
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
        """Lay the arrays of members, as the trainer names them, side by side.

        Raises `ValueError` where members do not standardise alike.
        """
        first = members[0]
        if any(not np.array_equal(w[name], first[name]) for w in members for name in ("mean", "scale")):
            raise ValueError("the members of an ensemble standardise features differently")

        def stack(name: str) -> Array:
            return np.stack([w[name] for w in members]).astype(np.float32)

        def layer(name: str) -> _Layer:
            weight = np.ascontiguousarray(stack(f"{name}.weight").swapaxes(1, 2))
            return _Layer(weight, stack(f"{name}.bias").ravel())

        enter, features = layer("enter"), len(first["mean"])
        named = [w["names"] for w in members if "names" in w]
        names = _side_by_side(named, NAME_PARTS) if named else np.zeros((0, 0), np.float32)
        convolutions = range(len(DILATIONS))
        return cls(
            mean=first["mean"].astype(np.float32),
            scale=first["scale"].astype(np.float32),
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
    table = np.concatenate(split, axis=2).reshape(rows, -1).astype(np.float32)
    table[0] = 0
    return table


def forward(network: Network, inputs: Inputs) -> Array:
    """Role logits, n × members × roles, for one page of n ≥ 1 blocks."""
    return onwards(network, enter(network, inputs), families_of(inputs))


def onwards(network: Network, entered: Array, families: Sequence[Sequence["Group"]]) -> Array:
    """Role logits, n × members × roles, from what entered the blocks, which is used up; `families` as `families_of`."""
    w, h = network, entered
    _relu(h)
    _add_kin(w.kin, h, families)
    _add_view(w.view, h)
    for i, dilation in enumerate(DILATIONS):
        if i == len(DILATIONS) // 2:
            _add_view(w.middle_view, h)
            _add_kin(w.middle_kin, h, families)
        beside = convolve(h, w.taps[i], dilation)
        for tile in pieces(len(h), TILE):
            h[tile] += _relu(w.mix[i](beside[tile]))
    logits = np.ascontiguousarray(w.leave(h).T)  # so laid out, what follows takes a third of the time
    return np.moveaxis(logits.reshape(len(w.leave.weight), -1, len(h)), -1, 0)


def softmax(logits: Array) -> Array:
    """Probabilities along the last axis."""
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


def _relu(x: Array) -> Array:
    return np.asarray(np.clip(x, 0.0, np.inf, out=x))  # half the time of np.maximum


def enter(w: Network, inputs: Inputs) -> Array:
    """What enters a block: its features, the words of its text, the names above it and in it."""
    parts = [bag_sums(w.words, *inputs.text)]
    if inputs.names is not None and inputs.inner is not None:
        parts += _named(w, inputs.names, inputs.inner, inputs.above)
    members, hidden = len(w.bags.weight), len(w.bags.bias)
    varies = (inputs.dense != inputs.dense[:1]).any(axis=0)
    # Many features are the same for all blocks of a page: they are weighed once.
    same = standardise(w, inputs.dense[:1].T, ~varies).T @ w.dense[~varies]
    weights, out = w.dense[varies], np.empty((len(inputs.dense), hidden), np.float32)
    for tile in pieces(len(out), TILE):
        bags = np.concatenate([part[tile].reshape(-1, members, part.shape[1] // members) for part in parts], axis=2)
        out[tile] = w.bags(bags.reshape(len(bags), -1))
        out[tile] += standardise(w, inputs.dense[tile].T, varies).T @ weights + same
    return out


def standardise(w: Network, columns: npt.NDArray[np.floating[Any]], chosen: npt.NDArray[np.bool_]) -> Array:
    """Some of the features, features × n, as the network takes them."""
    out = columns[chosen] - w.mean[chosen, None]
    out *= w.scale[chosen, None]
    return np.asarray(np.clip(out, -CLIP, CLIP, out=out))


def _named(w: Network, names: tuple[Ids, Ids], inner: tuple[Ids, Ids], above: Ids) -> list[Array]:
    width = w.inner.shape[1]
    none = np.zeros((1, NAME_PARTS * width), np.float32)
    elements = np.append(bag_sums(w.names, *names), none, axis=0)  # its last row, or -1, stands for none
    own, parent, far, page = np.ascontiguousarray(elements.reshape(-1, NAME_PARTS, width).swapaxes(0, 1))
    return [
        own[above[:, 0]] + bag_sums(w.inner, *inner),
        row_sums(parent, above[:, 1:3]),
        row_sums(far, above[:, 3:8]),
        page[above[:, 8]],
    ]


def _add_view(layer: _Layer, h: Array) -> None:
    """Tell each block what the page is like: the mean and the greatest of each channel."""
    members = len(layer.weight)
    both = np.stack([h.mean(axis=0), h.max(axis=0)]).reshape(2, members, -1)
    h += layer(both.swapaxes(0, 1).reshape(1, -1))
    _relu(h)


class Group(NamedTuple):
    """One way of grouping the blocks of a page.

    way      its place among the ways
    of       the number of each block's group, or of the group that holds each group of the way before in its family
    size     blocks of each group, a column
    """

    way: int
    of: Ids
    size: Array


def families_of(inputs: Inputs) -> list[list[Group]]:
    """The page's ways of grouping in families: in each, the groups of a way are joined to the groups of the next.

    So sums over the wider groups can be made of those over the narrower.
    """
    families: list[list[Group]] = []
    last = np.zeros(0, np.int64)
    for way, column in enumerate(np.ascontiguousarray(inputs.groups.T)):
        size = np.bincount(column)
        of = np.zeros(int(last.max(initial=-1)) + 1, np.int64)
        of[last] = column[: len(last)]
        if len(last) and np.array_equal(of[last], column):
            family = families[-1]
        else:
            of, family = column, []
            families.append(family)
        family.append(Group(way, of, size[:, None].astype(np.float32)))
        last = column
    return families


def _add_kin(layer: _Layer, h: Array, families: Sequence[Sequence[Group]]) -> None:
    """Tell each block the means over its groups."""
    told = [(family[0].of, _means(family, layer.weight, h)) for family in families]
    for tile in pieces(len(h), TILE):
        h[tile] += sum((means.take(of[tile], axis=0) for of, means in told), layer.bias)
    _relu(h)


def _means(family: Sequence[Group], weight: Array, h: Array) -> Array:
    """What a family's means add to the blocks of each group of its first way: weighed before they are shared."""
    group, *wider = family
    hidden = weight.shape[2]
    sums = group_sums(h, group.of, len(group.size))
    out = _each(sums / group.size, weight[:, group.way * hidden : (group.way + 1) * hidden])
    if wider:
        out += _means(wider, weight, sums).take(wider[0].of, axis=0)
    return out
