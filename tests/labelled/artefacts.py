"""Artefacts of folds without training, for the tests of what answers labelled pages."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from cleancopy.block import Role
from cleancopy.classify import DILATIONS, FORMAT, KERNEL, feature_names
from cleancopy.features import FEATURE_SET

TEXT_WIDTH, NAME_WIDTH, HIDDEN = 2, 1, 4


def make_weights(kind: str, shift: float) -> dict[str, np.ndarray]:
    """Weights of the right shapes that call every block a paragraph, the surer the higher `shift` is."""
    dense, roles = len(feature_names(kind)), len(Role)
    width = dense + TEXT_WIDTH + (4 * NAME_WIDTH if kind == "html" else 0)
    layers = {
        "input_layer": (HIDDEN, width),
        "global_pool": (HIDDEN, 2 * HIDDEN),
        "middle_global_pool": (HIDDEN, 2 * HIDDEN),
    }
    ways = 7 if kind == "html" else 3
    layers |= dict.fromkeys(("group_pool", "middle_group_pool"), (HIDDEN, ways * HIDDEN))
    layers |= {"output_layer": (roles, HIDDEN)} | {f"pointwise.{i}": (HIDDEN, HIDDEN) for i in range(len(DILATIONS))}
    arrays = {"mean": np.zeros(dense), "scale": np.ones(dense), "words": np.zeros((2, TEXT_WIDTH))}
    arrays |= {f"depthwise_weight.{i}": np.zeros((KERNEL, HIDDEN)) for i in range(len(DILATIONS))}
    arrays |= {f"{name}.weight": np.zeros(shape) for name, shape in layers.items()}
    arrays |= {f"{name}.bias": np.zeros(shape[0]) for name, shape in layers.items()}
    arrays["output_layer.bias"][list(Role).index(Role.PARAGRAPH)] = shift
    if shift < 0:  # where nothing is text, all is furniture
        arrays["output_layer.bias"][list(Role).index(Role.LEGAL)] = 1
    if kind == "html":
        arrays["names"] = np.zeros((2, 4 * NAME_WIDTH))
    words = {f"vocabulary.{name}": np.frombuffer(b"word", np.uint8) for name in ("text", "names")}
    return {f"0.{name}": a.astype(np.float16) for name, a in arrays.items()} | words


def write_artefact(folder: Path, kind: str, shift: float) -> None:
    folder.mkdir(parents=True)
    np.savez(folder / "weights.npz", **make_weights(kind, shift))
    manifest = {
        "format": FORMAT,
        "kind": kind,
        "feature_set": FEATURE_SET,
        "features": feature_names(kind),
        "roles": [r.value for r in Role],
        "weights_sha256": hashlib.sha256((folder / "weights.npz").read_bytes()).hexdigest(),
        "modes": {"precision": 0.5, "balanced": 1.0, "recall": 2.0},
        "inverse_temperature": 1.0,
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
