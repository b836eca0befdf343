"""Fits networks to examples."""

import copy
import itertools
import math
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from cleancopy.block import Role
from cleancopy.classify import build_inputs
from labelled import CORE_SETS
from training.encode import Encoded, Vocabularies, collate, learn_vocabularies
from training.network import Batch, Logits, Network, Shape
from training.prepare import PAGE_TYPES, ROLES, Example

FloatArray = npt.NDArray[np.float32]
SEED = 0
KEEP = [ROLES.index(Role.PARAGRAPH), ROLES.index(Role.SUBHEADING)]


@dataclass(frozen=True)
class Recipe:
    """How a network is fitted.

    broad_epochs         epochs over all pages; in those after them only a share of the pages that are not of the core
                         sets is seen, so that the network ends with pages of these years and of all types
    broad_share          that share
    endings              how often these last epochs are run, from the same network, each time with other batches; the
                         mean of the weights is kept, which does what an ensemble does at the cost of one network
    rate, decay          of AdamW; embeddings decay five times as fast
    longest_page         in blocks; a longer page is cropped at a random position in each epoch
    role_weight          weight of the loss over roles, relative to the loss over kept and dropped
    whole_weight         weight of the loss over whole pages (1 − expected word F1), relative to the same
    type_weight          weight of the loss over types of pages, relative to the same
    rarity               exponent of the weight of rare roles
    forget_words, forget_names   share of pages that lose all their words (unknown language) or names (unknown site)
    token_loss           share of words and names lost on every page
    average              decay of the running mean of the weights, which is what is kept
    """

    epochs: int = 4
    broad_epochs: int = 2
    broad_share: float = 0.33
    endings: int = 2
    rate: float = 4e-3
    decay: float = 0.02
    blocks_a_batch: int = 6000
    longest_page: int = 1500
    role_weight: float = 0.25
    whole_weight: float = 0.5
    type_weight: float = 0.3
    rarity: float = 0.5
    forget_words: float = 0.1
    forget_names: float = 0.1
    average: float = 0.995
    dropout: float = 0.1
    token_loss: float = 0.1
    hidden: int = 64


def fit_network(examples: Sequence[Example], recipe: Recipe) -> tuple[Network, Vocabularies]:
    """Train a network on `examples`; the same recipe gives the same network."""
    vocabularies = learn_vocabularies(examples)
    items = [_encode_example(e, vocabularies) for e in examples]
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    network = _make_network(items, vocabularies, recipe)
    scale = torch.from_numpy(_weigh_roles(items, recipe))
    average = {k: v.clone() for k, v in network.state_dict().items()}
    optimizer = torch.optim.AdamW(_group_parameters(network, recipe), lr=recipe.rate)
    broad = _draw_epochs(items, range(recipe.broad_epochs), recipe, rng)
    endings = [
        _draw_epochs(items, range(recipe.broad_epochs, recipe.epochs), recipe, rng) for _ in range(recipe.endings)
    ]
    run = _Run(network.train(), optimizer, average, recipe, scale, total=len(broad) + len(endings[0]))
    run.take_steps(broad)
    start = copy.deepcopy((network.state_dict(), optimizer.state_dict(), average))
    found = [run.finish(start, ending) for ending in endings]
    network.load_state_dict({name: sum(f[name] for f in found) / len(found) for name in average})
    return network.eval(), vocabularies


def _draw_epochs(items: Sequence[Encoded], epochs: range, recipe: Recipe, rng: random.Random) -> list[list[Encoded]]:
    """The batches of some epochs, in order."""
    drawn = (_make_batches(_choose_items(items, epoch, recipe, rng), recipe, rng) for epoch in epochs)
    return list(itertools.chain.from_iterable(drawn))


@dataclass
class _Run:
    """A network while it is fitted, with the running mean of its weights."""

    network: Network
    optimizer: torch.optim.Optimizer
    average: dict[str, Tensor]
    recipe: Recipe
    scale: Tensor
    total: int
    step: int = 0

    def take_steps(self, batches: Sequence[Sequence[Encoded]]) -> None:
        """Fit the network to batches."""
        for batch in batches:
            for group in self.optimizer.param_groups:
                group["lr"] = self.recipe.rate * _scale_rate(min(1.0, self.step / self.total))
            _run_step(self.network, self.optimizer, batch, self.recipe, self.scale)
            self.step += 1
            keep = min(self.recipe.average, self.step / (self.step + 10))
            for name, value in self.network.state_dict().items():
                self.average[name].lerp_(value, 1 - keep)

    def finish(
        self, start: tuple[Any, Any, dict[str, Tensor]], batches: Sequence[Sequence[Encoded]]
    ) -> dict[str, Tensor]:
        """Go on from a state, with other batches, and give the mean of the weights."""
        weights, settings, average = copy.deepcopy(start)
        self.network.load_state_dict(weights)
        self.optimizer.load_state_dict(settings)
        self.average, self.step = average, self.total - len(batches)
        self.take_steps(batches)
        return self.average


