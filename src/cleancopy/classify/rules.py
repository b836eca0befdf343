"""Corrections by rule after the network: what a block's neighbours say of it. Each rule has its reason.

The network's probabilities are soft where a page is clear: a credit in brackets ends a caption, whatever its words.
"""

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence

import numpy as np

from cleancopy.block import Block, Layout, MarkKind, Role
from cleancopy.block_fields import find_inner_links, find_layout, list_texts
from cleancopy.classify.arrays import BoolArray, Float64Array
from cleancopy.classify.flattened_completion import list_dropped
from cleancopy.classify.flattened_rules import flattened_furniture
from cleancopy.classify.predictions import RoleProbabilities
from cleancopy.lexicon import CLOSING_QUOTES, SENTENCE_ENDS, ends_with_credit, is_credit
from cleancopy.lines import find_beginning, find_ending, fold_words


def apply_rules(
    blocks: Sequence[Block], scores: Float64Array, probabilities: RoleProbabilities, kept: BoolArray
) -> dict[int, Role]:
    """Find the blocks that are not running text after all. Gives their roles by block index."""
    corrected = captions_by_credit(blocks)
    corrected |= promo_headings(blocks, scores, probabilities, kept)
    corrected |= repeated_headings(blocks, probabilities, kept)
    corrected |= above_headline(blocks, scores, probabilities, kept)
    corrected |= contents_lists(blocks) | menu_lines(blocks, kept)
    corrected |= flattened_furniture(blocks, scores, kept)
    still_kept = kept.copy()
    still_kept[list(corrected)] = False
    dek = find_dek(blocks, probabilities, still_kept, corrected)
    return corrected if dek is None else corrected | {dek: Role.DEK}


MIN_CAPTION_WORDS = 5
CAPTION_REACH = 2
"""Blocks above and below a caption in which its copy may stand."""
_OPENING, _CLOSING = ("(", "["), (")", "]")


def captions_by_credit(blocks: Sequence[Block]) -> dict[int, Role]:
    """Sentences with a credit in brackets at their end or right below are captions, and so are their copies nearby.

    Pages show a picture's text twice: as alternative text and below the picture. In flattened text the credit may
    be split over several lines: "A crowd gathers (", "Image:", "Getty Images)".
    """
    captions: dict[int, Role] = {}
    for i in _find_brackets(list_texts(blocks)):
        block = blocks[i]
        if block.layout is Layout.CODE or len(block.text.split()) < MIN_CAPTION_WORDS or not _has_credit(blocks, i):
            continue
        for j in range(max(0, i - CAPTION_REACH), min(len(blocks), i + CAPTION_REACH + 1)):
            if _is_copy(block.text, blocks[j].text):
                captions[j] = Role.CAPTION
    return captions


def _find_brackets(texts: list[str]) -> list[int]:
    """Indices of texts that end in a bracket, or stand right above one that begins with one. No other has a credit."""
    above = [i - 1 for i in find_beginning(texts, "([") if i]
    return sorted({*find_ending(texts, "([)]"), *above})


def _has_credit(blocks: Sequence[Block], index: int) -> bool:
    text = blocks[index].text
    if text.endswith(_OPENING):
        below = (b.text for b in blocks[index + 1 : index + 1 + CAPTION_REACH])
        return ends_with_credit(" ".join([text, *below]), MIN_CAPTION_WORDS)
    if text.endswith(_CLOSING) and ends_with_credit(text, MIN_CAPTION_WORDS):
        return True
    next_text = blocks[index + 1].text if index + 1 < len(blocks) else ""
    return next_text.startswith(_OPENING) and is_credit(next_text)


