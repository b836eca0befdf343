"""Features of a page to predictions for its blocks.

The network gives every block a probability of each role. Which blocks are kept is decided for the page as a whole:
the choice maximises the expected word F-measure of the answer.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from cleancopy.block import PROSE_CHARS, Block, Layout, Role, Segmentation
from cleancopy.block_fields import find_layout, list_texts
from cleancopy.classify.arrays import BoolArray, Float64Array
from cleancopy.classify.artifact import Model
from cleancopy.classify.choice import SURE_SCORE, choose_blocks, find_likeliest, level_records, sharpen
from cleancopy.classify.completion import find_parts
from cleancopy.classify.layers import mean_softmax
from cleancopy.classify.lost_posts import find_lost_posts
from cleancopy.classify.network import Inputs, forward
from cleancopy.classify.other_articles import find_other_articles
from cleancopy.classify.page_types import find_page_type
from cleancopy.classify.predictions import BlockPredictions, RoleProbabilities, make_running
from cleancopy.classify.rules import apply_rules, find_continuations, find_site
from cleancopy.classify.walls import find_wall
from cleancopy.features import COLUMNS, RECORD_PLACES, Features, Vocabulary, bag_ids, name_ids
from cleancopy.lexicon import ends_like_a_sentence
from cleancopy.post_boxes import find_post_boxes

KEPT_ROLES = (Role.PARAGRAPH, Role.SUBHEADING)
"""Roles of kept blocks that the network knows. The layout decides between the kinds of running text."""

ROLE_OF_LAYOUT = {
    Layout.LIST_ITEM: Role.LIST_ITEM,
    Layout.QUOTE: Role.QUOTE,
    Layout.TABLE_ROW: Role.TABLE_ROW,
    Layout.CODE: Role.CODE,
}
"""Roles of running text by layout; text of any other layout is a paragraph."""

_NEVER_HEADINGS = frozenset({Layout.QUOTE, Layout.TABLE_ROW, Layout.CODE})

_WITHOUT_SENTENCES = frozenset({Role.SITE, Role.NAVIGATION, Role.RELATED, Role.FORM, Role.CONSENT})
_FURNITURE = _WITHOUT_SENTENCES | {Role.PROMOTION, Role.ADVERTISEMENT, Role.SHARE, Role.LEGAL}

_CHARS_COLUMN, _WORDS_COLUMN = map(COLUMNS["html"].index, ("chars", "words"))  # the same for flattened text


class Prediction(NamedTuple):
    """What the network says of a page of n blocks: the probability of each role for each block, and of each page type.

    roles   n × roles
    types   types of pages; none from a model that does not know them
    """

    roles: Float64Array
    types: Float64Array


def get_text_role(block: Block) -> Role:
    """Return the role that a block of running text has by its layout."""
    return ROLE_OF_LAYOUT.get(block.layout, Role.PARAGRAPH)


def classify_blocks(
    page: Segmentation,
    features: Features,
    model: Model,
    mode: str,
    title: str | None = None,
    page_words: Collection[str] = (),
) -> BlockPredictions:
    """Decide on the blocks of a page that has at least one.

    title        the title of the page, from its head
    page_words   what the page says of its kind, see `dom.Tree.find_page_words`
    """
    blocks = page.blocks
    inputs = build_inputs(features, model.text_vocabulary, model.name_vocabulary)
    prediction = predict(inputs, model)
    probabilities = RoleProbabilities(prediction.roles, model.roles, model.floors)
    scores = level_scores(compute_scores(probabilities.values, model), features)
    beta = model.modes[mode]
    furniture = _find_furniture(blocks, probabilities) if scores.max() < SURE_SCORE else ()
    kept, expected_f1 = choose_blocks(scores, count_words(features), beta, furniture)
    alternative = find_layout(blocks, Layout.ALT)  # the page does not show these words
    corrected = apply_rules(blocks, scores, probabilities, kept)
    corrected |= dict.fromkeys(find_other_articles(page, kept, title), Role.RELATED)
    kept[[*corrected, *alternative]] = False
    roles = _assign_roles(blocks, kept, probabilities)
    for index, role in corrected.items():
        roles[index] = role
    if beta >= 1:
        shown_scores = scores.copy()
        shown_scores[alternative] = 0
        _keep_structures(page, shown_scores, probabilities, roles, kept, corrected)
    wall = find_wall(blocks, roles, kept, title)
    if wall is not None:
        kept[:] = False
    text = frozenset(np.flatnonzero(kept).tolist())
    boxes = find_post_boxes(page, text)
    if beta >= 1 and wall is None:
        _keep([i for i in find_lost_posts(page, boxes, text) if i not in corrected], blocks, roles, kept)
    calibrated_f1 = float(np.interp(expected_f1, *model.confidence)) * min(1, float(scores.max()) / SURE_SCORE)
    site_index = find_site(list_texts(blocks), probabilities)
    return BlockPredictions(
        make_running(roles, kept), scores, kept, probabilities, calibrated_f1, site_index, boxes, wall,
        find_page_type(prediction.types, model.page_types, page_words, wall),
    )  # fmt: skip


def build_inputs(features: Features, text_vocabulary: Vocabulary, name_vocabulary: Vocabulary) -> Inputs:
    """Turn a page's features into the numbers that the network takes."""
    has_names = bool(features.element_names)
    return Inputs(
        features.dense,
        bag_ids(features.text, text_vocabulary),
        name_ids(features.element_names, name_vocabulary) if has_names else None,
        name_ids(features.inline_names, name_vocabulary) if has_names else None,
        features.ancestor_kinds,
        features.groups,
    )


