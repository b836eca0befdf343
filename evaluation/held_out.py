"""For each page the model that never saw its site.

Training leaves one artefact per kind of page and fold, named ``html-0`` … ``text-4``: fitted on every site
but those of that fold.
"""

from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

from cleancopy.classify.artifact import Model, read
from cleancopy.extract import Models
from training.split import FOLDS, fold_of, site_of

Kind = Literal["html", "text"]

TRAINED = Path(__file__).parents[1] / "training" / "work" / "folds"


def page_fold(source: str, row: dict[str, Any]) -> int:
    """The fold that holds the site of a page of the set `source` out: the one that training asks, too."""
    return fold_of(site_of(row["url"], f"{source}:{row['id']}"))


def models_for(folds: Path, source: str, row: dict[str, Any]) -> Models:
    """The models to answer a page of the set `source` with."""
    return partial(_model, folds, page_fold(source, row))


def load_all(folds: Path, numbers: Iterable[int] = range(FOLDS)) -> None:
    """Read folds' artefacts ahead: a missing one shows at once, and no page's time holds the reading."""
    for fold in numbers:
        for kind in ("html", "text"):
            _model(folds, fold, kind)


@cache
def _model(folds: Path, fold: int, kind: Kind) -> Model:
    folder = folds / f"{kind}-{fold}"
    if not (folder / "manifest.json").is_file():
        raise FileNotFoundError(f"no artefact of fold {fold} for {kind} pages in {folds.name}/: run `make train` first")
    return read(folder, kind)
