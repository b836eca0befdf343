"""Inference of the network. A page is a sequence of blocks. Each block gets a row of role logits, the page types.

dense features, standardised ┐               group    global                  global   group                   output
bag of text words            ├ embed_inputs ─ pool ─── pool ─── convolutions ── pool ── pool ── convolutions ── layer
bags of names (HTML)         ┘

- *Group pooling* adds to each block a function of the means over its groups: blocks under the same elements, or of
  one style.
- *Global pooling* adds a function of the mean and the maximum over the page. The second one first finds from these
  what type of page it is, and adds that, too.
- The convolutions are depthwise separable and dilated: each channel by itself over neighbouring blocks, then a
  pointwise layer.

Several networks of one shape, the members of an ensemble, run together: activations are n × members · hidden, with
the members side by side. `layers` has the loops.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.classify.arrays import Float32Array, IntArray
from cleancopy.classify.layers import (
    add_convolution,
    add_group_pool,
    add_product,
    add_to_all,
    bag_sums,
    embed_dense,
    mean_softmax,
    pool_page,
    rectify,
    row_sums,
)

KERNEL = 5
"""Width of a convolution in blocks."""
DILATIONS = (1, 2, 4, 8)
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


class _Layer(NamedTuple):
    """A linear layer of each member: `weight` is members × in × out, `bias` members · out."""

    weight: Float32Array
    bias: Float32Array


class _TypeHead(NamedTuple):
    """What finds the type of a page from its mean and maximum, and adds it to the blocks."""

    hidden: _Layer
    output: _Layer
    pool: _Layer


class Logits(NamedTuple):
    """What the network says of a page of n blocks.

    roles   n × members × roles
    types   1 × members × types of pages; no types from a network that does not know them
    """

    roles: Float32Array
    types: Float32Array


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
    type_head          None in a network that does not know types
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
    type_head: _TypeHead | None

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
            bias = stack(f"{name}.bias") if f"{name}.bias" in first else np.zeros(weight.shape[::2], np.float32)
            return _Layer(weight, bias.ravel())

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
            type_head=_TypeHead(layer("type_hidden"), layer("type_output"), layer("type_pool"))
            if "type_hidden.weight" in first
            else None,
        )


NAME_PARTS = 4


def _join_tables(tables: Sequence[npt.NDArray[Any]], parts: int) -> Float32Array:
    """Join tables of m members, each rows × parts · width, to rows × parts · m · width; the first row becomes zero."""
    rows, width = tables[0].shape
    split = [table.reshape(rows, parts, width // parts) for table in tables]
    table = np.concatenate(split, axis=2).reshape(rows, -1).astype(np.float32)
    table[0] = 0
    return table


def forward(network: Network, inputs: Inputs) -> Logits:
    """Compute the logits of one page of n ≥ 1 blocks.

    Raises `IndexError` for an id past its table.
    """
    return encode(network, embed_inputs(network, inputs), inputs.groups)


def encode(network: Network, embedded: Float32Array, groups: IntArray) -> Logits:
    """Compute the logits from embedded inputs.

    embedded   as `embed_inputs` gives it; it is overwritten
    groups     as in `Inputs`; the network uses the first of them, as many groupings as it was trained with
    """
    w, h, spare = network, embedded, np.empty_like(embedded)
    members, hidden = w.output_layer.weight.shape[:2]
    groups = groups[:, : w.group_pool.weight.shape[1] // hidden]
    types = np.zeros((1, members, 0), np.float32)
    rectify(h)
    add_group_pool(h, groups, *w.group_pool)
    add_to_all(h, _apply(w.global_pool, pool_page(h, members)))
    for i, dilation in enumerate(DILATIONS):
        if i == len(DILATIONS) // 2:
            page = pool_page(h, members)
            added = _apply(w.middle_global_pool, page)
            if w.type_head is not None:
                types = _find_types(w.type_head, page, added)
            add_to_all(h, added)
            add_group_pool(h, groups, *w.middle_group_pool)
        add_convolution(h, w.depthwise_weight[i], dilation, *w.pointwise[i], spare)
        h, spare = spare, h
    return Logits(_apply(w.output_layer, h).reshape(len(h), members, -1), types)


def _apply(layer: _Layer, x: Float32Array) -> Float32Array:
    """A linear layer of each member: n × members · in to n × members · out."""
    out = np.tile(layer.bias, (len(x), 1))
    add_product(x, layer.weight, out)
    return out


def _find_types(head: _TypeHead, page: Float32Array, added: Float32Array) -> Float32Array:
    """The logits of the page's types, 1 × members × types. Adds to `added` what they mean for its blocks."""
    hidden = _apply(head.hidden, page)
    rectify(hidden)
    logits = _apply(head.output, hidden).reshape(1, len(head.output.weight), -1)
    chances = [mean_softmax(logits[:, i : i + 1]) for i in range(logits.shape[1])]
    add_product(np.concatenate(chances, axis=1).astype(np.float32), head.pool.weight, added)
    return logits


def embed_inputs(w: Network, inputs: Inputs) -> Float32Array:
    """The input layer, n × members · hidden: a block's features, the words of its text, the names above and inside."""
    bags = [bag_sums(w.words, *inputs.text)]
    if inputs.element_names is not None and inputs.inline_names is not None:
        bags += _embed_names(w, inputs.element_names, inputs.inline_names, inputs.ancestor_kinds)
    dense = np.asarray(inputs.dense, np.float32)
    out = embed_dense(dense, w.mean, w.scale, CLIP, w.dense, w.bags.bias)
    first, members = 0, len(w.bags.weight)
    for bag in bags:
        last = first + bag.shape[1] // members
        add_product(bag, w.bags.weight[:, first:last], out)
        first = last
    return out


def standardise(w: Network, dense: npt.NDArray[np.floating[Any]]) -> Float32Array:
    """Standardise and clip features, n × features."""
    return np.asarray(np.clip((dense - w.mean) * w.scale, -CLIP, CLIP), np.float32)


def _embed_names(
    w: Network,
    element_names: tuple[IntArray, IntArray],
    inline_names: tuple[IntArray, IntArray],
    ancestor_kinds: IntArray,
) -> list[Float32Array]:
    own, parent, far, page = np.split(bag_sums(w.names, *element_names), NAME_PARTS, axis=1)
    return [
        row_sums(own, ancestor_kinds[:, :1]) + bag_sums(w.inline_names, *inline_names),
        row_sums(parent, ancestor_kinds[:, 1:3]),
        row_sums(far, ancestor_kinds[:, 3:8]),
        row_sums(page, ancestor_kinds[:, 8:]),
    ]
