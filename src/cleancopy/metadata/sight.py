"""What a page shows, with the places that everything else is told from: headline, first and last block of the text."""

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from cleancopy.block import Block, Element, Layout, Mark, MarkKind, Role, Segmentation
from cleancopy.classify.artifact import Model
from cleancopy.classify.classifier import Verdict
from cleancopy.classify.revise import find_site, the_one

STEPS = (0.02, 0.1, 0.3, 0.6, 0.9)
"""Chances of a role that count as clues when they are reached."""
REACH = (1, 3, 8, 20)
"""Distances in blocks that count as clues when they are not exceeded."""
UP = 4
"""So many elements above a block may name it."""

_NAMED = {
    "author": (
        "author authors byline bylines by autor autoren auteur contributor writer redakteur creator vcard "
        "verfasser journalist reporter username user poster nickname"
    ),
    "date": (
        "date time timestamp published datepublished pubdate datetime datum posted fecha meta postmeta "
        "created release publication dateline updated"
    ),
    "published": "published datepublished pubdate posted created publication",
    "modified": "updated modified datemodified lastmod aktualisiert update",
    "dek": (
        "dek standfirst lead leadtext lede intro teaser subtitle subheadline subhead subheading summary "
        "strapline abstract excerpt deck description introtext kicker chapeau entradilla bajada sottotitolo "
        "ingress resumo preamble vorspann perex anons lid headline"
    ),
    "title": "title headline heading titre titulo titel posttitle",
    "comment": "comment comments respond reply replies disqus",
    "related": (
        "related teaser teasers more recommended card cards popular latest trending sidebar widget footer nav "
        "menu promo"
    ),
    "bio": "bio biography about aboutauthor authorbox profile",
}
"""Words of classes and ids by what they say of an element, as publishers and their systems use them."""
_SAYING = {
    word: [n for n, words in _NAMED.items() if word in words.split()] for w in _NAMED.values() for word in w.split()
}
AUTHOR_WORDS = frozenset(_NAMED["author"].split())
_BOXES = frozenset({"comment", "related", "bio"})
_TAGS = {
    tag: frozenset({f"in {tag}"})
    for tag in "article main header aside footer nav address time figure h1 h2 li table".split()
}
_NO_TAGS: frozenset[str] = frozenset()


def _clues_of_words(prefix: str, names: Container[str] = _NAMED) -> dict[str, list[str]]:
    """By naming word the clues that it gives: what it says, of those names, behind a prefix."""
    return {word: [f"{prefix} {n}" for n in says if n in names] for word, says in _SAYING.items()}


_OWN, _NEAR, _INSIDE = map(_clues_of_words, ("own", "named", "inside"))
_FAR = _clues_of_words("far", _BOXES)
_REACHED = {role: [tuple(f"{role} {step}" for step in STEPS[:n]) for n in range(len(STEPS) + 1)] for role in Role}
"""By role and number of steps that a chance reaches the clues."""


def _clues_of_distances(where: str) -> list[tuple[str, ...]]:
    """By distance in blocks the clues of those that it does not exceed."""
    return [tuple(f"within {n} {where}" for n in REACH if distance <= n) for distance in range(max(REACH) + 1)]


_OF_HEADLINE, _ABOVE_TEXT, _BELOW_TEXT = map(_clues_of_distances, ("of headline", "above text", "below text"))
_HEADING, _KINDS = Layout.HEADING, tuple(MarkKind)