def predict(inputs: Inputs, model: Model) -> Prediction:
    """Ask the model's networks about a page, and average what they say."""
    logits = forward(model.network, inputs)
    types = mean_softmax(logits.types)[0] if logits.types.size else np.zeros(0)
    return Prediction(mean_softmax(logits.roles), types)


def compute_scores(probabilities: Float64Array, model: Model) -> Float64Array:
    """The probability that each block is kept, from those of the roles, sharpened as fitted."""
    paragraph, subheading = (probabilities[:, model.roles.index(r)] for r in KEPT_ROLES)
    return sharpen(paragraph + subheading, model.inverse_temperature)


def level_scores(scores: Float64Array, features: Features) -> Float64Array:
    """Give blocks at the same place of records one score, see `choice.level_records`. Flattened text has no records."""
    if features.groups.shape[1] <= RECORD_PLACES:
        return scores
    sizes = np.expm1(features.dense[:, _CHARS_COLUMN], dtype=np.float64)
    return level_records(features.groups[:, RECORD_PLACES], sizes, scores)


def count_words(features: Features) -> Float64Array:
    """Words of each block, at least 1. Two CJK characters count as a word."""
    return np.maximum(np.expm1(features.dense[:, _WORDS_COLUMN], dtype=np.float64), 1)


def _find_furniture(blocks: Sequence[Block], probabilities: RoleProbabilities) -> list[int]:
    """The blocks that most likely are menus, forms and other furniture of the site, and those without a word."""
    roles = probabilities.roles
    likeliest = find_likeliest(probabilities.values, range(len(roles)))
    return [i for i, column in enumerate(likeliest) if _is_furniture(blocks[i], roles[column])]


def _is_furniture(block: Block, role: Role) -> bool:
    """Whether a block is furniture, given its likeliest role.

    A menu has no sentences without links. Notices of consent have, but pages that show little else are walls, and on
    others the network takes odd sentences for them where it finds no text.
    """
    if role in _WITHOUT_SENTENCES and not block.links and ends_like_a_sentence(block.text):
        return False
    return role in _FURNITURE or not any(map(str.isalnum, block.text))


def _keep_structures(
    page: Segmentation,
    scores: Float64Array,
    probabilities: RoleProbabilities,
    roles: list[Role],
    kept: BoolArray,
    corrected: Collection[int],
) -> None:
    """Keep what goes on with kept blocks, and the rest of structures of which some is kept.

    corrected   indices of blocks that rules took out
    """
    _keep(find_continuations(page.blocks, scores, roles, kept), page.blocks, roles, kept)
    parts = [i for i in find_parts(page, scores, roles, kept) if i not in corrected]
    _keep(parts, page.blocks, roles, kept, _find_subheadings(page, parts, kept, probabilities))


def _keep(
    indices: Sequence[int],
    blocks: Sequence[Block],
    roles: list[Role],
    kept: BoolArray,
    subheadings: Collection[int] = (),
) -> None:
    """Keep more blocks, as running text or as subheadings."""
    for index in indices:
        is_heading = blocks[index].layout is Layout.HEADING or index in subheadings
        kept[index], roles[index] = True, Role.SUBHEADING if is_heading else get_text_role(blocks[index])


def _find_subheadings(
    page: Segmentation, parts: Sequence[int], kept: BoolArray, probabilities: RoleProbabilities
) -> frozenset[int]:
    """Lines of flattened text between two kept ones that are likelier subheadings than paragraphs: markup is gone."""
    blocks, last = page.blocks, len(page.blocks) - 1
    heading, paragraph = (probabilities.probability(r) for r in (Role.SUBHEADING, Role.PARAGRAPH))
    return frozenset(
        i for i in parts
        if not page.elements and 0 < i < last and kept[i - 1] and kept[i + 1]
        and blocks[i].layout is Layout.TEXT and heading[i] > paragraph[i]
        and len(blocks[i + 1].text) >= PROSE_CHARS and not ends_like_a_sentence(blocks[i].text)
    )  # fmt: skip


def _assign_roles(blocks: Sequence[Block], kept: BoolArray, probabilities: RoleProbabilities) -> list[Role]:
    """The most likely roles that agree with the decisions to keep or drop. `apply_rules` decides on the dek."""
    values, roles = probabilities.values, probabilities.roles
    other_columns = [i for i, r in enumerate(roles) if r not in KEPT_ROLES and r is not Role.DEK]
    assigned = [roles[best] for best in find_likeliest(values, other_columns)]
    is_heading = (probabilities.probability(Role.SUBHEADING) > probabilities.probability(Role.PARAGRAPH)).tolist()
    for i in np.flatnonzero(kept).tolist():
        may_be_heading = is_heading[i] and blocks[i].layout not in _NEVER_HEADINGS
        assigned[i] = Role.SUBHEADING if may_be_heading else get_text_role(blocks[i])
    return assigned
