"""Candidates for captions and credits among the blocks of a page."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import NamedTuple

import numpy as np

from cleancopy.block import Block, Layout, Role
from cleancopy.lexicon import ends_like_a_sentence
from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.caption_parser import (
    CREDIT_CHARS,
    SHORT_CREDIT,
    CaptionParts,
    find_labelled,
    is_credit_element,
    parse_caption,
    split_credits,
)
from cleancopy.metadata.figures import Figure, is_named_caption
from cleancopy.metadata.page_view import PROBABILITY_STEPS, PageView
from cleancopy.metadata.text_signals import SizeBuckets, fold_spaces

MARGIN = 15
"""Blocks above headline and text, and below the text, among which captions are looked for."""
CAPTION_WORDS = 90
# A member of an enumeration is slow to look up in Python 3.11, so this is done once.
_ALT, _CAPTION = Layout.ALT, Layout.CAPTION
_CAPTION_ROLE, _CREDIT_ROLE = Role.CAPTION, Role.CREDIT
_ROLE_SIGNALS = {role: f"role {role}" for role in (Role.CAPTION, Role.CREDIT)}
_LAYOUT_SIGNALS = {layout: f"layout {layout}" for layout in Layout}
_CAPTION_SIZES, _CREDIT_SIZES = SizeBuckets((2, 4, 8, 30), "words"), SizeBuckets((12, 30, 60), "characters")
_MAX_COUNT, _MAX_POSITION = 4, 3
"""Bounds of the numbers in signals of texts beside an image; larger ones are cut to these."""
_ELEMENT_SIGNALS = frozenset(
    {"in figure", "in aside", "in nav", "in footer", "in article", "named related", "own related", "far related",
     "named comment", "far comment"}
)  # fmt: skip


class _Context(NamedTuple):
    """What is known of the blocks of a page.

    caption, credit   by block the probabilities of these roles
    beside            by block the blocks of text beside the same image, itself among them
    article           the blocks in the article's part of the page
    labelled          blocks there and next to it that begin or end as only credits do
    """

    view: PageView
    caption: Sequence[float]
    credit: Sequence[float]
    beside: Mapping[int, tuple[int, ...]]
    article: range
    labelled: Set[int]


def _make_context(view: PageView, figures: Sequence[Figure]) -> _Context:
    beside = {i: f.block_indices for f in figures for i in f.block_indices}
    article = _find_article(view)
    start = max(0, article.start - 1)
    labelled = {start + n for n in find_labelled(view.texts[start : article.stop + 1])}
    caption, credit = view.list_probabilities(_CAPTION_ROLE), view.list_probabilities(_CREDIT_ROLE)
    return _Context(view, caption, credit, beside, article, labelled)


def caption_candidates(view: PageView, figures: Sequence[Figure]) -> Iterator[Candidate]:
    """Candidates for captions and credits; `figures` are those of the page."""
    context = _make_context(view, figures)
    alts = {fold_spaces(text).casefold() for text, kind in zip(view.texts, view.layouts, strict=True) if kind is _ALT}
    counts = Counter(view.texts)
    for i in _select_blocks(context):
        block = view.blocks[i]
        signals = [*_block_signals(context, i), *_figure_signals(context.beside, i)]
        signals += ["stands again"] if counts[block.text] > 1 else []
        signals += _pair_signals(signals)
        reason = _credit_signal(context, i)
        parts = CaptionParts("", split_credits(block.text), reason) if reason else parse_caption(block)
        signals += ["has both"] if parts.caption and parts.credits else []
        signals += [parts.signal] if parts.signal else []
        yield from _part_candidates(block, parts, signals, view.source_label(i), alts)


def _part_candidates(
    block: Block, parts: CaptionParts, signals: Sequence[str], source: str, alts: Set[str]
) -> Iterator[Candidate]:
    """The caption and the credits of a block; `alts` are the alternative texts of the page."""
    caption, credits, _ = parts
    if caption and (n_words := len(caption.split())) <= CAPTION_WORDS:
        own = [*signals, *_CAPTION_SIZES.list_signals(n_words)]
        own += ["ends like a sentence"] if ends_like_a_sentence(caption) else []
        own += ["is an alternative text"] if alts and caption.casefold() in alts else []
        yield Candidate("captions", caption, source, tuple(own))
    whole = () if credits else split_credits(block.text) if len(block.text) <= CREDIT_CHARS else ()
    line = ["whole line"] if whole else []
    for credit in credits or whole:
        yield Candidate("credits", credit, source, (*signals, *line, *_CREDIT_SIZES.list_signals(len(credit))))


def _find_article(view: PageView) -> range:
    """The indices of the blocks in the article's part of the page."""
    blocks = range(len(view.blocks))
    if view.first_index < 0:
        return blocks
    return blocks[max(0, view.top_index - MARGIN) : view.last_index + MARGIN + 1]


