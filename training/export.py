"""Exports fitted networks as an artefact (weights in float16, manifest) and checks that numpy and PyTorch agree."""

import copy
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import torch

from cleancopy.classify import FORMAT, Inputs, build_inputs, feature_names, predict, read_model
from cleancopy.features import FEATURE_SET
from training.encode import Encoded, Vocabularies, collate
from training.network import Network
from training.prepare import PAGE_TYPES, ROLES, Example

MAX_DIFFERENCE = 1e-5
"""Maximum difference of a probability between the artefact (single precision) and the trainer's network (double
precision); on labelled pages it is 1.4e-6."""


def round_weights(network: Network) -> None:
    """Round all weights to float16 in place, so that the scored network is the shipped one."""
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.data = parameter.data.half().to(parameter.dtype)


def export(
    network: Network,
    vocabularies: Vocabularies,
    kind: Literal["html", "text"],
    folder: Path,
    facts: Mapping[str, Any],
) -> None:
    """Write an artefact. `facts` is added to the manifest: calibration, data, recipe, figures."""
    arrays: dict[str, npt.NDArray[Any]] = {
        f"0.{name}": values.numpy().astype(np.float16) for name, values in network.state_dict().items()
    }
    for name, words in (("text", vocabularies.text), ("names", vocabularies.names)):
        arrays[f"vocabulary.{name}"] = np.frombuffer("\n".join(words).encode(), np.uint8)
    manifest = {
        "format": FORMAT,
        "name": folder.name,
        "kind": kind,
        "feature_set": FEATURE_SET,
        "features": feature_names(kind),
        "roles": [r.value for r in ROLES],
        "page_types": [t.value for t in PAGE_TYPES],
        **facts,
    }
    write_artifact(folder, arrays, manifest)


def write_artifact(folder: Path, arrays: Mapping[str, npt.NDArray[Any]], manifest: Mapping[str, Any]) -> None:
    """Write the weights of an artefact, and its manifest with their digest."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # the same bytes for the same arrays: numpy dates its members 1980
    data = buffer.getvalue()
    manifest = {**manifest, "weights_sha256": hashlib.sha256(data).hexdigest()}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "weights.npz").write_bytes(data)
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", "utf-8")


def check_parity(network: Network, folder: Path, kind: Literal["html", "text"], examples: Sequence[Example]) -> float:
    """The largest difference of a probability between an artefact and the network, in double precision.

    Raises `AssertionError` if it is above MAX_DIFFERENCE.
    """
    model = read_model(folder, kind)
    exact = copy.deepcopy(network).double().eval()
    worst = 0.0
    for example in examples:
        inputs = build_inputs(example.features, model.text_vocabulary, model.name_vocabulary)
        given, wanted = predict(inputs, model), _predict_exactly(exact, inputs, example)
        worst = max(worst, *(float(np.abs(a - b).max()) for a, b in zip(given, wanted, strict=True)))
    if worst > MAX_DIFFERENCE:
        raise AssertionError(f"{folder}: numpy and PyTorch differ by {worst:.2g}")
    return worst


def _predict_exactly(
    network: Network, inputs: Inputs, example: Example
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The probabilities of the roles of each block, and of the types of the page."""
    batch = collate([Encoded(example, inputs, np.zeros(0, np.float32))])
    batch = batch._replace(dense=batch.dense.double())
    with torch.no_grad():
        logits = network(batch)
    return torch.softmax(logits.roles, 1).numpy(), torch.softmax(logits.types, 1)[0].numpy()