class Sight:
    """What a page shows, with the places that everything else is told from.

    texts, layouts, places, inner   of each block; its place is that of the element around it, -1 for none
    parents    of each element
    marked     by kind the marks of all blocks, each with the place of its block
    headline   the place of the headline, -1 where there is none
    first, last   the first and the last kept block, -1 where nothing is kept
    top        where the article begins: its headline or its first block, whichever comes first
    kept       whether each block is part of the answer
    """

    def __init__(self, page: Segmentation, verdict: Verdict, model: Model) -> None:
        """Find the places."""
        self.blocks: Sequence[Block] = page.blocks
        self.elements: Sequence[Element] = page.elements
        self.texts: Sequence[str]
        self.layouts: Sequence[Layout]
        self.places: Sequence[int]
        self.inner: Sequence[tuple[str, ...]]
        # All columns at once: this takes half the time of asking each block for a few.
        self.texts, self.layouts, _, self.places, _, _, _, self.inner, *_, marks, _ = zip(*page.blocks, strict=True)
        self.parents = [element.parent for element in page.elements]
        self.marked = _by_kind(marks)
        self.verdict = verdict
        self._roles = model.roles
        self._chances: dict[Role, list[float]] = {}
        # What `_above` found for an element with a parent, a tag and words.
        self._around: dict[tuple[int, str, tuple[str, ...]], frozenset[str]] = {}
        self._tags: dict[int, frozenset[str]] = {}  # what `_tags_of` found for an element
        self._telling: dict[int, list[str]] = {}  # those words of an element that say something
        self._clues: dict[int, tuple[str, ...]] = {}  # of a block, whatever field it is looked at for
        self.site = find_site(self.texts, verdict.chances, model)
        self.kept: list[bool] = verdict.kept.tolist()
        places = np.flatnonzero(verdict.kept)
        self.first, self.last = (int(places[0]), int(places[-1])) if len(places) else (-1, -1)
        self.headline = self._headline(model)
        self.top = min(self.first, self.headline) if self.headline >= 0 else self.first

    def column(self, role: Role) -> npt.NDArray[np.float64]:
        """The probability of each block to have a role, as an array."""
        return self.verdict.chances[:, self._roles.index(role)]

    def chance(self, role: Role) -> Sequence[float]:
        """The probability of each block to have a role."""
        if role not in self._chances:
            self._chances[role] = self.column(role).tolist()
        return self._chances[role]

    def _headline(self, model: Model) -> int:
        best = the_one(Role.HEADLINE, self.verdict.chances, model)
        if best is not None:
            return best
        heads = [i for i, layout in enumerate(self.layouts) if layout is _HEADING and self.blocks[i].level == 1]
        before = [i for i in heads if self.first < 0 or i <= self.first]
        return before[-1] if before else heads[0] if heads else -1

    def around(self, i: int) -> frozenset[str]:
        """Clues of the elements above block i and inside it."""
        block = self.blocks[i]
        above = self._above(block.element) if block.element >= 0 else _NO_TAGS
        return above.union(_said(block.inner, _INSIDE)) if block.inner else above

    def _above(self, element: int) -> frozenset[str]:
        """The telling tags that an element stands in, and what the names of it and of those near above say."""
        tag, parent, _, words, _, _ = self.elements[element]
        if (known := self._around.get((parent, tag, words))) is not None:  # that of an element beside it
            return known
        clues: list[str] = []
        telling, parents = self._telling, self.parents
        at, up = element, 0
        while at >= 0 and up < 2 * UP:  # further up only boxes matter
            said = telling.get(at)
            if said is None:
                said = telling[at] = [word for word in self.elements[at].words if word in _SAYING]
            if said:
                clues += _said(said, _NEAR if 0 < up < UP else _FAR if up else _OWN)
            at, up = parents[at], up + 1
        tags = self._tags_of(element)
        known = self._around[parent, tag, words] = tags.union(clues) if clues else tags
        return known

    def _tags_of(self, element: int) -> frozenset[str]:
        """The telling tags that an element stands in, its own among them. Each element is looked at once."""
        passed = []
        while element >= 0 and element not in self._tags:
            passed.append(element)
            element = self.parents[element]
        tags = self._tags[element] if element >= 0 else _NO_TAGS
        for at in reversed(passed):
            if (own := _TAGS.get(self.elements[at].tag)) is not None and not own <= tags:
                tags |= own
            self._tags[at] = tags
        return tags

    def near_author(self) -> frozenset[int]:
        """The elements that are named after an author, or stand in such a one, few levels below it."""
        named = [at for at, element in enumerate(self.elements) if not AUTHOR_WORDS.isdisjoint(element.words)]
        distances = dict.fromkeys(named, 0)
        start = named[0] + 1 if named else len(self.elements)
        for at, parent in enumerate(self.parents[start:], start):  # an element comes behind its parent
            if parent in distances and distances[parent] + 1 < UP and at not in distances:
                distances[at] = distances[parent] + 1
        return frozenset(distances)

    def place_clues(self, i: int) -> list[str]:
        """Where block i stands among headline and text."""
        clues, headline, first = [], self.headline, self.first
        if headline >= 0:
            clues.append(
                "below headline" if i > headline else "above headline" if i < headline else "is headline block"
            )
        if first >= 0:
            clues.append("above text" if i < first else "in text" if i <= self.last else "below text")
            if i in (first, self.last):
                clues.append("first of text" if i == first else "last of text")
        if self.kept[i]:
            clues.append("kept")
        return clues

    def _distance_clues(self, i: int) -> tuple[str, ...]:
        """How far block i stands from headline and text."""
        clues = _reached(abs(i - self.headline), _OF_HEADLINE) if self.headline >= 0 else ()
        if 0 <= i < self.first:
            clues += _reached(self.first - i, _ABOVE_TEXT)
        if 0 <= self.last < i:
            clues += _reached(i - self.last, _BELOW_TEXT)
        return clues

    def clues(self, i: int, role: Role) -> tuple[str, ...]:
        """What is true of block i, whatever field it is looked at for, and how likely it has a role."""
        if (known := self._clues.get(i)) is None:
            known = ("shown", *self.place_clues(i), *self._distance_clues(i), *self.around(i))
            self._clues[i] = known
        return known + self.chance_clues(i, role)

    def chance_clues(self, i: int, role: Role) -> tuple[str, ...]:
        """How likely block i has a role."""
        return _REACHED[role][bisect_right(STEPS, self.chance(role)[i])]


