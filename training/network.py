"""The network in PyTorch: the same computation as `cleancopy.classify.network`, with gradients.

A page is a sequence of blocks. The input of each block are standardized features and bags of embedded words; a summary
of the whole page and a stack of dilated convolutions over its neighbours decide its role. The summary also says what
type of page it is, and the blocks learn that, too.
"""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn

from cleancopy.classify import CLIP, DILATIONS, KERNEL


@dataclass(frozen=True)
class Shape:
    """Sizes of a network. `names` is 0 for flattened text, which has no elements; `types` are the kinds of page."""

    dense: int
    words: int
    names: int
    roles: int
    types: int
    groups: int
    text_width: int = 24
    name_width: int = 16
    hidden: int = 64
    dropout: float = 0.1


class Batch(NamedTuple):
    """Concatenated pages with N blocks and E kinds of elements in all, and the position of each block in a padded grid.

    text, element_names, inline_names   (ids, offsets) of bags, id 0 is no word
    ancestor_kinds   N × 9 indices of these kinds, E for no element
    groups        N × ways of grouping: numbers of groups; no two pages share a number
    page_index    of each block: its page in the batch
    block_index   of each block: its index in the page
    """

    dense: Tensor
    text: tuple[Tensor, Tensor]
    element_names: tuple[Tensor, Tensor] | None
    inline_names: tuple[Tensor, Tensor] | None
    ancestor_kinds: Tensor | None
    groups: Tensor
    page_index: Tensor
    block_index: Tensor
    pages: int
    longest: int


class Logits(NamedTuple):
    """What the network says: the logits of the roles, N × roles, and of the types of the pages, pages × types."""

    roles: Tensor
    types: Tensor


