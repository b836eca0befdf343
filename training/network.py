"""The network as the trainer has it (PyTorch): the same sums as `cleancopy.classify.network`, with gradients.

A page is a sequence of blocks. Each block enters as standardised features and bags of embedded words; a view of
the whole page and a stack of dilated convolutions over its neighbours decide its role.
"""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn

from cleancopy.classify.network import CLIP, DILATIONS, KERNEL


@dataclass(frozen=True)
class Shape:
    """Sizes of a network. `names` is 0 for flattened text, which has no elements."""

    dense: int
    words: int
    names: int
    roles: int
    groups: int
    text_width: int = 24
    name_width: int = 16
    hidden: int = 64
    dropout: float = 0.1


class Batch(NamedTuple):
    """Pages of together N blocks and E kinds of elements, laid end to end, and where each block goes in a padded grid.

    text, names   (ids, offsets) of bags, id 0 is no word; `inner` are names inside the blocks
    above         N × 9 places in these kinds, E for none
    groups        N × ways of grouping: numbers of groups, no two pages with the same
    page, place   of each block: its page in the batch, its place in the page
    """

    dense: Tensor
    text: tuple[Tensor, Tensor]
    names: tuple[Tensor, Tensor] | None
    inner: tuple[Tensor, Tensor] | None
    above: Tensor | None
    groups: Tensor
    page: Tensor
    place: Tensor
    pages: int
    longest: int


class Network(nn.Module):
    """Blocks to role logits."""

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
        self.enter = nn.Linear(width, s.hidden)
        self.kin = nn.Linear(s.groups * s.hidden, s.hidden)
        self.view = nn.Linear(2 * s.hidden, s.hidden)
        self.taps = nn.ParameterList(_taps(s.hidden) for _ in DILATIONS)
        self.mix = nn.ModuleList(nn.Linear(s.hidden, s.hidden) for _ in DILATIONS)
        self.middle_view = nn.Linear(2 * s.hidden, s.hidden)
        self.middle_kin = nn.Linear(s.groups * s.hidden, s.hidden)
        self.leave = nn.Linear(s.hidden, s.roles)
        self.drop = nn.Dropout(s.dropout)

    def forward(self, batch: Batch) -> Tensor:
        """Role logits, N × roles."""
        parts = [((batch.dense - self.mean) * self.scale).clamp(-CLIP, CLIP), _bag(self.words, *batch.text)]
        if self.shape.names:
            parts.append(self._named(batch))
        h = torch.relu(self.enter(torch.cat(parts, 1)))
        h = torch.relu(h + self.kin(_means(h, batch.groups)))
        grid = h.new_zeros(batch.pages, batch.longest, self.shape.hidden)
        at = (batch.page, batch.place)
        grid = grid.index_put(at, self.drop(h))
        mask = grid.new_zeros(batch.pages, batch.longest, 1).index_put(at, grid.new_ones(len(batch.page), 1))
        grid = torch.relu(grid + _view(grid, mask, self.view)) * mask
        for i, (dilation, taps, mix) in enumerate(zip(DILATIONS, self.taps, self.mix, strict=True)):
            if i == len(DILATIONS) // 2:
                grid = torch.relu(grid + _view(grid, mask, self.middle_view)) * mask
                h = grid[at]
                h = torch.relu(h + self.middle_kin(_means(h, batch.groups)))
                grid = torch.zeros_like(grid).index_put(at, h)
            grid = grid + self.drop(torch.relu(mix(_convolve(grid, taps, dilation)))) * mask
        return self.leave(grid[at])  # type: ignore[no-any-return]

    def _named(self, batch: Batch) -> Tensor:
        if batch.names is None or batch.inner is None or batch.above is None:
            raise ValueError("this network reads HTML: the batch must have elements")
        w = self.shape.name_width
        elements = _bag(self.names, *batch.names)
        elements = torch.cat([elements, elements.new_zeros(1, 4 * w)])
        inner = _bag(self.names[:, :w], *batch.inner)
        near = elements[:, :w][batch.above[:, 0]] + inner
        parent = elements[:, w : 2 * w][batch.above[:, 1:3]].sum(1)
        far = elements[:, 2 * w : 3 * w][batch.above[:, 3:8]].sum(1)
        page = elements[:, 3 * w :][batch.above[:, 8]]
        return torch.cat([near, parent, far, page], 1)


def _taps(hidden: int) -> nn.Parameter:
    taps = torch.randn(KERNEL, hidden) * 0.1
    taps[KERNEL // 2] += 0.5
    return nn.Parameter(taps)


def _bag(table: Tensor, ids: Tensor, offsets: Tensor) -> Tensor:
    """Sum of the embeddings of each bag over the square root of its size; id 0 adds nothing."""
    some = (ids > 0).to(table.dtype)
    sums = torch.nn.functional.embedding_bag(ids, table, offsets, mode="sum", per_sample_weights=some)
    ends = torch.cat([offsets[1:], offsets.new_tensor([len(ids)])])
    total = torch.cat([some.new_zeros(1), some.cumsum(0)])
    size = total[ends] - total[offsets]
    return sums / size.clamp(min=1).sqrt().unsqueeze(1)


def _means(h: Tensor, groups: Tensor) -> Tensor:
    """For each block the means over its groups, side by side."""
    out = []
    for column in groups.T:
        size = torch.bincount(column).clamp(min=1).to(h.dtype)
        sums = h.new_zeros(len(size), h.shape[1]).index_add(0, column, h)
        out.append((sums / size.unsqueeze(1))[column])
    return torch.cat(out, 1)


def _view(grid: Tensor, mask: Tensor, layer: nn.Linear) -> Tensor:
    mean = grid.sum(1) / mask.sum(1)
    return layer(torch.cat([mean, grid.amax(1)], 1)).unsqueeze(1)  # type: ignore[no-any-return]


def _convolve(grid: Tensor, taps: Tensor, dilation: int) -> Tensor:
    """Each channel by itself: KERNEL taps, `dilation` blocks apart."""
    reach = (KERNEL // 2) * dilation
    padded = torch.nn.functional.pad(grid, (0, 0, reach, reach))
    size = grid.shape[1]
    return sum(padded[:, i * dilation : i * dilation + size] * taps[i] for i in range(KERNEL))  # type: ignore[return-value]
