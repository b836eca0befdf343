"""Blocks to roles: loading of trained artefacts and inference, with numpy alone."""

from cleancopy.classify.artifact import (
    ARTIFACT_NAMES,
    FORMAT,
    Model,
    compute_artifact_digest,
    feature_names,
    load_model,
    read_model,
)
from cleancopy.classify.choice import choose_blocks, sharpen
from cleancopy.classify.classifier import (
    ROLE_OF_LAYOUT,
    build_inputs,
    classify_blocks,
    get_text_role,
    level_scores,
    predict,
)
from cleancopy.classify.network import CLIP, DILATIONS, KERNEL, Inputs
from cleancopy.classify.occlude import CLASS_NAMES, TEXT_WORDS, Occlusion, occlude_features
from cleancopy.classify.predictions import BlockPredictions, RoleProbabilities, make_running

__all__ = [
    "ARTIFACT_NAMES",
    "CLASS_NAMES",
    "CLIP",
    "DILATIONS",
    "FORMAT",
    "KERNEL",
    "ROLE_OF_LAYOUT",
    "TEXT_WORDS",
    "BlockPredictions",
    "Inputs",
    "Model",
    "Occlusion",
    "RoleProbabilities",
    "build_inputs",
    "choose_blocks",
    "classify_blocks",
    "compute_artifact_digest",
    "feature_names",
    "get_text_role",
    "level_scores",
    "load_model",
    "make_running",
    "occlude_features",
    "predict",
    "read_model",
    "sharpen",
]
