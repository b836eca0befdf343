import hashlib
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleancopy.block import Role
from cleancopy.classify.artifact import FORMAT, feature_names
from cleancopy.classify.network import DILATIONS, KERNEL
from cleancopy.features import FEATURE_SET
from evaluation import held_out

TEXT_WIDTH, NAME_WIDTH, HIDDEN = 2, 1, 4

PROSE = "The ferry pier at Saltmere will reopen in the spring, after nine winters of storms."
ROW = {
    "html": f"<html><body><main><p>{PROSE}</p></main></body></html>".encode(),
    "text": PROSE,
    "title": None, "authors": ["Ann Lee"], "date": None, "dek": None, "headings": None, "captions": None,
    "credits": None, "lang": "en", "page_type": "article", "with": ["the spring"], "without": None,
}  # fmt: skip


def untrained(kind: str, shift: float) -> dict[str, np.ndarray]:
    """Weights of the right shapes that call every block a paragraph, the surer the higher `shift` is."""
    dense, roles = len(feature_names(kind)), len(Role)
    width = dense + TEXT_WIDTH + (4 * NAME_WIDTH if kind == "html" else 0)
    layers = {"enter": (HIDDEN, width), "view": (HIDDEN, 2 * HIDDEN), "middle_view": (HIDDEN, 2 * HIDDEN)}
    ways = 5 if kind == "html" else 3
    layers |= dict.fromkeys(("kin", "middle_kin"), (HIDDEN, ways * HIDDEN))
    layers |= {"leave": (roles, HIDDEN)} | {f"mix.{i}": (HIDDEN, HIDDEN) for i in range(len(DILATIONS))}
    arrays = {"mean": np.zeros(dense), "scale": np.ones(dense), "words": np.zeros((2, TEXT_WIDTH))}
    arrays |= {f"taps.{i}": np.zeros((KERNEL, HIDDEN)) for i in range(len(DILATIONS))}
    arrays |= {f"{name}.weight": np.zeros(shape) for name, shape in layers.items()}
    arrays |= {f"{name}.bias": np.zeros(shape[0]) for name, shape in layers.items()}
    arrays["leave.bias"][list(Role).index(Role.PARAGRAPH)] = shift
    if kind == "html":
        arrays["names"] = np.zeros((2, 4 * NAME_WIDTH))
    words = {f"vocabulary.{name}": np.frombuffer(b"word", np.uint8) for name in ("text", "names")}
    return {f"0.{name}": a.astype(np.float16) for name, a in arrays.items()} | words


def write_artefact(folder: Path, kind: str, shift: float) -> None:
    folder.mkdir(parents=True)
    np.savez(folder / "weights.npz", **untrained(kind, shift))
    manifest = {
        "format": FORMAT,
        "kind": kind,
        "feature_set": FEATURE_SET,
        "features": feature_names(kind),
        "roles": [r.value for r in Role],
        "weights_sha256": hashlib.sha256((folder / "weights.npz").read_bytes()).hexdigest(),
        "modes": {"precision": 0.5, "balanced": 1.0, "recall": 2.0},
        "sharpness": 1.0,
        "floors": {"headline": 0.3, "dek": 0.3, "site": 0.3},
        "confidence": [[0.0, 1.0], [0.0, 1.0]],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "fields.json").write_text("{}", encoding="utf-8")


@pytest.fixture
def write_folds(tmp_path: Path) -> Callable[..., Path]:
    """Writes artefacts that keep every block (shift > 0) or none (shift < 0) for some folds."""

    def write(name: str = "folds", shift: float = 9.0, folds: tuple[int, ...] = (0, 1, 2, 3, 4)) -> Path:
        for fold in folds:
            for kind in ("html", "text"):
                write_artefact(tmp_path / name / f"{kind}-{fold}", kind, shift)
        return tmp_path / name

    return write


@pytest.fixture
def row() -> dict[str, object]:
    """A labelled page without id and address."""
    return dict(ROW)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write_folds: Callable[..., Path]) -> Iterator[Path]:
    """A set of four labelled pages, and artefacts that keep every block."""
    (tmp_path / "sets").mkdir()
    rows = [{"id": f"p{i}", "url": f"https://site{i}.org/"} | ROW for i in range(4)]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "sets" / "news-en.parquet")
    monkeypatch.setenv("CLEANCOPY_BENCH", str(tmp_path))
    monkeypatch.setattr(held_out, "TRAINED", write_folds())
    yield tmp_path
    logging.disable(logging.NOTSET)  # a measurement silences the peers for good
