import json
import shutil
from pathlib import Path

import numpy as np
import pytest

import cleancopy
from cleancopy.classify import artifact
from cleancopy.errors import ArtifactError

SHIPPED = Path(artifact.__file__).parent / "artifacts"


@pytest.fixture
def copy(tmp_path):
    return Path(shutil.copytree(SHIPPED / artifact.ARTIFACT_NAMES["text"], tmp_path / "copy"))


def change(folder, **values):
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | values), "utf-8")


@pytest.mark.parametrize("kind", ["html", "text"])
def test_the_shipped_artefacts_load(kind):
    model = artifact.load_model(kind)
    assert model.network.mean.shape == (len(artifact.feature_names(kind)),)
    assert model.network.words.dtype == np.float32
    assert artifact.load_model(kind) is model
    assert (SHIPPED / artifact.ARTIFACT_NAMES[kind] / "MODEL_CARD.md").read_text("utf-8").startswith("# Model card")


def test_both_together_stay_small():
    size = sum(f.stat().st_size for name in artifact.ARTIFACT_NAMES.values() for f in (SHIPPED / name).iterdir())
    assert size <= 3_000_000


@pytest.mark.parametrize(
    "values, what",
    [
        ({"feature_set": "0" * 16}, "feature_set"),
        ({"format": 99}, "format"),
        ({"kind": "html"}, "kind"),
        ({"features": ["chars"]}, "features"),
        ({"roles": ["poem"]}, "poem"),
    ],
)
def test_one_that_does_not_fit_is_refused(copy, values, what):
    change(copy, **values)
    with pytest.raises(ArtifactError, match=what):
        artifact.read_model(copy, "text")


def test_changed_weights_are_refused(copy):
    data = bytearray((copy / "weights.npz").read_bytes())
    data[len(data) // 2] ^= 1
    (copy / "weights.npz").write_bytes(data)
    with pytest.raises(ArtifactError, match="weights_sha256"):
        artifact.read_model(copy, "text")


@pytest.mark.parametrize("missing", ["weights.npz", "manifest.json"])
def test_a_missing_file_is_named(copy, missing):
    (copy / missing).unlink()
    with pytest.raises(ArtifactError, match=missing):
        artifact.read_model(copy, "text")


def test_the_error_is_one_of_ours():
    assert issubclass(ArtifactError, cleancopy.CleancopyError)


def test_weights_of_fields_are_there_and_damaged_ones_refused(copy):
    assert {"title", "dek", "authors", "published", "captions", "credits"} <= set(
        artifact.read_model(copy, "text").field_weights
    )
    (copy / "fields.json").write_text("{", "utf-8")
    with pytest.raises(ArtifactError, match=r"fields\.json"):
        artifact.read_model(copy, "text")
    (copy / "fields.json").unlink()
    assert artifact.read_model(copy, "text").field_weights == {}