def _is_copy(a: str, b: str) -> bool:
    """Whether nine tenths of the shorter text begin the longer one."""
    a, b = sorted((" ".join(a.split()), " ".join(b.split())), key=len)
    return len(a.split()) >= MIN_CAPTION_WORDS and b.startswith(a[: len(a) * 9 // 10])


MAX_DOUBTFUL_SCORE = 0.6
MAX_HEADING_WORDS = 8
PROMO_ROLES = (Role.PROMOTION, Role.ADVERTISEMENT, Role.FORM)


def promo_headings(
    blocks: Sequence[Block], scores: Float64Array, probabilities: RoleProbabilities, kept: BoolArray
) -> dict[int, Role]:
    """A doubtful short line right above a promotion is its heading: "Stay updated!" over "Subscribe"."""
    values, roles = probabilities.values, probabilities.roles
    promo_columns = [roles.index(r) for r in PROMO_ROLES]
    headings: dict[int, Role] = {}
    for below, _ in list_dropped(kept):
        if below > 0 and scores[below - 1] < MAX_DOUBTFUL_SCORE:
            best = int(values[below].argmax())
            if best in promo_columns and len(blocks[below - 1].text.split()) <= MAX_HEADING_WORDS:
                headings[below - 1] = roles[best]
    return headings


def repeated_headings(blocks: Sequence[Block], probabilities: RoleProbabilities, kept: BoolArray) -> dict[int, Role]:
    """A likely subheading that stands twice right below running text is no subheading: "Advertisement".

    The rule spares subheadings that a table of contents repeats: there they stand below other such lines.
    """
    heading, paragraph = (probabilities.probability(r)[1:] for r in (Role.SUBHEADING, Role.PARAGRAPH))
    likely = (np.flatnonzero(kept[:-1] & kept[1:] & (heading > paragraph)) + 1).tolist()
    if not likely:
        return {}
    below_text = [blocks[i + 1].text for i in np.flatnonzero(kept[:-1]).tolist()]
    short = [i for i in likely if len(blocks[i].text.split()) <= MAX_HEADING_WORDS]
    times = Counter(below_text)
    return {i: Role.OTHER for i in short if times[blocks[i].text] > 1}


MIN_SURE_SCORE = 0.9
MIN_SURE_BLOCKS = 3
MAX_UNSURE_SCORE = 0.5


def above_headline(
    blocks: Sequence[Block], scores: Float64Array, probabilities: RoleProbabilities, kept: BoolArray
) -> dict[int, Role]:
    """Doubtful text above a headline that stands right above sure text: notices, dialogues, other articles."""
    headline = probabilities.best(Role.HEADLINE)
    if headline is None or blocks[headline].layout is not Layout.HEADING:
        return {}
    below = np.flatnonzero(kept[headline:]) + headline
    if (scores[below] >= MIN_SURE_SCORE).sum() < MIN_SURE_BLOCKS:
        return {}
    return {i: Role.OTHER for i in np.flatnonzero(kept[:headline]).tolist() if scores[i] < MAX_UNSURE_SCORE}


MIN_CONTENTS = 3
MAX_CONTENTS_HEADING_WORDS = 4
_WHOLE_LINK = 0.6
"""The least share of an entry of a list of contents that is its link; the rest is its number."""


def contents_lists(blocks: Sequence[Block]) -> dict[int, Role]:
    """Lists of links to the headings of the page, and the short line above each."""
    found: dict[int, Role] = {}
    entries = [i for i in find_inner_links(blocks, Layout.LIST_ITEM) if _is_contents_entry(blocks[i])]
    headings = {fold_words(blocks[i].text) for i in find_layout(blocks, Layout.HEADING)} if entries else set()
    start = 0
    for end in range(1, len(entries) + 1):
        if end == len(entries) or entries[end] > entries[end - 1] + 1:
            run = entries[start:end]
            if len(run) >= MIN_CONTENTS and _lead_to_headings(blocks, run, headings):
                above = run[0] - 1
                has_heading = above >= 0 and len(blocks[above].text.split()) <= MAX_CONTENTS_HEADING_WORDS
                found |= dict.fromkeys(run if not has_heading else [above, *run], Role.NAVIGATION)
            start = end
    return found


def _is_contents_entry(block: Block) -> bool:
    """Whether an item of a list is nothing but a link and its number."""
    return block.link_chars >= _WHOLE_LINK * len(block.text)


def _lead_to_headings(blocks: Sequence[Block], run: Sequence[int], headings: Container[str]) -> bool:
    """Whether most entries say what headings of the page say."""
    linked = [
        [b.text[m.start : m.end] for m in b.marks if m.kind is MarkKind.LINK] for b in map(blocks.__getitem__, run)
    ]
    hits = sum(any(_ends_with_heading(text, headings) for text in texts) for texts in linked)
    return hits * 2 > len(run)


def _ends_with_heading(text: str, headings: Container[str]) -> bool:
    """Whether a text is a heading, with or without a number before it."""
    words = fold_words(text).split()
    return any(" ".join(words[n:]) in headings for n in range(min(3, len(words))))


MIN_MENU_LINKS = 2
MAX_MENU_CHARS = 80
MAX_WORDS_A_LINK = 3
_SIGNS = re.compile(r"[\W_]+")


def menu_lines(blocks: Sequence[Block], kept: BoolArray) -> dict[int, Role]:
    """Short lines of nothing but several links: "Home | Works | Contact"."""
    return {i: Role.NAVIGATION for i in np.flatnonzero(kept).tolist() if _is_menu_line(blocks[i])}


def _is_menu_line(block: Block) -> bool:
    if block.links < MIN_MENU_LINKS or block.layout is not Layout.TEXT or len(block.text) > MAX_MENU_CHARS:
        return False
    if block.text.endswith(_SENTENCE_ENDS) or len(block.text.split()) > MAX_WORDS_A_LINK * block.links + 2:
        return False
    links = [(mark.start, mark.end) for mark in block.marks if mark.kind is MarkKind.LINK]
    outside = "".join(c for i, c in enumerate(block.text) if not any(a <= i < b for a, b in links))
    return not _SIGNS.sub("", outside)


MIN_CONTINUATION_SCORE = 0.15
MIN_CONTINUATION_CHARS = 20
_SENTENCE_ENDS = tuple(SENTENCE_ENDS + CLOSING_QUOTES + ")")
_NON_TEXT_ROLES = frozenset({Role.CAPTION, Role.CREDIT, Role.DEK, Role.HEADLINE, Role.BYLINE})


def find_continuations(
    blocks: Sequence[Block], scores: Float64Array, roles: Sequence[Role], kept: BoolArray
) -> list[int]:
    """Indices of sentences right below running text that may well continue it, most of all last paragraphs.

    At its ends a text has neighbours on one side only, and the network is in doubt. In flattened text this finds 1 to
    4 of 100 last paragraphs that were lost, and word F1 does not change (LOG.md).
    """
    found: list[int] = []
    for i in np.flatnonzero(~kept[1:] & (scores[1:] >= MIN_CONTINUATION_SCORE)).tolist():
        index, text = i + 1, blocks[i + 1].text
        is_below_text = kept[i] or (found and found[-1] == i)
        is_sentence = len(text) >= MIN_CONTINUATION_CHARS and text.endswith(_SENTENCE_ENDS)
        if is_below_text and roles[index] not in _NON_TEXT_ROLES and is_sentence:
            found.append(index)
    return found


DEK_WORDS = range(5, 46)
MIN_BLOCKS_AFTER = 3
"""Kept blocks that must follow the headline before a dek is looked for below a lead picture."""
MIN_DEK_PROBABILITY = 0.02
"""Below a lead picture this is enough; elsewhere the artefact's floor holds."""


def find_dek(
    blocks: Sequence[Block], probabilities: RoleProbabilities, kept: BoolArray, known: Mapping[int, Role]
) -> int | None:
    """The index of the block that most likely is the dek, else of the one sentence between lead picture and text."""
    dek = probabilities.best(Role.DEK, excluding=known)
    headline = probabilities.best(Role.HEADLINE, excluding=known)
    if dek is not None or headline is None:
        return dek
    after = np.flatnonzero(kept[headline + 1 :])[:MIN_BLOCKS_AFTER] + headline + 1
    if len(after) < MIN_BLOCKS_AFTER:
        return None
    first = int(after[0])
    if Role.CAPTION not in {known.get(i) for i in range(headline, first)}:
        return None
    is_dek = probabilities.probability(Role.DEK)[first] >= MIN_DEK_PROBABILITY
    return first if is_dek and len(blocks[first].text.split()) in DEK_WORDS else None


SITE_NAME_WORDS = range(2, 8)
REPEATED_NAME_WEIGHT = 4
MAX_SITE_CANDIDATES = 200
"""Blocks whose text is searched in all others; a limit keeps the time linear. The labelled pages have up to thirty."""


def find_site(texts: Sequence[str], probabilities: RoleProbabilities) -> int | None:
    """The index of the block that most likely is the site's name. A name that another line holds counts fourfold.

    "Subscribe to the Harbour Post" and "© Harbour Post" distinguish the name from the menu words around it.
    """
    column = probabilities.probability(Role.SITE).copy()
    floor = probabilities.floors[Role.SITE]
    # In descending order: the first that counts fourfold wins over all others that do.
    likely = np.flatnonzero(column >= max(floor, float(column.max())) / REPEATED_NAME_WEIGHT).tolist()
    likely.sort(key=lambda i: -column[i])
    page_text = "\0".join(texts) if likely else ""  # no text contains U+0000
    for i in likely[:MAX_SITE_CANDIDATES]:
        name = texts[i]
        if len(name.split()) in SITE_NAME_WORDS and page_text.count(name) > texts.count(name):
            column[i] *= REPEATED_NAME_WEIGHT
            break
    best = int(column.argmax())
    return best if column[best] >= floor else None
