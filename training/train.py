"""From the labelled sets to both artefacts, in one command: `make train`.

For each kind of page: examples are made; one model a fold is fitted to the sites of the other folds and scores its
own; sharpness and confidence are fitted on these scores; a last model is fitted to all sites and shipped. Then the
ranker of fields is fitted to what the models of the folds say (`training.fields`). The models of the folds stay under
`training/work/folds` for `make evaluate`: each page is answered by one that never saw its site. Same data, code and
machine, same bytes.
"""

import argparse
import hashlib
import shutil
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch

from cleancopy.classify.artifact import NAMES
from cleancopy.features import Bags
from training.calibrate import Scored, calibrate
from training.card import SHIPPED, write_card
from training.export import check_parity, export, round_weights
from training.fields import train_fields
from training.fit import KEEP, Recipe, fit, predict
from training.prepare import SETS, Example, bench_path, prepare
from training.split import FOLDS, fold_of

Kind = Literal["html", "text"]

WORK = Path(__file__).parent / "work"
INPUTS: dict[Kind, tuple[str, ...]] = {"html": ("html",), "text": ("wet", "inscriptis", "varied")}
RECIPES: dict[Kind, Recipe] = {"html": Recipe(), "text": Recipe(epochs=3)}
PARITY_PAGES = 200


def train(kind: Kind, workers: int) -> None:
    """Train the models of all folds and the one that is shipped."""
    started = time.monotonic()
    examples = prepare(INPUTS[kind], WORK, workers)
    _say(kind, started, f"{len(examples)} examples, {sum(len(e.label) for e in examples)} blocks")
    scored: dict[int, list[Scored]] = {}
    with ProcessPoolExecutor(workers) as pool:
        for fold, pages in pool.map(_fold, [(kind, f) for f in (*range(FOLDS), None)]):
            _say(kind, started, f"fold {fold}" if fold is not None else "all sites")
            if fold is not None:
                scored[fold] = pages
    for fold in range(FOLDS):
        _finish(kind, fold, examples, [p for f, pages in scored.items() if f != fold for p in pages])
    folder = _finish(kind, None, examples, [p for pages in scored.values() for p in pages])
    shutil.copytree(folder, SHIPPED / NAMES[kind], dirs_exist_ok=True)
    _say(kind, started, "shipped")


def _fold(job: tuple[Kind, int | None]) -> tuple[int | None, list[Scored]]:
    """Fit one model and keep it; give the scores of the pages it has not seen."""
    kind, fold = job
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    examples = prepare(INPUTS[kind], WORK)
    networks, vocabularies = fit([e for e in examples if fold is None or fold_of(e.site) != fold], RECIPES[kind])
    round_weights(networks)
    torch.save((networks, vocabularies), _checkpoint(kind, fold))
    unseen = [e for e in examples if fold is not None and fold_of(e.site) == fold]
    chances = predict(networks, vocabularies, unseen)
    return fold, [Scored(_light(e), p[:, KEEP].sum(1)) for e, p in zip(unseen, chances, strict=True)]


def _light(example: Example) -> Example:
    """Without what need not travel between processes."""
    return example._replace(features=example.features._replace(text=Bags.of([]), own=(), names=()), texts=[])


def _finish(kind: Kind, fold: int | None, examples: list[Example], scored: list[Scored]) -> Path:
    """Write a fitted model as an artefact with its calibration, and check that numpy agrees with PyTorch."""
    networks, vocabularies = torch.load(_checkpoint(kind, fold), weights_only=False)
    folder = WORK / "folds" / f"{kind}-{fold}" if fold is not None else WORK / NAMES[kind]
    used = [e for e in examples if fold is None or fold_of(e.site) != fold]
    export(networks, vocabularies, kind, folder, {**calibrate(scored), **_facts(kind, fold, used)})
    worst = check_parity(networks, folder, kind, examples[:: max(1, len(examples) // PARITY_PAGES)])
    print(f"{folder.name}: numpy and PyTorch differ by at most {worst:.1e}", file=sys.stderr)
    if fold is None:
        write_card(folder)
    return folder


def _facts(kind: Kind, fold: int | None, used: list[Example]) -> dict[str, Any]:
    sets = {name: _digest(name) for name in SETS}
    return {
        "training": {
            "sets": sets,
            "inputs": list(INPUTS[kind]),
            "pages": len(used),
            "sites": len({e.site for e in used}),
            "blocks": int(np.sum([len(e.label) for e in used])),
            "split": f"by site, {FOLDS} folds" + ("" if fold is None else f", without fold {fold}"),
            "recipe": asdict(RECIPES[kind]),
            "trainer": f"PyTorch {torch.__version__.split('+')[0]}",
        }
    }


def _digest(name: str) -> str:
    with (bench_path() / "sets" / f"{name}.parquet").open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _checkpoint(kind: Kind, fold: int | None) -> Path:
    return WORK / f"{kind}-{'all' if fold is None else fold}.pt"


def _say(kind: Kind, started: float, what: str) -> None:
    print(f"{kind}: {what}  ({time.monotonic() - started:.0f} s)", file=sys.stderr, flush=True)


def main() -> None:
    """Train one kind of model, or both."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--kind", choices=list(INPUTS), action="append", help="this one only (default: both)")
    parser.add_argument("--fields-only", action="store_true", help="fit the ranker of fields to models that are there")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    for kind in options.kind or INPUTS:
        if not options.fields_only:
            train(kind, options.workers)
        started = time.monotonic()
        train_fields(kind, WORK / "folds", SHIPPED / NAMES[kind], options.workers)
        _say(kind, started, "fields")


if __name__ == "__main__":
    main()
