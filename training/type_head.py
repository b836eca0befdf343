"""Fits the part of a network that tells types of pages to a network that is trained already: its roles do not change.

``python -m training.type_head`` does so for the HTML models of all folds and for the shipped one. The head sees what
the network has found of a page by its middle, the mean and the maximum over the blocks, and adds nothing to the blocks.
"""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch

from cleancopy.classify import ARTIFACT_NAMES, build_inputs, read_model
from cleancopy.classify.artifact import split_members
from cleancopy.classify.network import Network, forward
from labelled import N_FOLDS, TRAINED_FOLDS, assign_fold
from training.card import SHIPPED
from training.export import write_artifact
from training.page_types import MIXED_SETS, TypedPage, fit_types
from training.prepare import PAGE_TYPES, Example, prepare_examples
from training.train import INPUTS, WORK

HIDDEN = 64
EPOCHS = 200
RATE, DECAY, DROPOUT = 3e-3, 0.03, 0.3
SEED = 0
Arrays = dict[str, npt.NDArray[Any]]


class SeenPage(NamedTuple):
    """A page as the network sees it by its middle.

    summary   members × 2 · hidden: mean and maximum over the blocks
    words     what the page says of its kind
    """

    source: str
    site: str
    page_type: int
    summary: npt.NDArray[np.float32]
    words: Sequence[str]


def see_pages(folder: Path, examples: Sequence[Example]) -> list[SeenPage]:
    """What the network in a folder has found of each page by its middle."""
    arrays = dict(np.load(folder / "weights.npz"))
    model = read_model(folder, "html")
    weights = {name: array for name, array in arrays.items() if not name.startswith("vocabulary.")}
    network = Network.from_members([_show_summary(member) for member in split_members(weights)])
    pages = []
    for e in examples:
        summary = forward(network, build_inputs(e.features, model.text_vocabulary, model.name_vocabulary)).types[0]
        pages.append(SeenPage(e.source, e.site, e.page_type, summary, e.features.element_names[-1]))
    return pages


def _show_summary(member: Arrays) -> Arrays:
    """A network whose head gives the summary itself, which is never negative."""
    width = member["middle_global_pool.weight"].shape[1]
    identity = np.eye(width, dtype=np.float32)
    nothing = {"type_hidden.bias": np.zeros(width), "type_output.bias": np.zeros(width)}
    pool = {"type_pool.weight": np.zeros((width // 2, width))}
    return member | {"type_hidden.weight": identity, "type_output.weight": identity} | nothing | pool


def fit_head(pages: Sequence[SeenPage], member: int) -> Arrays:
    """The weights of the head of one member of an ensemble, as `training.network` names them."""
    torch.manual_seed(SEED + member)
    inputs = torch.from_numpy(np.array([p.summary[member] for p in pages], np.float32))
    mean, scale = inputs.mean(0), inputs.std(0).clamp(min=1e-3)
    wanted = torch.tensor([p.page_type for p in pages])
    weight = torch.bincount(wanted, minlength=len(PAGE_TYPES)).clamp(min=1).float() ** -0.5
    hidden, output = torch.nn.Linear(inputs.shape[1], HIDDEN), torch.nn.Linear(HIDDEN, len(PAGE_TYPES))
    optimizer = torch.optim.AdamW([*hidden.parameters(), *output.parameters()], lr=RATE, weight_decay=DECAY)
    for _ in range(EPOCHS):
        optimizer.zero_grad()
        h = torch.nn.functional.dropout(torch.relu(hidden((inputs - mean) / scale)), DROPOUT)
        torch.nn.functional.cross_entropy(output(h), wanted, weight).backward()
        optimizer.step()
    inner = hidden.weight.data / scale
    return {
        "type_hidden.weight": inner.numpy(),
        "type_hidden.bias": (hidden.bias.data - inner @ mean).numpy(),
        "type_output.weight": output.weight.data.numpy(),
        "type_output.bias": output.bias.data.numpy(),
        "type_pool.weight": np.zeros((HIDDEN, len(PAGE_TYPES)), np.float32),
    }


def answer(heads: Sequence[Arrays], page: SeenPage) -> npt.NDArray[np.float32]:
    """The probabilities of the types of a page: the mean over the members."""
    out = []
    for w, summary in zip(heads, page.summary, strict=True):
        hidden = np.maximum(w["type_hidden.weight"] @ summary + w["type_hidden.bias"], 0)
        logits = w["type_output.weight"] @ hidden + w["type_output.bias"]
        out.append(np.exp(logits - np.logaddexp.reduce(logits)))
    return np.mean(out, axis=0).astype(np.float32)


def write_heads(folder: Path, heads: Sequence[Arrays], type_weights: Mapping[str, object]) -> None:
    """Add heads to an artefact."""
    arrays = dict(np.load(folder / "weights.npz"))
    arrays |= {f"{i}.{name}": a.astype(np.float16) for i, head in enumerate(heads) for name, a in head.items()}
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    types = {"page_types": [t.value for t in PAGE_TYPES], "page_type_weights": type_weights}
    write_artifact(folder, arrays, manifest | types)


def _fit_fold(fold: int | None) -> tuple[int | None, list[Arrays], list[TypedPage]]:
    """The heads of the model of a fold, and what they say of its pages."""
    torch.set_num_threads(1)
    examples = [e for e in prepare_examples(INPUTS["html"], WORK) if e.input == "html" and e.page_type >= 0]
    pages = see_pages(_find_folder(fold), examples)
    seen = [p for p in pages if fold is None or assign_fold(p.site) != fold]
    heads = [fit_head(seen, member) for member in range(len(pages[0].summary))]
    unseen = (p for p in pages if fold is not None and assign_fold(p.site) == fold and p.source in MIXED_SETS)
    return fold, heads, [TypedPage(p.site, p.page_type, answer(heads, p), p.words) for p in unseen]


def _find_folder(fold: int | None) -> Path:
    return SHIPPED / ARTIFACT_NAMES["html"] if fold is None else TRAINED_FOLDS / f"html-{fold}"


def main() -> None:
    """Fit the heads of all HTML models, and add them to the artefacts."""
    prepare_examples(INPUTS["html"], WORK)
    with ProcessPoolExecutor(2) as pool:
        fitted = list(pool.map(_fit_fold, (*range(N_FOLDS), None)))
    for fold, heads, _ in fitted:
        others = [page for other, _, pages in fitted if other != fold for page in pages]
        write_heads(_find_folder(fold), heads, fit_types(others))


if __name__ == "__main__":
    main()
