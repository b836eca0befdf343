"""Why each block got its role, and each field its value: the trace of a page."""

import numpy as np
import numpy.typing as npt

from cleancopy.block import Block, Element
from cleancopy.classify import Occlusion, feature_names, load_model, occlude_features
from cleancopy.metadata import field_trace
from cleancopy.options import Options
from cleancopy.pipeline import PageState, process_page
from cleancopy.trace import BlockTrace, Trace

MAX_REASONS = 5
"""Features that are named for each block, the strongest ones."""


def explain_page(page: bytes | str, options: Options) -> Trace:
    """Extract a page and say why: `cleancopy.explain` with its options in one object."""
    state = process_page(page, options, load_model, include_losers=True)
    weights = state.model.field_weights if state.model else {}
    fields = tuple(field_trace(value, weights.get(value.field, {})) for value in state.fields.fields.candidates)
    return Trace(state.page, state.article, _trace_blocks(state), fields)


def _trace_blocks(state: PageState) -> tuple[BlockTrace, ...]:
    predictions, segmentation = state.fields.predictions, state.segmentation
    if predictions is None or state.features is None or state.model is None:
        return ()
    names = feature_names("html" if segmentation.elements else "text")
    features = list(occlude_features(state.features, state.model, names))
    strongest = _rank_features(features)
    return tuple(
        BlockTrace(
            block,
            _locate(block, segmentation.elements),
            predictions.roles[i],
            float(predictions.scores[i]),
            bool(predictions.kept[i]) and bool(state.article.body),
            tuple(features[j].reason(i) for j in strongest[:, i]),
        )
        for i, block in enumerate(segmentation.blocks)
    )


def _rank_features(features: list[Occlusion]) -> npt.NDArray[np.int64]:
    """The features that matter most for each block, `MAX_REASONS` × blocks."""
    drops = np.stack([feature.score_drops for feature in features])
    return np.argsort(-np.abs(drops), axis=0, kind="stable")[:MAX_REASONS]


def _locate(block: Block, elements: tuple[Element, ...]) -> str:
    """The path of tags above a block, or its line in flattened text."""
    if not elements:
        return f"line {block.line + 1}"
    tags, index = [], block.element
    while index >= 0:
        tags.append(elements[index].tag)
        index = elements[index].parent
    return "/".join(reversed(tags))
