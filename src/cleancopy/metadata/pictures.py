"""Captions and credits among the blocks of a page: candidates, and the images that they stand beside."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import NamedTuple

import numpy as np

from cleancopy.block import Layout, Picture, Role
from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.captions import CREDIT_CHARS, SHORT_CREDIT, labelled, names_credit, split, split_credits
from cleancopy.metadata.sight import STEPS, Fewer, Sight, ends_like_a_sentence, fold, where

LINES = 6
"""More blocks than that beside an image are no caption: a teaser, a card, the article itself."""
BOX_CHARS = 900
SPREAD = 4
"""Alternative texts between them may spread the blocks beside an image over so many times more places."""
MARGIN = 15
"""Blocks above headline and text, and below the text, among which captions are looked for."""
CAPTION_WORDS = 90
# Looked up once: in Python 3.11 a member of an enumeration takes ten times as long to find as an attribute.
_ALT, _CAPTION = Layout.ALT, Layout.CAPTION
_CAPTION_ROLE, _CREDIT_ROLE = Role.CAPTION, Role.CREDIT
_ASIDE = {role: f"role {role}" for role in (Role.CAPTION, Role.CREDIT)}
_LAYOUTS = {layout: f"layout {layout}" for layout in Layout}
_WORDS, _CHARS = Fewer((2, 4, 8, 30), "words"), Fewer((12, 30, 60), "characters")
_TOLD_LINES, _TOLD_PLACES = 4, 3
_BOXES = frozenset(
    {"in figure", "in aside", "in nav", "in footer", "in article", "named related", "own related", "far related",
     "named comment", "far comment"}
)  # fmt: skip


class Figure(NamedTuple):
    """An image with the blocks beside it.

    picture   place in `Segmentation.pictures`
    texts     places of the blocks beside it
    """

    picture: int
    texts: tuple[int, ...]


class _Page(NamedTuple):
    """What is known of a page's blocks, each thing found once.

    caption, credit   the chances of these roles
    beside            by block the texts beside the image that it stands beside
    places            those that belong to the article's part of the page
    labelled          of them and their neighbours those that begin or end as only credits do
    """

    sight: Sight
    caption: Sequence[float]
    credit: Sequence[float]
    beside: Mapping[int, tuple[int, ...]]
    places: range
    labelled: Set[int]


def _page(sight: Sight, found: Sequence[Figure]) -> _Page:
    beside = {i: f.texts for f in found for i in f.texts}
    places = _places(sight)
    start = max(0, places.start - 1)
    said = {start + n for n in labelled(sight.texts[start : places.stop + 1])}
    return _Page(sight, sight.chance(_CAPTION_ROLE), sight.chance(_CREDIT_ROLE), beside, places, said)


def picture_candidates(sight: Sight, found: Sequence[Figure]) -> Iterator[Candidate]:
    """Candidates for captions and credits; `found` are the page's `figures`."""
    page = _page(sight, found)
    beside = page.beside
    alts = {fold(text).casefold() for text, kind in zip(sight.texts, sight.layouts, strict=True) if kind is _ALT}
    seen = Counter(sight.texts)
    for i in _wanted(page):
        block = sight.blocks[i]
        clues = [*_clues(page, i), *_box_clues(beside, i)]
        clues += ["stands again"] if seen[block.text] > 1 else []
        clues += _together(clues)
        line = _credit_line(page, i)
        caption, credits, how = ("", split_credits(block.text), line) if line else split(block)
        clues += ["has both"] if caption and credits else []
        clues += [how] if how else []
        place = where(sight, i)
        if caption and (words := len(caption.split())) <= CAPTION_WORDS:
            own = [*clues, *_WORDS.of(words)]
            own += ["ends like a sentence"] if ends_like_a_sentence(caption) else []
            own += ["is an alternative text"] if alts and caption.casefold() in alts else []
            yield Candidate("captions", caption, place, tuple(own))
        whole = () if credits else split_credits(block.text) if len(block.text) <= CREDIT_CHARS else ()
        clues += ["whole line"] if whole else []
        for credit in credits or whole:
            yield Candidate("credits", credit, place, (*clues, *_CHARS.of(len(credit))))


def _places(sight: Sight) -> range:
    """The places that belong to the article's part of the page."""
    every = range(len(sight.blocks))
    if sight.first < 0:
        return every
    return every[max(0, sight.top - MARGIN) : sight.last + MARGIN + 1]


def _wanted(page: _Page) -> list[int]:
    """The places of blocks that stand beside an image, or may be a caption or a credit by themselves."""
    sight, places = page.sight, page.places
    chances = np.maximum(sight.column(_CAPTION_ROLE), sight.column(_CREDIT_ROLE))[places.start : places.stop]
    beside = page.beside.keys() & set(places)
    if not sight.elements:  # no markup speaks up: a smaller chance is enough to be weighed
        said = [i for i in page.labelled if i in places and len(sight.texts[i]) <= CREDIT_CHARS]
        return sorted({*beside, *said, *(np.flatnonzero(chances >= STEPS[0]) + places.start).tolist()})
    roles, layouts = sight.verdict.roles, sight.layouts
    likely = (np.flatnonzero(chances >= STEPS[1]) + places.start).tolist()
    likely += [i for i in places if layouts[i] is _CAPTION or roles[i] in _ASIDE]
    return sorted(beside.union([i for i in likely if layouts[i] is not _ALT]))