class Network(nn.Module):
    """Blocks to the logits of their roles and of the types of their pages."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        s = shape
        self.mean = nn.Parameter(torch.zeros(s.dense), requires_grad=False)
        self.scale = nn.Parameter(torch.ones(s.dense), requires_grad=False)
        self.words = nn.Parameter(torch.randn(s.words, s.text_width) * 0.05)
        width = s.dense + s.text_width
        if s.names:
            self.names = nn.Parameter(torch.randn(s.names, 4 * s.name_width) * 0.05)
            width += 4 * s.name_width
        self.input_layer = nn.Linear(width, s.hidden)
        self.group_pool = nn.Linear(s.groups * s.hidden, s.hidden)
        self.global_pool = nn.Linear(2 * s.hidden, s.hidden)
        self.depthwise_weight = nn.ParameterList(_make_depthwise_weight(s.hidden) for _ in DILATIONS)
        self.pointwise = nn.ModuleList(nn.Linear(s.hidden, s.hidden) for _ in DILATIONS)
        self.middle_global_pool = nn.Linear(2 * s.hidden, s.hidden)
        self.type_hidden = nn.Linear(2 * s.hidden, s.hidden)
        self.type_output = nn.Linear(s.hidden, s.types)
        self.type_pool = nn.Linear(s.types, s.hidden, bias=False)
        self.middle_group_pool = nn.Linear(s.groups * s.hidden, s.hidden)
        self.output_layer = nn.Linear(s.hidden, s.roles)
        self.drop = nn.Dropout(s.dropout)

    def forward(self, batch: Batch) -> Logits:
        parts = [((batch.dense - self.mean) * self.scale).clamp(-CLIP, CLIP), _embed_bags(self.words, *batch.text)]
        if self.shape.names:
            parts.append(self._embed_names(batch))
        h = torch.relu(self.input_layer(torch.cat(parts, 1)))
        h = torch.relu(h + self.group_pool(_average_groups(h, batch.groups)))
        grid = h.new_zeros(batch.pages, batch.longest, self.shape.hidden)
        at = (batch.page_index, batch.block_index)
        grid = grid.index_put(at, self.drop(h))
        mask = grid.new_zeros(batch.pages, batch.longest, 1).index_put(at, grid.new_ones(len(batch.page_index), 1))
        grid = torch.relu(grid + self.global_pool(_summarize_pages(grid, mask)).unsqueeze(1)) * mask
        types = grid.new_zeros(batch.pages, self.shape.types)
        convolutions = zip(DILATIONS, self.depthwise_weight, self.pointwise, strict=True)
        for i, (dilation, weight, pointwise) in enumerate(convolutions):
            if i == len(DILATIONS) // 2:
                summary = _summarize_pages(grid, mask)
                types = self.type_output(torch.relu(self.type_hidden(summary)))
                added = self.middle_global_pool(summary) + self.type_pool(torch.softmax(types, 1))
                grid = torch.relu(grid + added.unsqueeze(1)) * mask
                h = grid[at]
                h = torch.relu(h + self.middle_group_pool(_average_groups(h, batch.groups)))
                grid = torch.zeros_like(grid).index_put(at, h)
            grid = grid + self.drop(torch.relu(pointwise(_convolve(grid, weight, dilation)))) * mask
        return Logits(self.output_layer(grid[at]), types)

    def _embed_names(self, batch: Batch) -> Tensor:
        if batch.element_names is None or batch.inline_names is None or batch.ancestor_kinds is None:
            raise ValueError("this network reads HTML: the batch must have elements")
        w = self.shape.name_width
        elements = _embed_bags(self.names, *batch.element_names)
        elements = torch.cat([elements, elements.new_zeros(1, 4 * w)])
        inner = _embed_bags(self.names[:, :w], *batch.inline_names)
        near = elements[:, :w][batch.ancestor_kinds[:, 0]] + inner
        parent = elements[:, w : 2 * w][batch.ancestor_kinds[:, 1:3]].sum(1)
        far = elements[:, 2 * w : 3 * w][batch.ancestor_kinds[:, 3:8]].sum(1)
        page = elements[:, 3 * w :][batch.ancestor_kinds[:, 8]]
        return torch.cat([near, parent, far, page], 1)


def _make_depthwise_weight(hidden: int) -> nn.Parameter:
    weight = torch.randn(KERNEL, hidden) * 0.1
    weight[KERNEL // 2] += 0.5
    return nn.Parameter(weight)


def _embed_bags(table: Tensor, ids: Tensor, offsets: Tensor) -> Tensor:
    """Sum of the embeddings of each bag, divided by the square root of its size; id 0 adds nothing."""
    some = (ids > 0).to(table.dtype)
    sums = torch.nn.functional.embedding_bag(ids, table, offsets, mode="sum", per_sample_weights=some)
    ends = torch.cat([offsets[1:], offsets.new_tensor([len(ids)])])
    total = torch.cat([some.new_zeros(1), some.cumsum(0)])
    size = total[ends] - total[offsets]
    return sums / size.clamp(min=1).sqrt().unsqueeze(1)


def _average_groups(h: Tensor, groups: Tensor) -> Tensor:
    """For each block the means over its groups, side by side."""
    out = []
    for column in groups.T:
        size = torch.bincount(column).clamp(min=1).to(h.dtype)
        sums = h.new_zeros(len(size), h.shape[1]).index_add(0, column, h)
        out.append((sums / size.unsqueeze(1))[column])
    return torch.cat(out, 1)


def _summarize_pages(grid: Tensor, mask: Tensor) -> Tensor:
    """The mean and the maximum over the blocks of each page, pages × 2 · hidden."""
    return torch.cat([grid.sum(1) / mask.sum(1), grid.amax(1)], 1)


def _convolve(grid: Tensor, weight: Tensor, dilation: int) -> Tensor:
    """Depthwise convolution with KERNEL taps that are `dilation` blocks apart."""
    reach = (KERNEL // 2) * dilation
    padded = torch.nn.functional.pad(grid, (0, 0, reach, reach))
    size = grid.shape[1]
    return sum(padded[:, i * dilation : i * dilation + size] * weight[i] for i in range(KERNEL))  # type: ignore[return-value]