def _by_kind(marks: Sequence[Sequence[Mark]]) -> dict[MarkKind, list[tuple[int, Mark]]]:
    marked: dict[MarkKind, list[tuple[int, Mark]]] = {kind: [] for kind in _KINDS}
    for i, of_block in enumerate(marks):
        for mark in of_block:
            marked[mark.kind].append((i, mark))
    return marked


def _said(words: Sequence[str], clues: Mapping[str, Sequence[str]]) -> list[str]:
    """The clues of naming words."""
    return [clue for word in words if word in clues for clue in clues[word]]


def _reached(distance: int, clues: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return clues[distance] if distance < len(clues) else ()


def found_in(pattern: re.Pattern[str], texts: Iterable[str]) -> list[int]:
    """The places of texts in whose lower case a pattern is found, some perhaps twice: all are searched at once.

    To the pattern U+0000 stands before each text, and in none.
    """
    everything = ("\0" + "\0".join(texts)).lower()
    found, place, at = [], -1, 0
    for match in pattern.finditer(everything):
        place += everything.count("\0", at, match.start() + 1)
        at = match.start() + 1
        found.append(place)
    return found


def fold(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def where(sight: Sight, i: int) -> str:
    """How people find block i of a page: its line in flattened text, its number in HTML."""
    return f"block {i}" if sight.elements else f"line {sight.blocks[i].line + 1}"


class Fewer:
    """Clues of size: which of rising steps it stays below."""

    def __init__(self, steps: Sequence[int], unit: str) -> None:
        """Take the steps, and what is counted."""
        self._steps = steps
        self._clues = [tuple(f"fewer than {step} {unit}" for step in steps[n:]) for n in range(len(steps) + 1)]

    def of(self, size: int) -> tuple[str, ...]:
        """The clues of a size."""
        return self._clues[bisect_right(self._steps, size)]


_SENTENCE_ENDS = (".", "?", "!", "…", "”", '"', "»", "。", "！", "？")


def ends_like_a_sentence(text: str) -> bool:
    """Whether a text ends in a mark that ends sentences."""
    return text.rstrip().endswith(_SENTENCE_ENDS)
