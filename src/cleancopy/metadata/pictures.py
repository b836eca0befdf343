"""Captions and credits among the blocks of a page: candidates, and the images that they stand beside."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cleancopy.block import Block, Element, Layout, Picture, Role
from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.captions import CREDIT_CHARS, SHORT_CREDIT, is_labelled, names_credit, split, split_credits
from cleancopy.metadata.sight import STEPS, Sight, ends_like_a_sentence, fewer, fold, where

LINES = 6
"""More blocks than that beside an image are no caption: a teaser, a card, the article itself."""
BOX_CHARS = 900
SPREAD = 4
"""Alternative texts between them may spread the blocks beside an image over so many times more places."""
MARGIN = 15
"""Blocks above headline and text, and below the text, among which captions are looked for."""
CAPTION_WORDS = 90
_ASIDE = frozenset({Role.CAPTION, Role.CREDIT})
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


def picture_candidates(sight: Sight, found: Sequence[Figure]) -> Iterator[Candidate]:
    """Candidates for captions and credits; `found` are the page's `figures`."""
    beside = {i: f.texts for f in found for i in f.texts}
    alts = {fold(b.text).casefold() for b in sight.blocks if b.layout is Layout.ALT}
    seen = Counter(b.text for b in sight.blocks)
    for i in _places(sight):
        block = sight.blocks[i]
        if not (i in beside or _may_be(sight, i)):
            continue
        clues = [*_clues(sight, i), *_box_clues(beside, i)]
        clues += ["stands again"] if seen[block.text] > 1 else []
        clues += _together(clues)
        line = _credit_line(sight, i, beside)
        caption, credits, how = ("", split_credits(block.text), line) if line else split(block)
        clues += ["has both"] if caption and credits else []
        clues += [how] if how else []
        if caption and len(caption.split()) <= CAPTION_WORDS:
            own = [*clues, *_shape(caption), *(["is an alternative text"] if caption.casefold() in alts else [])]
            yield Candidate("captions", caption, where(sight, i), tuple(own))
        whole = () if credits else split_credits(block.text) if len(block.text) <= CREDIT_CHARS else ()
        for credit in credits or whole:
            own = [*clues, *(["whole line"] if whole else []), *fewer(len(credit), (12, 30, 60), "characters")]
            yield Candidate("credits", credit, where(sight, i), tuple(own))


def _places(sight: Sight) -> range:
    """The places that belong to the article's part of the page."""
    every = range(len(sight.blocks))
    if sight.first < 0:
        return every
    top = min(sight.first, sight.headline if sight.headline >= 0 else sight.first)
    return every[max(0, top - MARGIN) : sight.last + MARGIN + 1]


def _may_be(sight: Sight, i: int) -> bool:
    block = sight.blocks[i]
    caption, credit = sight.chance(Role.CAPTION)[i], sight.chance(Role.CREDIT)[i]
    if not sight.elements:  # no markup speaks up: a smaller chance is enough to be weighed
        return bool(max(caption, credit) >= STEPS[0]) or (len(block.text) <= CREDIT_CHARS and is_labelled(block.text))
    if block.layout is Layout.ALT:
        return False
    return bool(max(caption, credit) >= STEPS[1]) or block.layout is Layout.CAPTION or sight.verdict.roles[i] in _ASIDE


def _clues(sight: Sight, i: int) -> Iterator[str]:
    """What is true of block i. Few clues: captions and credits are labelled on a hundred pages only."""
    block = sight.blocks[i]
    yield from (c for c in sight.place_clues(i) if not c.startswith("within"))
    yield from (c for c in sight.around(i) if c in _BOXES)
    yield from sight.chance_clues(i, Role.CAPTION)
    yield from sight.chance_clues(i, Role.CREDIT)
    yield f"layout {block.layout}"
    if sight.verdict.roles[i] in _ASIDE:
        yield f"role {sight.verdict.roles[i]}"
    if is_labelled(block.text):
        yield "labelled"
    if _called(sight, i, "caption"):
        yield "called a caption"
    if block.link_chars * 2 > len(block.text):
        yield "linked"
    for name, place in (("before", i - 1), ("behind", i + 1)):
        if 0 <= place < len(sight.blocks):
            yield from _neighbour_clues(sight, i, place, name)


_CALLED = 2


def _called(sight: Sight, i: int, word: str) -> bool:
    """Whether a word names the element of block i or the one above it."""
    at = sight.blocks[i].element
    for _ in range(_CALLED):
        if at < 0:
            return False
        if word in sight.elements[at].words:
            return True
        at = sight.elements[at].parent
    return False


def _neighbour_clues(sight: Sight, i: int, place: int, name: str) -> Iterator[str]:
    near = sight.blocks[place]
    if is_labelled(near.text):
        yield f"credit {name}"
    if near.layout is Layout.ALT:
        yield f"image {name}"
    if near.text == sight.blocks[i].text:
        yield f"twin {name}"


