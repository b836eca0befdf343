"""Captions and credits among the blocks of a page: candidates, and the images that they stand beside."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cleancopy.block import Block, Element, Layout, Picture, Role
from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.captions import CREDIT_CHARS, SHORT_CREDIT, is_labelled, names_credit, split, split_credits
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
_ASIDE = frozenset({Role.CAPTION, Role.CREDIT})
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
    labelled          whether a block begins or ends as only credits do; found when it is asked for
    """

    sight: Sight
    caption: Sequence[float]
    credit: Sequence[float]
    beside: Mapping[int, tuple[int, ...]]
    labelled: "_Labelled"


class _Labelled(dict[int, bool]):
    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks

    def __missing__(self, i: int) -> bool:
        self[i] = is_labelled(self._blocks[i].text)
        return self[i]


def picture_candidates(sight: Sight, found: Sequence[Figure]) -> Iterator[Candidate]:
    """Candidates for captions and credits; `found` are the page's `figures`."""
    beside = {i: f.texts for f in found for i in f.texts}
    page = _Page(sight, sight.chance(Role.CAPTION), sight.chance(Role.CREDIT), beside, _Labelled(sight.blocks))
    alts = {fold(b.text).casefold() for b in sight.blocks if b.layout is _ALT}
    seen = Counter([b.text for b in sight.blocks])
    for i in _places(sight):
        block = sight.blocks[i]
        if not (i in beside or _may_be(page, i)):
            continue
        clues = [*_clues(page, i), *_box_clues(beside, i)]
        clues += ["stands again"] if seen[block.text] > 1 else []
        clues += _together(clues)
        line = _credit_line(page, i)
        caption, credits, how = ("", split_credits(block.text), line) if line else split(block)
        clues += ["has both"] if caption and credits else []
        clues += [how] if how else []
        if caption and len(caption.split()) <= CAPTION_WORDS:
            again = ("is an alternative text",) if alts and caption.casefold() in alts else ()
            yield Candidate("captions", caption, where(sight, i), (*clues, *_shape(caption), *again))
        whole = () if credits else split_credits(block.text) if len(block.text) <= CREDIT_CHARS else ()
        for credit in credits or whole:
            own = (*clues, *(["whole line"] if whole else []), *_CHARS.of(len(credit)))
            yield Candidate("credits", credit, where(sight, i), own)


def _places(sight: Sight) -> range:
    """The places that belong to the article's part of the page."""
    every = range(len(sight.blocks))
    if sight.first < 0:
        return every
    return every[max(0, sight.top - MARGIN) : sight.last + MARGIN + 1]


def _may_be(page: _Page, i: int) -> bool:
    block = page.sight.blocks[i]
    chance = max(page.caption[i], page.credit[i])
    if not page.sight.elements:  # no markup speaks up: a smaller chance is enough to be weighed
        return chance >= STEPS[0] or (len(block.text) <= CREDIT_CHARS and page.labelled[i])
    if block.layout is _ALT:
        return False
    return chance >= STEPS[1] or block.layout is _CAPTION or page.sight.verdict.roles[i] in _ASIDE


def _clues(page: _Page, i: int) -> Iterator[str]:
    """What is true of block i. Few clues: captions and credits are labelled on a hundred pages only."""
    sight, block = page.sight, page.sight.blocks[i]
    yield from sight.place_clues(i)
    yield from sight.around(i) & _BOXES
    yield from sight.chance_clues(i, Role.CAPTION)
    yield from sight.chance_clues(i, Role.CREDIT)
    yield f"layout {block.layout}"
    if sight.verdict.roles[i] in _ASIDE:
        yield f"role {sight.verdict.roles[i]}"
    if page.labelled[i]:
        yield "labelled"
    if _called(sight, i, "caption"):
        yield "called a caption"
    if block.link_chars * 2 > len(block.text):
        yield "linked"
    for name, place in (("before", i - 1), ("behind", i + 1)):
        if 0 <= place < len(sight.blocks):
            yield from _neighbour_clues(page, i, place, name)


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


