"""Trained artefacts: a folder of weights, manifest and model card for each kind of page.

    artifacts/html-v1/  weights.npz  manifest.json  fields.json  MODEL_CARD.md
    artifacts/text-v1/  the same

`weights.npz` holds float16 arrays and two vocabularies (UTF-8, a word a line); no pickle. `manifest.json` describes
inputs, outputs and training of the weights; an artefact that does not fit this code is refused. `fields.json` holds the
weights by which `metadata` ranks candidates for fields.
"""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from cleancopy.block import Role
from cleancopy.classify.network import Network
from cleancopy.classify.page_types import PageTypeWeights
from cleancopy.errors import ArtifactError
from cleancopy.features import COLUMNS, FEATURE_SET, Vocabulary
from cleancopy.page_type import PageType

FORMAT = 2
ARTIFACT_NAMES = {"html": "html-v1", "text": "text-v1"}


@dataclass(frozen=True, slots=True)
class Model:
    """A trained model, ready for use.

    network               the weights of the ensemble's members, whose answers are averaged
    text_vocabulary       word of a text to row of its embedding, counted from 1
    name_vocabulary       the same for tags and the words of class names and ids
    roles                 the roles of the columns of the network's answer
    modes                 for each mode the β of the F-measure whose expectation the choice of blocks maximises
    inverse_temperature   factor for the log-odds of keeping a block, fitted out of fold
    floors                for a role that at most one block of a page has (headline, dek, site) the least probability
    page_types            the types that the network distinguishes, and how its answer becomes one of them
    confidence            two rows: expected F1 as the model computes it, and as measured out of fold
    field_weights         for each field that is ranked the weights of its candidates' signals; `metadata` reads them
    """

    network: Network
    text_vocabulary: Vocabulary
    name_vocabulary: Vocabulary
    roles: tuple[Role, ...]
    modes: Mapping[str, float]
    inverse_temperature: float
    floors: Mapping[str, float]
    confidence: tuple[tuple[float, ...], tuple[float, ...]]
    page_types: PageTypeWeights = field(default_factory=PageTypeWeights)
    field_weights: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@cache
def load_model(kind: Literal["html", "text"]) -> Model:
    """Load the shipped model for a kind of page. Raises `ArtifactError`."""
    return read_model(_locate_artifact(kind), kind)


def compute_artifact_digest(kind: Literal["html", "text"]) -> str:
    """The sha256, in hexadecimal digits, of the files of the shipped artefact: it identifies the artefact."""
    folder = _locate_artifact(kind)
    parts = ((folder / name).read_bytes() for name in ("manifest.json", "weights.npz", "fields.json"))
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def _locate_artifact(kind: Literal["html", "text"]) -> Path:
    return Path(__file__).parent / "artifacts" / ARTIFACT_NAMES[kind]


def read_model(folder: Path, kind: Literal["html", "text"]) -> Model:
    """Read and check the artefact in a folder. Raises `ArtifactError` that names what does not fit."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        data = (folder / "weights.npz").read_bytes()
    except (OSError, ValueError) as error:
        raise ArtifactError(f"{folder}: cannot be read ({error}); install cleancopy again") from error
    _check_manifest(manifest, data, kind, str(folder))
    arrays = _read_arrays(data, str(folder))
    text_vocabulary, name_vocabulary = (_parse_vocabulary(arrays.pop(f"vocabulary.{n}")) for n in ("text", "names"))
    return Model(
        _build_network(arrays, str(folder)),
        text_vocabulary,
        name_vocabulary,
        tuple(map(Role, manifest["roles"])),
        manifest["modes"],
        manifest["inverse_temperature"],
        manifest["floors"],
        (tuple(manifest["confidence"][0]), tuple(manifest["confidence"][1])),
        _read_page_types(manifest),
        _read_field_weights(folder),
    )


def _read_page_types(manifest: dict[str, Any]) -> PageTypeWeights:
    if "page_types" not in manifest:
        return PageTypeWeights()
    weights = manifest["page_type_weights"]
    return PageTypeWeights(
        tuple(map(PageType, manifest["page_types"])),
        weights["factor"],
        tuple(weights["constants"]),
        {word: tuple(values) for word, values in weights["words"].items()},
    )


def _read_field_weights(folder: Path) -> Mapping[str, Mapping[str, float]]:
    """The ranker's weights. Empty if they are not fitted yet: then the first source wins."""
    path = folder / "fields.json"
    if not path.is_file():
        return {}
    try:
        weights: dict[str, dict[str, float]] = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise ArtifactError(f"{path}: is damaged ({error}); install cleancopy again") from error
    return weights


def split_members(arrays: Mapping[str, npt.NDArray[Any]]) -> list[dict[str, npt.NDArray[Any]]]:
    """The arrays of each member of an ensemble by their own names; `arrays` has no vocabularies any more."""
    members: dict[str, dict[str, npt.NDArray[Any]]] = {}
    for key, array in arrays.items():
        member, _, name = key.partition(".")
        members.setdefault(member, {})[name] = array
    return list(members.values())


def _build_network(arrays: Mapping[str, npt.NDArray[Any]], folder: str) -> Network:
    try:
        return Network.from_members(split_members(arrays))
    except ValueError as error:
        raise ArtifactError(f"{folder}: weights.npz is damaged ({error})") from error


def feature_names(kind: Literal["html", "text"]) -> list[str]:
    """The columns of a kind of page, in order."""
    return list(COLUMNS[kind])


def _check_manifest(manifest: dict[str, Any], data: bytes, kind: Literal["html", "text"], folder: str) -> None:
    expected: dict[str, object] = {
        "format": FORMAT,
        "kind": kind,
        "feature_set": FEATURE_SET,
        "features": feature_names(kind),
        "weights_sha256": hashlib.sha256(data).hexdigest(),
    }
    for key, value in expected.items():
        if manifest.get(key) != value:
            raise ArtifactError(f"{folder}: its {key} does not fit this version of cleancopy; train again (make train)")
    unknown = set(manifest["roles"]) - {r.value for r in Role}
    if unknown:
        raise ArtifactError(f"{folder}: it has roles that are unknown here: {', '.join(sorted(unknown))}")


def _read_arrays(data: bytes, folder: str) -> dict[str, npt.NDArray[Any]]:
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except (OSError, ValueError) as error:
        raise ArtifactError(f"{folder}: weights.npz is damaged ({error})") from error


def _parse_vocabulary(words: npt.NDArray[np.uint8]) -> Vocabulary:
    text = words.tobytes().decode("utf-8")
    return Vocabulary({w: i + 1 for i, w in enumerate(text.split("\n"))} if text else {})
