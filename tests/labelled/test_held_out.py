from collections.abc import Callable
from pathlib import Path

import pytest

from labelled import N_FOLDS, find_page_fold, load_fold_models, select_models

PAGES = [{"url": f"https://www.site{i}.org/a", "id": str(i)} for i in range(40)]


def test_a_page_gets_the_model_of_its_own_fold(write_folds: Callable[..., Path], tmp_path: Path) -> None:
    for fold in range(N_FOLDS):
        # The models of the folds differ in how sure they are that a block is a paragraph.
        write_folds(shift=float(fold), folds=(fold,))
    assert {find_page_fold("set", p) for p in PAGES} == set(range(N_FOLDS))
    for page in PAGES:
        model = select_models(tmp_path / "folds", "set", page)("html")
        assert model.network.output_layer.bias.max() == find_page_fold("set", page)


def test_pages_of_one_site_are_held_out_together() -> None:
    pages = [{"url": f"https://{sub}.example.co.uk/{i}", "id": str(i)} for i, sub in enumerate(("www", "news", "m"))]
    assert len({find_page_fold("set", p) for p in pages}) == 1


def test_a_missing_artefact_says_to_train(write_folds: Callable[..., Path]) -> None:
    folds = write_folds(folds=(0, 1))
    with pytest.raises(FileNotFoundError, match=r"fold 2 .*`make train` first"):
        load_fold_models(folds)