def _neighbour_clues(page: _Page, i: int, place: int, name: str) -> Iterator[str]:
    near = page.sight.blocks[place]
    if page.labelled[place]:
        yield f"credit {name}"
    if near.layout is _ALT:
        yield f"image {name}"
    if near.text == page.sight.blocks[i].text:
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
    yield from _WORDS.of(len(text.split()))
    if ends_like_a_sentence(text):
        yield "ends like a sentence"


def _credit_line(page: _Page, i: int) -> str:
    """Why a whole block is a credit; "" where it is not."""
    sight, block = page.sight, page.sight.blocks[i]
    if len(block.text) > CREDIT_CHARS:
        return ""
    if page.labelled[i]:
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
    if i == 0 or {sight.blocks[j].layout for j in (i - 1, i)} != {_CAPTION}:
        return False
    one, other = (sight.blocks[j].element for j in (i - 1, i))
    return one == other or sight.elements[one].parent == sight.elements[other].parent


def figures(sight: Sight, pictures: Sequence[Picture]) -> list[Figure]:
    """Images with the blocks beside them: those of the smallest element around an image that has any."""
    if not pictures:
        return []
    boxes = _boxes(sight.blocks, sight.elements)
    nearest: dict[int, int] = {}
    found: list[Figure] = []
    taken: set[int] = set()
    for number, picture in enumerate(pictures):
        at = _nearest_with_text(picture.element, sight.elements, boxes.lines, nearest)
        texts = [i for i in _texts_in(sight, boxes, at) if i not in taken] if at >= 0 else []
        taken.update(texts)
        found.append(Figure(number, tuple(texts)))
    return found


class _Boxes(NamedTuple):
    """By element what is under it: its first and last block with text, how many there are, and their characters.

    Where there are more than LINES, the others are not known.
    """

    first: list[int]
    last: list[int]
    lines: list[int]
    chars: list[int]


def _boxes(blocks: Sequence[Block], elements: Sequence[Element]) -> _Boxes:
    size = len(elements)
    boxes = _Boxes([len(blocks)] * size, [-1] * size, [0] * size, [0] * size)
    first, last, lines, chars = boxes
    for i, block in enumerate(blocks):
        if block.layout is not _ALT and (at := block.element) >= 0:
            if not lines[at]:
                first[at] = i
            last[at] = i
            lines[at] += 1
            chars[at] += len(block.text)
    for at in range(size - 1, -1, -1):  # an element comes behind the one it stands in
        if lines[at] and (above := elements[at].parent) >= 0:
            lines[above] += lines[at]
            if lines[above] <= LINES:
                first[above] = min(first[above], first[at])
                last[above] = max(last[above], last[at])
                chars[above] += chars[at]
    return boxes


def _nearest_with_text(at: int, elements: Sequence[Element], lines: Sequence[int], known: dict[int, int]) -> int:
    """The first element from `at` up that has text under it, -1 where there is none. Each is looked at once."""
    passed = []
    while at >= 0 and at not in known and not lines[at]:
        passed.append(at)
        at = elements[at].parent
    found = known.get(at, at)
    known.update(dict.fromkeys(passed, found))
    return found


def _texts_in(sight: Sight, boxes: _Boxes, at: int) -> list[int]:
    """The blocks beside an image: none of the article's own but those that the markup calls a caption."""
    first, last = boxes.first[at], boxes.last[at]
    if boxes.lines[at] > LINES or boxes.chars[at] > BOX_CHARS or last - first > SPREAD * LINES:
        return []
    texts = [i for i in range(first, last + 1) if sight.blocks[i].layout is not _ALT]
    marked = [i for i in texts if sight.blocks[i].layout is _CAPTION or _called(sight, i, "caption")]
    own = any(sight.kept[i] for i in texts if i not in marked)
    return marked if own else texts
