"""Trains both artefacts from the labelled sets, in one command: `make train`.

For each kind of page it makes examples. For each fold it fits a model to the sites of the other folds, which then
scores the pages of the fold. Sharpness and confidence are fitted on these scores. A last model is fitted to all sites
and shipped. Flattened text comes after HTML, because it learns from the HTML models, too (`training.twins`). Then the
ranker of fields is fitted to the answers of the fold models (`training.fields`). The fold models stay in
`training/work/folds` for `make evaluate`, so that each page is answered by a model that never saw its site. The same
data, code and machine give the same bytes.
"""

import argparse
import hashlib
import multiprocessing
import shutil
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch

from cleancopy.classify import ARTIFACT_NAMES
from cleancopy.features import COLUMNS, TokenBags
from labelled import N_FOLDS, TRAINED_FOLDS, assign_fold, find_set_path
from training.calibrate import ScoredPage, calibrate
from training.card import SHIPPED, write_card
from training.export import check_parity, export, round_weights
from training.fields import train_fields
from training.fit import KEEP, Recipe, fit_network, predict
from training.prepare import Example, list_set_names, prepare_examples
from training.twins import Lessons, fill_labels, make_lessons

Kind = Literal["html", "text"]

WORK = Path(__file__).parent / "work"
INPUTS: dict[Kind, tuple[str, ...]] = {"html": ("html",), "text": ("wet", "inscriptis", "varied")}
RECIPES: dict[Kind, Recipe] = {"html": Recipe(), "text": Recipe(epochs=3, broad_epochs=1, broad_share=0.2)}
"""Each page stands three times in flattened text, so fewer epochs do."""
PARITY_PAGES = 200


def train_models(kind: Kind, workers: int) -> None:
    """Train the models of all folds and the shipped one."""
    started = time.monotonic()
    _log(kind, started, _describe_examples(prepare_examples(INPUTS[kind], WORK, workers)))
    scored: dict[int, list[ScoredPage]] = {}
    with ProcessPoolExecutor(workers, max_tasks_per_child=1, mp_context=multiprocessing.get_context("spawn")) as pool:
        for fold, pages in pool.map(_fit_fold, [(kind, f) for f in (*range(N_FOLDS), None)]):
            _log(kind, started, f"fold {fold}" if fold is not None else "all sites")
            if fold is not None:
                scored[fold] = pages
    examples = prepare_examples(INPUTS[kind], WORK)
    for fold in range(N_FOLDS):
        _export_model(kind, fold, examples, [p for f, pages in scored.items() if f != fold for p in pages])
    folder = _export_model(kind, None, examples, [p for pages in scored.values() for p in pages])
    shutil.copytree(folder, SHIPPED / ARTIFACT_NAMES[kind], dirs_exist_ok=True)
    _log(kind, started, "shipped")


def _describe_examples(examples: list[Example]) -> str:
    """How many there are. They are not kept while networks are fitted: each process has its own."""
    return f"{len(examples)} examples, {sum(len(e.label) for e in examples)} blocks"


def _fit_fold(job: tuple[Kind, int | None]) -> tuple[int | None, list[ScoredPage]]:
    """Fit one model and save it; give the scores of the held-out pages."""
    kind, fold = job
    _settle_torch()
    examples = prepare_examples(INPUTS[kind], WORK)
    network, vocabularies = fit_network(_choose_examples(kind, fold, examples), RECIPES[kind])
    round_weights(network)
    torch.save((network, vocabularies), _make_checkpoint_path(kind, fold))
    if kind == "html":
        seen = (e for e in examples if fold is None or assign_fold(e.site) != fold)
        torch.save(make_lessons(seen, network, vocabularies), _make_lessons_path(fold))
    unseen = [e for e in examples if fold is not None and assign_fold(e.site) == fold and _is_labelled(e)]
    said = predict(network, vocabularies, unseen)
    return fold, [
        ScoredPage(_strip_example(e), p.roles[:, KEEP].sum(1), p.types) for e, p in zip(unseen, said, strict=True)
    ]


