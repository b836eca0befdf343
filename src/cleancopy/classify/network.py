"""Inference of the network in numpy. A page is a sequence of blocks; each block gets a row of role logits.

dense features, standardised ┐               group    global                  global   group                   output
bag of text words            ├ embed_inputs ─ pool ─── pool ─── convolutions ── pool ── pool ── convolutions ── layer
bags of names (HTML)         ┘

- *Group pooling* adds to each block a function of the means over its groups: blocks under the same elements, or of
  one style.
- *Global pooling* adds a function of the mean and the maximum over the page.
- The convolutions are depthwise separable and dilated: each channel by itself over neighbouring blocks, then a
  pointwise layer.

Several networks of one shape, the members of an ensemble, run together: activations are n × members · hidden, with
the members side by side.
"""

from collections.abc import Mapping, Sequence
from itertools import chain, repeat
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.classify.arrays import BoolArray, Float32Array, IntArray
from cleancopy.classify.sums import bag_sums, convolve, group_sums, row_sums
from cleancopy.features import TokenBags, chunk_slices

KERNEL = 5
"""Width of a convolution in blocks."""
DILATIONS = (1, 2, 4, 8)
TILE = 1024
"""Blocks of a page that are computed at a time."""
CLIP = 6.0
"""Limit of standardised features, in standard deviations."""


class Inputs(NamedTuple):
    """A page of n blocks and e kinds of elements as numbers.

    dense           n × features, any float
    text            ids of words and, for each block, where its bag starts
    element_names   the same for the names of each kind of element; None in flattened text
    inline_names    the same for the names inside each block; None in flattened text
    ancestor_kinds  n × 9: kinds of the elements above each block, -1 for no element; the last is the page as a whole
    groups          n × groupings: the group of each block, counted from 0 without gaps
    """

    dense: npt.NDArray[np.floating[Any]]
    text: tuple[IntArray, IntArray]
    element_names: tuple[IntArray, IntArray] | None
    inline_names: tuple[IntArray, IntArray] | None
    ancestor_kinds: IntArray
    groups: IntArray


def bag_ids(bags: TokenBags | Sequence[Sequence[str]], vocabulary: Mapping[str, int]) -> tuple[IntArray, IntArray]:
    """Ids of the known words of all bags in a row, and where each bag starts. Each bag starts with a 0."""
    if isinstance(bags, TokenBags):
        sizes = bags.sizes
        ids = np.fromiter(map(vocabulary.get, bags.words, repeat(0)), np.int64, len(bags.words))[bags.ids]
    else:
        sizes = np.fromiter(map(len, bags), np.int64, len(bags))
        ids = np.fromiter(map(vocabulary.get, chain.from_iterable(bags), repeat(0)), np.int64)
    index = np.arange(len(sizes))
    known = np.flatnonzero(ids)
    owners = np.repeat(index, sizes)[known]
    known_sizes = np.bincount(owners, minlength=len(sizes)) + 1
    out = np.zeros(len(owners) + len(sizes), np.int64)
    out[np.arange(1, len(owners) + 1) + owners] = ids[known]
    return out, np.cumsum(known_sizes) - known_sizes


class _Layer(NamedTuple):
    """A linear layer of each member: `weight` is members × in × out, `bias` members · out."""

    weight: Float32Array
    bias: Float32Array

    def __call__(self, x: Float32Array) -> Float32Array:
        return _multiply_members(x, self.weight) + self.bias


def _multiply_members(x: Float32Array, weight: Float32Array) -> Float32Array:
    """Multiply each member's part of x, n × members · in, with that member's weights."""
    members, n_in, n_out = weight.shape
    out = np.empty((len(x), members * n_out), weight.dtype)
    for m in range(members):
        np.matmul(x[:, m * n_in : (m + 1) * n_in], weight[m], out=out[:, m * n_out : (m + 1) * n_out])
    return out