def _select_blocks(context: _Context) -> list[int]:
    """The indices of blocks that stand beside an image, or may be a caption or a credit by themselves."""
    view, article = context.view, context.article
    columns = view.probability_column(_CAPTION_ROLE), view.probability_column(_CREDIT_ROLE)
    probabilities = np.maximum(*columns)[article.start : article.stop]
    beside = context.beside.keys() & set(article)
    if not view.elements:  # without markup a lower probability is enough
        labelled = [i for i in context.labelled if i in article and len(view.texts[i]) <= CREDIT_CHARS]
        likely = (np.flatnonzero(probabilities >= PROBABILITY_STEPS[0]) + article.start).tolist()
        return sorted({*beside, *labelled, *likely})
    roles, layouts = view.predictions.roles, view.layouts
    likely = (np.flatnonzero(probabilities >= PROBABILITY_STEPS[1]) + article.start).tolist()
    likely += [i for i in article if layouts[i] is _CAPTION or roles[i] in _ROLE_SIGNALS]
    return sorted(beside.union([i for i in likely if layouts[i] is not _ALT]))


def _block_signals(context: _Context, i: int) -> list[str]:
    """The signals of block i. They are few, because captions and credits are labelled on a hundred pages only."""
    view, block = context.view, context.view.blocks[i]
    signals = view.position_signals(i)
    if view.elements:
        signals += view.element_signals(i) & _ELEMENT_SIGNALS
    signals += view.probability_signals(i, _CAPTION_ROLE)
    signals += view.probability_signals(i, _CREDIT_ROLE)
    signals.append(_LAYOUT_SIGNALS[block.layout])
    if (role := _ROLE_SIGNALS.get(view.predictions.roles[i])) is not None:
        signals.append(role)
    if i in context.labelled:
        signals.append("labelled")
    if is_named_caption(view, i):
        signals.append("called a caption")
    if block.link_chars * 2 > len(block.text):
        signals.append("linked")
    if i > 0:
        signals += _neighbour_signals(context, block.text, i - 1, "before")
    if i + 1 < len(view.blocks):
        signals += _neighbour_signals(context, block.text, i + 1, "behind")
    return signals


def _neighbour_signals(context: _Context, text: str, neighbour: int, side: str) -> list[str]:
    signals = [f"credit {side}"] if neighbour in context.labelled else []
    if context.view.layouts[neighbour] is _ALT:
        signals.append(f"image {side}")
    if context.view.texts[neighbour] == text:
        signals.append(f"twin {side}")
    return signals


def _figure_signals(beside: Mapping[int, tuple[int, ...]], i: int) -> list[str]:
    if i not in beside:
        return ["beside nothing"]
    texts = beside[i]
    position, count = min(texts.index(i), _MAX_POSITION), min(len(texts), _MAX_COUNT)
    return ["beside an image", f"text {position} of {count} beside it"]


_PAIRED = ("layout caption", "caption 0.1", "caption 0.3")


def _pair_signals(signals: Sequence[str]) -> list[str]:
    """Pairs of signals that say more than each of them."""
    beside, in_text = "beside an image" in signals, "in text" in signals
    if not beside and not in_text:
        return []
    single = [signal for signal in _PAIRED if signal in signals]
    pairs = [f"{signal} beside an image" for signal in single if beside]
    if in_text:
        pairs += [f"{signal} in text" for signal in (*single, *(["image"] if beside else []))]
    return pairs


def _credit_signal(context: _Context, i: int) -> str:
    """Why the whole of block i is a credit; "" where it is not."""
    view, block = context.view, context.view.blocks[i]
    if len(block.text) > CREDIT_CHARS:
        return ""
    if i in context.labelled:
        return "label"
    if block.element >= 0 and is_credit_element(view.elements[block.element].words):
        return "own credit"
    if len(block.text) > SHORT_CREDIT or ends_like_a_sentence(block.text):
        return ""
    if context.credit[i] > context.caption[i]:
        return "likelier a credit"
    is_later_text = i in context.beside and context.beside[i][0] != i
    return "short text behind a caption" if is_later_text or _follows_caption(view, i) else ""


def _follows_caption(view: PageView, i: int) -> bool:
    """Whether block i follows another block of the same caption element."""
    if i == 0 or view.layouts[i] is not _CAPTION or view.layouts[i - 1] is not _CAPTION:
        return False
    one, other = view.element_of_block[i - 1], view.element_of_block[i]
    return one == other or view.parents[one] == view.parents[other]
