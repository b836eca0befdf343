"""Trained artefacts: a folder of weights, manifest and model card for each kind of page.

    artifacts/html-v1/  weights.npz  manifest.json  fields.json  MODEL_CARD.md
    artifacts/text-v1/  the same

`weights.npz` holds float16 arrays and two vocabularies (UTF-8, a word a line); no pickle. `manifest.json` says what
the weights take and give, and how they came to be. One that does not fit this code is refused. `fields.json` has the
weights of the clues that candidates for fields are ranked by.
"""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from cleancopy.block import Role
from cleancopy.classify.network import Network
from cleancopy.errors import ArtifactError
from cleancopy.features import COLUMNS, FEATURE_SET

FORMAT = 1
NAMES = {"html": "html-v1", "text": "text-v1"}


@dataclass(frozen=True, slots=True)
class Model:
    """A trained model, ready to be asked.

    network      the weights of its members, whose answers are averaged
    text, names  vocabularies: word to row of the embedding, counted from 1
    roles        the roles of the columns of the network's answer
    modes        for each mode the β of the F-measure whose expectation the choice of blocks maximises
    sharpness    exponent that the odds of keeping are raised to, fitted out of fold
    floors       for a role that at most one block of a page has (headline, dek, site) the least probability
    confidence   two rows: expected F1 as reckoned by the model, and as found out of fold
    fields       for each field that is ranked the weights of its candidates' clues
    """

    network: Network
    text: Mapping[str, int]
    names: Mapping[str, int]
    roles: tuple[Role, ...]
    modes: Mapping[str, float]
    sharpness: float
    floors: Mapping[str, float]
    confidence: tuple[tuple[float, ...], tuple[float, ...]]
    fields: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@cache
def load(kind: Literal["html", "text"]) -> Model:
    """The shipped model for a kind of page. Raises `ArtifactError`."""
    return read(files("cleancopy.classify") / "artifacts" / NAMES[kind], kind)


def digest(kind: Literal["html", "text"]) -> str:
    """What tells the shipped artefact from any other: the sha256 of its files, in hexadecimal digits."""
    folder = files("cleancopy.classify") / "artifacts" / NAMES[kind]
    parts = ((folder / name).read_bytes() for name in ("manifest.json", "weights.npz", "fields.json"))
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def read(folder: Traversable, kind: Literal["html", "text"]) -> Model:
    """Read and check the artefact in a folder. Raises `ArtifactError` naming what does not fit."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        data = (folder / "weights.npz").read_bytes()
    except (OSError, ValueError) as error:
        raise ArtifactError(f"{folder}: cannot be read ({error}); install cleancopy again") from error
    _check(manifest, data, kind, str(folder))
    arrays = _arrays(data, str(folder))
    text, names = (_vocabulary(arrays.pop(f"vocabulary.{n}")) for n in ("text", "names"))
    return Model(
        _network(arrays, str(folder)),
        text,
        names,
        tuple(map(Role, manifest["roles"])),
        manifest["modes"],
        manifest["sharpness"],
        manifest["floors"],
        (tuple(manifest["confidence"][0]), tuple(manifest["confidence"][1])),
        _fields(folder),
    )


def _fields(folder: Traversable) -> Mapping[str, Mapping[str, float]]:
    """The ranker's weights; nothing in an artefact whose fields are not fitted yet: then the first source wins."""
    place = folder / "fields.json"
    if not place.is_file():
        return {}
    try:
        weights: dict[str, dict[str, float]] = json.loads(place.read_text("utf-8"))
    except ValueError as error:
        raise ArtifactError(f"{place}: is damaged ({error}); install cleancopy again") from error
    return weights


def _network(arrays: dict[str, npt.NDArray[Any]], place: str) -> Network:
    members: dict[str, dict[str, npt.NDArray[Any]]] = {}
    for name, array in arrays.items():
        member, _, own_name = name.partition(".")
        members.setdefault(member, {})[own_name] = array
    try:
        return Network.of(list(members.values()))
    except ValueError as error:
        raise ArtifactError(f"{place}: weights.npz is damaged ({error})") from error


def feature_names(kind: Literal["html", "text"]) -> list[str]:
    """The columns that a kind of page has, in order."""
    return list(COLUMNS[kind])


def _check(manifest: dict[str, Any], data: bytes, kind: Literal["html", "text"], place: str) -> None:
    expected: dict[str, object] = {
        "format": FORMAT,
        "kind": kind,
        "feature_set": FEATURE_SET,
        "features": feature_names(kind),
        "weights_sha256": hashlib.sha256(data).hexdigest(),
    }
    for key, value in expected.items():
        if manifest.get(key) != value:
            raise ArtifactError(f"{place}: its {key} does not fit this version of cleancopy; train again (make train)")
    unknown = set(manifest["roles"]) - {r.value for r in Role}
    if unknown:
        raise ArtifactError(f"{place}: it answers with roles unknown here: {', '.join(sorted(unknown))}")


def _arrays(data: bytes, place: str) -> dict[str, npt.NDArray[Any]]:
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except (OSError, ValueError) as error:
        raise ArtifactError(f"{place}: weights.npz is damaged ({error})") from error


def _vocabulary(words: npt.NDArray[np.uint8]) -> dict[str, int]:
    text = words.tobytes().decode("utf-8")
    return {w: i + 1 for i, w in enumerate(text.split("\n"))} if text else {}