class Network(NamedTuple):
    """The weights of m networks that standardise alike, side by side as inference needs them.

    words              a row for each word with one embedding a member; the first row, for no word, is zero
    names              the same for names, in four parts: a block's own element, its parents, those further up, the page
    inline_names       the first of these parts alone, for the names inside a block
    dense              features × members · hidden: the part of the input layer that takes features
    bags               the part of the input layer that takes embeddings
    group_pool         members × groupings · hidden × hidden, as `middle_group_pool`
    depthwise_weight   for each convolution KERNEL × members · hidden
    pointwise          for each convolution the layer after it
    """

    mean: Float32Array
    scale: Float32Array
    words: Float32Array
    names: Float32Array
    inline_names: Float32Array
    dense: Float32Array
    bags: _Layer
    group_pool: _Layer
    global_pool: _Layer
    middle_global_pool: _Layer
    middle_group_pool: _Layer
    depthwise_weight: tuple[Float32Array, ...]
    pointwise: tuple[_Layer, ...]
    output_layer: _Layer

    @classmethod
    def from_members(cls, members: Sequence[Mapping[str, npt.NDArray[Any]]]) -> "Network":
        """Put the arrays of members, named as in `training.network`, side by side.

        Raises `ValueError` if members do not standardise alike.
        """
        first = members[0]
        if any(not np.array_equal(w[name], first[name]) for w in members for name in ("mean", "scale")):
            raise ValueError("the members of an ensemble standardise features differently")

        def stack(name: str) -> Float32Array:
            return np.stack([w[name] for w in members]).astype(np.float32)

        def layer(name: str) -> _Layer:
            weight = np.ascontiguousarray(stack(f"{name}.weight").swapaxes(1, 2))
            return _Layer(weight, stack(f"{name}.bias").ravel())

        input_layer, n_features = layer("input_layer"), len(first["mean"])
        name_tables = [w["names"] for w in members if "names" in w]
        names = _join_tables(name_tables, NAME_PARTS) if name_tables else np.zeros((0, 0), np.float32)
        convolutions = range(len(DILATIONS))
        return cls(
            mean=first["mean"].astype(np.float32),
            scale=first["scale"].astype(np.float32),
            words=_join_tables([w["words"] for w in members], 1),
            names=names,
            inline_names=np.ascontiguousarray(names[:, : names.shape[1] // NAME_PARTS]),
            dense=np.concatenate(input_layer.weight[:, :n_features], axis=1),
            bags=_Layer(np.ascontiguousarray(input_layer.weight[:, n_features:]), input_layer.bias),
            group_pool=layer("group_pool"),
            global_pool=layer("global_pool"),
            middle_global_pool=layer("middle_global_pool"),
            middle_group_pool=layer("middle_group_pool"),
            depthwise_weight=tuple(np.concatenate(stack(f"depthwise_weight.{i}"), axis=1) for i in convolutions),
            pointwise=tuple(layer(f"pointwise.{i}") for i in convolutions),
            output_layer=layer("output_layer"),
        )


NAME_PARTS = 4


def _join_tables(tables: Sequence[npt.NDArray[Any]], parts: int) -> Float32Array:
    """Join tables of m members, each rows × parts · width, to rows × parts · m · width; the first row becomes zero."""
    rows, width = tables[0].shape
    split = [table.reshape(rows, parts, width // parts) for table in tables]
    table = np.concatenate(split, axis=2).reshape(rows, -1).astype(np.float32)
    table[0] = 0
    return table


def forward(network: Network, inputs: Inputs) -> Float32Array:
    """Compute role logits, n × members × roles, for one page of n ≥ 1 blocks."""
    return encode(network, embed_inputs(network, inputs), group_hierarchy(inputs))


def encode(network: Network, embedded: Float32Array, hierarchy: Sequence[Sequence["Grouping"]]) -> Float32Array:
    """Compute role logits, n × members × roles, from embedded inputs.

    embedded    as `embed_inputs` gives it; it is overwritten
    hierarchy   as `group_hierarchy` gives it
    """
    w, h = network, embedded
    _relu(h)
    _add_group_pool(w.group_pool, h, hierarchy)
    _add_global_pool(w.global_pool, h)
    for i, dilation in enumerate(DILATIONS):
        if i == len(DILATIONS) // 2:
            _add_global_pool(w.middle_global_pool, h)
            _add_group_pool(w.middle_group_pool, h, hierarchy)
        convolved = convolve(h, w.depthwise_weight[i], dilation)
        for tile in chunk_slices(len(h), TILE):
            h[tile] += _relu(w.pointwise[i](convolved[tile]))
    logits = np.ascontiguousarray(w.output_layer(h).T)  # blocks last: what follows is faster on this layout
    return np.moveaxis(logits.reshape(len(w.output_layer.weight), -1, len(h)), -1, 0)


def softmax(logits: Float32Array) -> Float32Array:
    """Probabilities along the last axis."""
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


def _relu(x: Float32Array) -> Float32Array:
    return np.asarray(np.clip(x, 0.0, np.inf, out=x))  # faster than np.maximum


def embed_inputs(w: Network, inputs: Inputs) -> Float32Array:
    """The input layer, n × members · hidden: a block's features, the words of its text, the names above and inside."""
    parts = [bag_sums(w.words, *inputs.text)]
    if inputs.element_names is not None and inputs.inline_names is not None:
        parts += _embed_names(w, inputs.element_names, inputs.inline_names, inputs.ancestor_kinds)
    members, hidden = len(w.bags.weight), len(w.bags.bias)
    varies = (inputs.dense != inputs.dense[:1]).any(axis=0)
    # Many features are the same for all blocks of a page: their part is computed once.
    constant = standardise(w, inputs.dense[:1].T, ~varies).T @ w.dense[~varies]
    weights, out = w.dense[varies], np.empty((len(inputs.dense), hidden), np.float32)
    for tile in chunk_slices(len(out), TILE):
        bags = np.concatenate([part[tile].reshape(-1, members, part.shape[1] // members) for part in parts], axis=2)
        out[tile] = w.bags(bags.reshape(len(bags), -1))
        out[tile] += standardise(w, inputs.dense[tile].T, varies).T @ weights + constant
    return out


def standardise(w: Network, columns: npt.NDArray[np.floating[Any]], chosen: BoolArray) -> Float32Array:
    """Standardise and clip the chosen ones of all features, features × n."""
    out = columns[chosen] - w.mean[chosen, None]
    out *= w.scale[chosen, None]
    return np.asarray(np.clip(out, -CLIP, CLIP, out=out))


def _embed_names(
    w: Network,
    element_names: tuple[IntArray, IntArray],
    inline_names: tuple[IntArray, IntArray],
    ancestor_kinds: IntArray,
) -> list[Float32Array]:
    width = w.inline_names.shape[1]
    no_element = np.zeros((1, NAME_PARTS * width), np.float32)
    elements = np.append(bag_sums(w.names, *element_names), no_element, axis=0)  # -1 selects this last row
    own, parent, far, page = np.ascontiguousarray(elements.reshape(-1, NAME_PARTS, width).swapaxes(0, 1))
    return [
        own[ancestor_kinds[:, 0]] + bag_sums(w.inline_names, *inline_names),
        row_sums(parent, ancestor_kinds[:, 1:3]),
        row_sums(far, ancestor_kinds[:, 3:8]),
        page[ancestor_kinds[:, 8]],
    ]


def _add_global_pool(layer: _Layer, h: Float32Array) -> None:
    """Add to each block a function of the mean and the maximum of each channel over the page."""
    members = len(layer.weight)
    both = np.stack([h.mean(axis=0), h.max(axis=0)]).reshape(2, members, -1)
    h += layer(both.swapaxes(0, 1).reshape(1, -1))
    _relu(h)


class Grouping(NamedTuple):
    """One way of grouping the blocks of a page, a level of a hierarchy.

    axis     the column of `Inputs.groups`
    parent   at the first level the group of each block; at others the group that contains each group of the level below
    size     blocks of each group, groups × 1
    """

    axis: int
    parent: IntArray
    size: Float32Array


def group_hierarchy(inputs: Inputs) -> list[list[Grouping]]:
    """Sort the page's groupings into hierarchies: each group of a level lies within one group of the next level.

    So sums over the wider groups can be computed from those over the narrower ones.
    """
    hierarchies: list[list[Grouping]] = []
    last = np.zeros(0, np.int64)
    for axis, column in enumerate(np.ascontiguousarray(inputs.groups.T)):
        size = np.bincount(column)
        parent = np.zeros(int(last.max(initial=-1)) + 1, np.int64)
        parent[last] = column[: len(last)]
        if len(last) and np.array_equal(parent[last], column):
            levels = hierarchies[-1]
        else:
            parent, levels = column, []
            hierarchies.append(levels)
        levels.append(Grouping(axis, parent, size[:, None].astype(np.float32)))
        last = column
    return hierarchies


def _add_group_pool(layer: _Layer, h: Float32Array, hierarchies: Sequence[Sequence[Grouping]]) -> None:
    """Add to each block a function of the means over its groups."""
    pooled = [(levels[0].parent, _pool_groups(levels, layer.weight, h)) for levels in hierarchies]
    for tile in chunk_slices(len(h), TILE):
        h[tile] += sum((values.take(group[tile], axis=0) for group, values in pooled), layer.bias)
    _relu(h)


def _pool_groups(levels: Sequence[Grouping], weight: Float32Array, h: Float32Array) -> Float32Array:
    """What the means of a hierarchy add to each group of its first level. Weights come before the spread to blocks."""
    grouping, *wider = levels
    hidden = weight.shape[2]
    sums = group_sums(h, grouping.parent, len(grouping.size))
    out = _multiply_members(sums / grouping.size, weight[:, grouping.axis * hidden : (grouping.axis + 1) * hidden])
    if wider:
        out += _pool_groups(wider, weight, sums).take(wider[0].parent, axis=0)
    return out
