"""For each page the models that never saw its site.

Training leaves one artefact for each kind of page and fold, named ``html-0`` … ``text-4``. It was fitted to all sites
except those of that fold.
"""

from collections.abc import Iterable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

from cleancopy.classify import Model, read_model
from cleancopy.pipeline import Models
from labelled.split import N_FOLDS, find_page_fold

Kind = Literal["html", "text"]

TRAINED_FOLDS = Path(__file__).parents[1] / "training" / "work" / "folds"
"""Folder where training leaves the artefacts of the folds."""


def select_models(folder: Path, set_name: str, row: Mapping[str, Any]) -> Models:
    """The models for a page of a set: those of the fold that holds its site out."""
    return partial(_load_model, folder, find_page_fold(set_name, row))


def load_fold_models(folder: Path, folds: Iterable[int] = range(N_FOLDS)) -> None:
    """Read the artefacts of folds ahead: a missing one is noticed at once, and no page's time includes the reading.

    Raises `FileNotFoundError` if an artefact is missing.
    """
    for fold in folds:
        for kind in ("html", "text"):
            _load_model(folder, fold, kind)


@cache
def _load_model(folder: Path, fold: int, kind: Kind) -> Model:
    path = folder / f"{kind}-{fold}"
    if not (path / "manifest.json").is_file():
        raise FileNotFoundError(
            f"no artefact of fold {fold} for {kind} pages in {folder.name}/: run `make train` first"
        )
    return read_model(path, kind)