def _box_clues(beside: Mapping[int, tuple[int, ...]], i: int) -> list[str]:
    if i not in beside:
        return ["beside nothing"]
    texts = beside[i]
    place, lines = min(texts.index(i), _TOLD_PLACES), min(len(texts), _TOLD_LINES)
    return ["beside an image", f"text {place} of {lines} beside it"]


def _together(clues: Sequence[str]) -> list[str]:
    """Pairs of clues that say more than both alone."""
    alone = [c for c in ("layout caption", "caption 0.1", "caption 0.3") if c in clues]
    beside = "beside an image" in clues
    pairs = [f"{c} beside an image" for c in alone if beside]
    if "in text" in clues:
        pairs += [f"{c} in text" for c in (*alone, *(["image"] if beside else []))]
    return pairs


def _shape(text: str) -> Iterator[str]:
    yield from fewer(len(text.split()), (2, 4, 8, 30), "words")
    if ends_like_a_sentence(text):
        yield "ends like a sentence"


def _credit_line(sight: Sight, i: int, beside: Mapping[int, tuple[int, ...]]) -> str:
    """Why a whole block is a credit; "" where it is not."""
    block = sight.blocks[i]
    if len(block.text) > CREDIT_CHARS:
        return ""
    if is_labelled(block.text):
        return "label"
    if block.element >= 0 and names_credit(sight.elements[block.element].words):
        return "own credit"
    if len(block.text) > SHORT_CREDIT or ends_like_a_sentence(block.text):
        return ""
    if sight.chance(Role.CREDIT)[i] > sight.chance(Role.CAPTION)[i]:
        return "likelier a credit"
    follows = i in beside and beside[i][0] != i
    return "short text behind a caption" if follows or _behind_caption(sight, i) else ""


def _behind_caption(sight: Sight, i: int) -> bool:
    """Whether block i follows another of the same caption element."""
    if i == 0 or {sight.blocks[j].layout for j in (i - 1, i)} != {Layout.CAPTION}:
        return False
    one, other = (sight.blocks[j].element for j in (i - 1, i))
    return one == other or sight.elements[one].parent == sight.elements[other].parent


def figures(sight: Sight, pictures: Sequence[Picture]) -> list[Figure]:
    """Images with the blocks beside them: those of the smallest element around an image that has any."""
    boxes = _boxes(sight.blocks, sight.elements) if pictures else []
    nearest: dict[int, int] = {}
    found: list[Figure] = []
    taken: set[int] = set()
    for number, picture in enumerate(pictures):
        at = _nearest_with_text(picture.element, sight.elements, boxes, nearest)
        texts = [i for i in _texts_in(sight, boxes[at]) if i not in taken] if at >= 0 else []
        taken.update(texts)
        found.append(Figure(number, tuple(texts)))
    return found


class _Box(NamedTuple):
    """What is under an element: its first and last block with text, how many there are, and their characters."""

    first: int
    last: int
    lines: int
    chars: int


def _boxes(blocks: Sequence[Block], elements: Sequence[Element]) -> list[_Box]:
    nothing = _Box(len(blocks), -1, 0, 0)
    boxes = [nothing] * len(elements)
    for i, block in enumerate(blocks):
        if block.layout is not Layout.ALT and block.element >= 0:
            boxes[block.element] = _joined(boxes[block.element], _Box(i, i, 1, len(block.text)))
    for at in range(len(elements) - 1, -1, -1):  # an element comes behind the one it stands in
        if (parent := elements[at].parent) >= 0 and boxes[at].lines:
            boxes[parent] = _joined(boxes[parent], boxes[at])
    return boxes


def _joined(a: _Box, b: _Box) -> _Box:
    return _Box(min(a.first, b.first), max(a.last, b.last), a.lines + b.lines, a.chars + b.chars)


def _nearest_with_text(at: int, elements: Sequence[Element], boxes: Sequence[_Box], known: dict[int, int]) -> int:
    """The first element from `at` up that has text under it, -1 where there is none. Each is looked at once."""
    passed = []
    while at >= 0 and at not in known and not boxes[at].lines:
        passed.append(at)
        at = elements[at].parent
    found = known.get(at, at)
    known.update(dict.fromkeys(passed, found))
    return found


def _texts_in(sight: Sight, box: _Box) -> list[int]:
    """The blocks beside an image: none of the article's own but those that the markup calls a caption."""
    if box.lines > LINES or box.chars > BOX_CHARS or box.last - box.first > SPREAD * LINES:
        return []
    texts = [i for i in range(box.first, box.last + 1) if sight.blocks[i].layout is not Layout.ALT]
    marked = [i for i in texts if sight.blocks[i].layout is Layout.CAPTION or _called(sight, i, "caption")]
    own = any(sight.verdict.kept[i] for i in texts if i not in marked)
    return marked if own else texts