def _choose_examples(kind: Kind, fold: int | None, examples: list[Example]) -> list[Example]:
    """What the model of a fold learns from: the pages of the other folds of which something is known."""
    seen: Iterable[Example] = (e for e in examples if fold is None or assign_fold(e.site) != fold)
    if kind == "text":
        seen = fill_labels(seen, _load_lessons(fold))
    return list(filter(_is_labelled, seen))


def _is_labelled(example: Example) -> bool:
    """Whether something is known of a page: of its blocks, or its type."""
    return bool((example.label >= 0).any()) or example.page_type >= 0


def _settle_torch() -> None:
    """One thread for each network, and the same bytes each time."""
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)


def _strip_example(example: Example) -> Example:
    """An example with what calibration reads of its features: characters of blocks, groups, the words of the page."""
    chars = COLUMNS["html"].index("chars") + 1
    features = example.features._replace(
        dense=example.features.dense[:, :chars].copy(),
        text=TokenBags.from_bags([]),
        inline_names=(),
        element_names=example.features.element_names[-1:] or ((),),  # the words of the page
    )
    return example._replace(features=features)


def _export_model(kind: Kind, fold: int | None, examples: list[Example], scored: list[ScoredPage]) -> Path:
    """Write a fitted model as an artefact with its calibration, and check that numpy agrees with PyTorch."""
    network, vocabularies = torch.load(_make_checkpoint_path(kind, fold), weights_only=False)
    folder = TRAINED_FOLDS / f"{kind}-{fold}" if fold is not None else WORK / ARTIFACT_NAMES[kind]
    used = [e for e in examples if fold is None or assign_fold(e.site) != fold]
    export(network, vocabularies, kind, folder, {**calibrate(scored), **_describe_training(kind, fold, used)})
    worst = check_parity(network, folder, kind, examples[:: max(1, len(examples) // PARITY_PAGES)])
    print(f"{folder.name}: numpy and PyTorch differ by at most {worst:.1e}", file=sys.stderr)
    if fold is None:
        write_card(folder)
    return folder


def _describe_training(kind: Kind, fold: int | None, used: list[Example]) -> dict[str, Any]:
    sets = {name: _hash_set(name) for name in list_set_names(INPUTS[kind])}
    return {
        "training": {
            "sets": sets,
            "inputs": list(INPUTS[kind]),
            "pages": len(used),
            "sites": len({e.site for e in used}),
            "blocks": int(np.sum([len(e.label) for e in used])),
            "split": f"by site, {N_FOLDS} folds" + ("" if fold is None else f", without fold {fold}"),
            "recipe": asdict(RECIPES[kind]),
            "trainer": f"PyTorch {torch.__version__.split('+')[0]}",
        }
    }


def _hash_set(name: str) -> str:
    with find_set_path(name).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _load_lessons(fold: int | None) -> Lessons:
    """What the HTML model of a fold says.

    Raises `FileNotFoundError` if it is not fitted yet: HTML comes before text.
    """
    lessons: Lessons = torch.load(_make_lessons_path(fold), weights_only=False)
    return lessons


def _make_lessons_path(fold: int | None) -> Path:
    return WORK / f"lessons-{'all' if fold is None else fold}.pt"


def _make_checkpoint_path(kind: Kind, fold: int | None) -> Path:
    return WORK / f"{kind}-{'all' if fold is None else fold}.pt"


def _log(kind: Kind, started: float, what: str) -> None:
    print(f"{kind}: {what}  ({time.monotonic() - started:.0f} s)", file=sys.stderr, flush=True)


def main() -> None:
    """Train the models of one kind of page, or of both."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--kind", choices=list(INPUTS), action="append", help="train only this kind (default: both)")
    parser.add_argument(
        "--fields-only", action="store_true", help="fit only the ranker of fields, to the existing models"
    )
    parser.add_argument("--workers", type=int, default=2, help="number of processes (default: 2)")
    options = parser.parse_args()
    for kind in options.kind or INPUTS:
        if not options.fields_only:
            train_models(kind, options.workers)
        started = time.monotonic()
        train_fields(kind, TRAINED_FOLDS, SHIPPED / ARTIFACT_NAMES[kind], options.workers)
        _log(kind, started, "fields")


if __name__ == "__main__":
    main()