def _make_network(items: Sequence[Encoded], vocabularies: Vocabularies, recipe: Recipe) -> Network:
    dense = np.concatenate([i.inputs.dense for i in items])
    shape = Shape(
        dense.shape[1], len(vocabularies.text) + 1,
        len(vocabularies.names) + 1 if items[0].inputs.element_names is not None else 0, len(ROLES),
        len(PAGE_TYPES), items[0].inputs.groups.shape[1],
        hidden=recipe.hidden, dropout=recipe.dropout,
    )  # fmt: skip
    network = Network(shape)
    network.mean.data = torch.from_numpy(dense.mean(0))
    network.scale.data = torch.from_numpy(1 / np.maximum(dense.std(0), 0.05))
    return network


def _choose_items(items: Sequence[Encoded], epoch: int, recipe: Recipe, rng: random.Random) -> list[Encoded]:
    """The pages of an epoch."""
    if epoch < recipe.broad_epochs:
        return list(items)
    return [i for i in items if i.example.source in CORE_SETS or rng.random() < recipe.broad_share]


class Prediction(NamedTuple):
    """The probabilities of the roles of a page's n blocks, n × roles, and of its types."""

    roles: FloatArray
    types: FloatArray


def predict(network: Network, vocabularies: Vocabularies, examples: Iterable[Example]) -> Iterator[Prediction]:
    """What a network says of each example."""
    for e in examples:
        batch = collate([Encoded(e, build_inputs(e.features, *vocabularies), np.zeros(0, np.float32))])
        with torch.no_grad():
            logits = network(batch)
        yield Prediction(torch.softmax(logits.roles, 1).numpy(), torch.softmax(logits.types, 1)[0].numpy())


def _encode_example(example: Example, vocabularies: Vocabularies) -> Encoded:
    return Encoded(example, build_inputs(example.features, *vocabularies), weigh_blocks(example))


def weigh_blocks(example: Example) -> np.ndarray:
    """The weight of each block: the square root of its words, normalized over the page; 0 if the label is unknown."""
    weight = np.sqrt(example.words + 1) * (example.label >= 0)
    total = weight.sum()
    return (weight / total if total else weight).astype(np.float32)


MAX_ROLE_WEIGHT = 40.0


def _weigh_roles(items: Sequence[Encoded], recipe: Recipe) -> np.ndarray:
    """The weight of a block of each role: higher for rare roles, so that they are learnt, too."""
    roles = np.concatenate([i.example.role for i in items])
    count = np.bincount(roles[roles >= 0], minlength=len(ROLES)).astype(np.float32)
    scale = (count.max() / np.maximum(count, 1)) ** recipe.rarity
    return np.minimum(scale, MAX_ROLE_WEIGHT).astype(np.float32)


def _group_parameters(network: Network, recipe: Recipe) -> list[dict[str, object]]:
    tables = [p for n, p in network.named_parameters() if n in {"words", "names"}]
    rest = [p for n, p in network.named_parameters() if n not in {"words", "names"} and p.requires_grad]
    return [
        {"params": tables, "weight_decay": recipe.decay * 5},
        {"params": rest, "weight_decay": recipe.decay},
    ]


def _scale_rate(progress: float) -> float:
    return min(1.0, progress / 0.05) * 0.5 * (1 + math.cos(math.pi * progress))


def _make_batches(items: Sequence[Encoded], recipe: Recipe, rng: random.Random) -> list[list[Encoded]]:
    """Batches of pages of similar length, with a bounded number of blocks, in random order."""
    items = [_crop(i, recipe.longest_page, rng) for i in items]
    items.sort(key=lambda i: len(i.inputs.dense) * rng.uniform(0.8, 1.25))
    batches: list[list[Encoded]] = [[]]
    size = 0
    for item in items:
        size += len(item.inputs.dense)
        if batches[-1] and (size > recipe.blocks_a_batch or len(batches[-1]) >= 32):
            batches.append([])
            size = len(item.inputs.dense)
        batches[-1].append(item)
    rng.shuffle(batches)
    return batches