def _clues(page: _Page, i: int) -> list[str]:
    """What is true of block i. Few clues: captions and credits are labelled on a hundred pages only."""
    sight, block = page.sight, page.sight.blocks[i]
    clues = sight.place_clues(i)
    if sight.elements:
        clues += sight.around(i) & _BOXES
    clues += sight.chance_clues(i, _CAPTION_ROLE)
    clues += sight.chance_clues(i, _CREDIT_ROLE)
    clues.append(_LAYOUTS[block.layout])
    if (role := _ASIDE.get(sight.verdict.roles[i])) is not None:
        clues.append(role)
    if i in page.labelled:
        clues.append("labelled")
    if _called(sight, i, "caption"):
        clues.append("called a caption")
    if block.link_chars * 2 > len(block.text):
        clues.append("linked")
    if i > 0:
        clues += _neighbour_clues(page, block.text, i - 1, "before")
    if i + 1 < len(sight.blocks):
        clues += _neighbour_clues(page, block.text, i + 1, "behind")
    return clues


_CALLED = 2


def _called(sight: Sight, i: int, word: str) -> bool:
    """Whether a word names the element of block i or the one above it."""
    at = sight.places[i]
    for _ in range(_CALLED):
        if at < 0:
            return False
        if word in sight.elements[at].words:
            return True
        at = sight.parents[at]
    return False


def _neighbour_clues(page: _Page, text: str, place: int, name: str) -> list[str]:
    clues = [f"credit {name}"] if place in page.labelled else []
    if page.sight.layouts[place] is _ALT:
        clues.append(f"image {name}")
    if page.sight.texts[place] == text:
        clues.append(f"twin {name}")
    return clues


def _box_clues(beside: Mapping[int, tuple[int, ...]], i: int) -> list[str]:
    if i not in beside:
        return ["beside nothing"]
    texts = beside[i]
    place, lines = min(texts.index(i), _TOLD_PLACES), min(len(texts), _TOLD_LINES)
    return ["beside an image", f"text {place} of {lines} beside it"]


_TOLD_TOGETHER = ("layout caption", "caption 0.1", "caption 0.3")


def _together(clues: Sequence[str]) -> list[str]:
    """Pairs of clues that say more than both alone."""
    alone = [c for c in _TOLD_TOGETHER if c in clues]
    beside = "beside an image" in clues
    pairs = [f"{c} beside an image" for c in alone if beside]
    if "in text" in clues:
        pairs += [f"{c} in text" for c in (*alone, *(["image"] if beside else []))]
    return pairs


def _credit_line(page: _Page, i: int) -> str:
    """Why a whole block is a credit; "" where it is not."""
    sight, block = page.sight, page.sight.blocks[i]
    if len(block.text) > CREDIT_CHARS:
        return ""
    if i in page.labelled:
        return "label"
    if block.element >= 0 and names_credit(sight.elements[block.element].words):
        return "own credit"
    if len(block.text) > SHORT_CREDIT or ends_like_a_sentence(block.text):
        return ""
    if page.credit[i] > page.caption[i]:
        return "likelier a credit"
    follows = i in page.beside and page.beside[i][0] != i
    return "short text behind a caption" if follows or _behind_caption(sight, i) else ""


def _behind_caption(sight: Sight, i: int) -> bool:
    """Whether block i follows another of the same caption element."""
    if i == 0 or sight.layouts[i] is not _CAPTION or sight.layouts[i - 1] is not _CAPTION:
        return False
    one, other = sight.places[i - 1], sight.places[i]
    return one == other or sight.parents[one] == sight.parents[other]


def figures(sight: Sight, pictures: Sequence[Picture]) -> list[Figure]:
    """Images with the blocks beside them: those of the smallest element around an image that has any."""
    if not pictures:
        return []
    boxes = _boxes(sight)
    nearest: dict[int, int] = {}
    found: list[Figure] = []
    taken: set[int] = set()
    for number, picture in enumerate(pictures):
        at = _nearest_with_text(picture.element, sight.parents, boxes, nearest)
        texts = [i for i in _texts_in(sight, boxes[at]) if i not in taken] if at >= 0 else []
        taken.update(texts)
        found.append(Figure(number, tuple(texts)))
    return found


def _boxes(sight: Sight) -> dict[int, list[int]]:
    """By element the blocks with text under it: all of them, or more than LINES."""
    boxes: dict[int, list[int]] = {}
    shown = [i for i, layout in enumerate(sight.layouts) if layout is not _ALT]
    for i in shown:
        boxes.setdefault(sight.places[i], []).append(i)
    parents = sight.parents
    for at in range(len(parents) - 1, 0, -1):  # an element comes behind the one it stands in
        if (own := boxes.get(at)) is None:
            continue
        there = boxes.get(parents[at])
        if there is None:
            boxes[parents[at]] = [*own[: LINES + 1]]
        elif len(there) <= LINES:
            there += own[: LINES + 1]
    return boxes


def _nearest_with_text(at: int, parents: Sequence[int], boxes: Mapping[int, object], known: dict[int, int]) -> int:
    """The first element from `at` up that has text under it, -1 where there is none. Each is looked at once."""
    passed = []
    while at >= 0 and at not in known and at not in boxes:
        passed.append(at)
        at = parents[at]
    found = known.get(at, at)
    known.update(dict.fromkeys(passed, found))
    return found


def _texts_in(sight: Sight, box: Sequence[int]) -> list[int]:
    """The blocks beside an image: none of the article's own but those that the markup calls a caption."""
    if len(box) > LINES or sum([len(sight.texts[i]) for i in box]) > BOX_CHARS:
        return []
    first, last = min(box), max(box)
    if last - first > SPREAD * LINES:
        return []
    texts = [i for i in range(first, last + 1) if sight.layouts[i] is not _ALT]
    marked = [i for i in texts if sight.layouts[i] is _CAPTION or _called(sight, i, "caption")]
    own = any(sight.kept[i] for i in texts if i not in marked)
    return marked if own else texts