def _crop(item: Encoded, longest: int, rng: random.Random) -> Encoded:
    n = len(item.inputs.dense)
    if n <= longest:
        return item
    a = rng.randrange(n - longest)
    b = a + longest
    i = item.inputs
    e = item.example
    inputs = i._replace(
        dense=i.dense[a:b], text=_crop_bags(i.text, a, b), ancestor_kinds=i.ancestor_kinds[a:b], groups=i.groups[a:b],
        inline_names=_crop_bags(i.inline_names, a, b) if i.inline_names is not None else None,
    )  # fmt: skip
    example = e._replace(label=e.label[a:b], role=e.role[a:b], words=e.words[a:b])
    return Encoded(example, inputs, item.weight[a:b])


def _crop_bags(bags: tuple[np.ndarray, np.ndarray], a: int, b: int) -> tuple[np.ndarray, np.ndarray]:
    ids, starts = bags
    first = starts[a]
    last = starts[b] if b < len(starts) else len(ids)
    return ids[first:last], starts[a:b] - first


def _run_step(
    network: Network, optimizer: torch.optim.Optimizer, items: Sequence[Encoded], recipe: Recipe, scale: Tensor
) -> None:
    batch = _forget(collate(items), recipe)
    loss = _compute_loss(network(batch), items, recipe, scale) / len(items)
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()


def _forget(batch: Batch, recipe: Recipe) -> Batch:
    """Mask all words or all names of some pages, and some of every page: for unknown languages and unknown sites."""
    text = _mask(batch.text, (torch.rand(batch.pages) < recipe.forget_words)[batch.page_index], recipe.token_loss)
    if batch.element_names is None or batch.inline_names is None or batch.ancestor_kinds is None:
        return batch._replace(text=text)
    lost = torch.rand(batch.pages) < recipe.forget_names
    element_page = torch.zeros(len(batch.element_names[1]) + 1, dtype=torch.long)
    element_page[batch.ancestor_kinds.T.flip(0)] = (
        batch.page_index
    )  # every element above a block is of the block's page
    names = _mask(batch.element_names, lost[element_page[:-1]], recipe.token_loss)
    return batch._replace(
        text=text,
        element_names=names,
        inline_names=_mask(batch.inline_names, lost[batch.page_index], recipe.token_loss),
    )


def _mask(bags: tuple[Tensor, Tensor], lost: Tensor, share: float) -> tuple[Tensor, Tensor]:
    ids, starts = bags
    ends = torch.cat([starts[1:], starts.new_tensor([len(ids)])])
    gone = torch.repeat_interleave(lost, ends - starts) | (torch.rand(len(ids)) < share)
    return ids.masked_fill(gone, 0), starts


def _compute_loss(logits: Logits, items: Sequence[Encoded], recipe: Recipe, scale: Tensor) -> Tensor:
    log_p = torch.log_softmax(logits.roles.float(), 1)
    keep = torch.logsumexp(log_p[:, KEEP], 1)
    others = [i for i in range(log_p.shape[1]) if i not in KEEP]
    drop = torch.logsumexp(log_p[:, others], 1)
    label = torch.from_numpy(np.concatenate([i.example.label for i in items]))
    weight = torch.from_numpy(np.concatenate([i.weight for i in items]))
    role = torch.from_numpy(np.concatenate([i.example.role for i in items]))
    share = label.clamp(0, 1)
    is_kept = -(share * keep + (1 - share) * drop)
    whole = _compute_page_loss(keep.exp(), share, items)
    known = role >= 0
    is_role = torch.nn.functional.nll_loss(log_p, role.clamp(min=0), scale, reduction="none") * known
    size = torch.tensor([len(i.example.label) for i in items], dtype=torch.float32)
    per_page = 1 / torch.repeat_interleave(size, size.long())
    by_role = (is_role * (0.5 * per_page + 0.5 * weight)).sum()
    types = torch.tensor([i.example.page_type for i in items])
    is_type = torch.nn.functional.cross_entropy(logits.types, types, ignore_index=-1, reduction="sum")
    return (
        (weight * is_kept).sum()
        + recipe.role_weight * by_role
        + recipe.whole_weight * whole
        + recipe.type_weight * is_type
    )


def _compute_page_loss(keep: Tensor, share: Tensor, items: Sequence[Encoded]) -> Tensor:
    """Sum over pages of 1 − word F1, with probabilities for decisions; pages without a block to keep do not count."""
    known = [np.where(i.example.label >= 0, np.maximum(i.example.words, 1), 0) for i in items]
    words = torch.from_numpy(np.concatenate(known)).to(keep.dtype)
    page = torch.repeat_interleave(torch.arange(len(items)), torch.tensor([len(k) for k in known]))

    def per_page(values: Tensor) -> Tensor:
        return keep.new_zeros(len(items)).index_add(0, page, values)

    reference = per_page(words * share)
    measure = 2 * per_page(words * keep * share) / (per_page(words * keep) + reference + 1)
    return ((1 - measure) * (reference > 0)).sum()
