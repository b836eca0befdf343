"""What a page shows, with the places that everything else is told from: headline, first and last block of the text."""

from bisect import bisect_right
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from cleancopy.block import Block, Element, Layout, Role, Segmentation
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
_TAGS = frozenset("article main header aside footer nav address time figure h1 h2 li table".split())


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


class Sight:
    """What a page shows, with the places that everything else is told from.

    headline   the place of the headline, -1 where there is none
    first, last   the first and the last kept block, -1 where nothing is kept
    kept       whether each block is part of the answer
    """

    def __init__(self, page: Segmentation, verdict: Verdict, model: Model) -> None:
        """Find the places."""
        self.blocks: Sequence[Block] = page.blocks
        self.elements: Sequence[Element] = page.elements
        self.verdict = verdict
        self._roles = model.roles
        self._chances: dict[Role, list[float]] = {}
        self._around: dict[int, frozenset[str]] = {}  # what `_above` found for an element
        self._clues: dict[int, tuple[str, ...]] = {}  # of a block, whatever field it is looked at for
        self.site = find_site(page.blocks, verdict.chances, model)
        self.kept: list[bool] = verdict.kept.tolist()
        places = np.flatnonzero(verdict.kept)
        self.first, self.last = (int(places[0]), int(places[-1])) if len(places) else (-1, -1)
        self.headline = self._headline(model)

    def chance(self, role: Role) -> Sequence[float]:
        """The probability of each block to have a role."""
        if role not in self._chances:
            self._chances[role] = self.verdict.chances[:, self._roles.index(role)].tolist()
        return self._chances[role]

    def _headline(self, model: Model) -> int:
        best = the_one(Role.HEADLINE, self.verdict.chances, model)
        if best is not None:
            return best
        heads = [i for i, b in enumerate(self.blocks) if b.layout is Layout.HEADING and b.level == 1]
        before = [i for i in heads if self.first < 0 or i <= self.first]
        return before[-1] if before else heads[0] if heads else -1

    @property
    def top(self) -> int:
        """Where the article begins: its headline or its first block, whichever comes first."""
        return min(self.first, self.headline) if self.headline >= 0 else self.first

    def around(self, i: int) -> frozenset[str]:
        """Clues of the elements above block i and inside it."""
        block = self.blocks[i]
        above = self._above(block.element) if block.element >= 0 else frozenset()
        return above.union(_said(block.inner, _INSIDE)) if block.inner else above

    def _above(self, element: int) -> frozenset[str]:
        """The telling tags that an element stands in, and what the names of it and of those near above say."""
        if (known := self._around.get(element)) is not None:
            return known
        clues = _said(self.elements[element].words, _OWN)
        at, up = self.elements[element].parent, 1
        while at >= 0 and up < 2 * UP:  # further up only boxes matter
            if words := self.elements[at].words:
                clues += _said(words, _NEAR if up < UP else _FAR)
            at, up = self.elements[at].parent, up + 1
        self._around[element] = self._tags[element].union(clues)
        return self._around[element]

    @cached_property
    def _tags(self) -> list[frozenset[str]]:
        tags: list[frozenset[str]] = []
        for element in self.elements:  # an element comes behind those that it stands in
            up = tags[element.parent] if element.parent >= 0 else frozenset()
            tags.append(up | {f"in {element.tag}"} if element.tag in _TAGS else up)
        return tags

    def near_author(self) -> Sequence[bool]:
        """Whether each element, or one of the few above it, is named after an author: "own author", "named author"."""
        distances: list[int] = []
        for element in self.elements:
            if AUTHOR_WORDS.isdisjoint(element.words):
                distances.append(distances[element.parent] + 1 if element.parent >= 0 else UP)
            else:
                distances.append(0)
        return [distance < UP for distance in distances]

    def place_clues(self, i: int) -> Iterator[str]:
        """Where block i stands among headline and text."""
        if self.headline >= 0:
            yield (
                "is headline block"
                if i == self.headline
                else "below headline"
                if i > self.headline
                else "above headline"
            )
        if self.first >= 0:
            yield "above text" if i < self.first else "in text" if i <= self.last else "below text"
            if i in (self.first, self.last):
                yield "first of text" if i == self.first else "last of text"
        if self.kept[i]:
            yield "kept"

    def _distance_clues(self, i: int) -> Iterator[str]:
        """How far block i stands from headline and text."""
        if self.headline >= 0:
            yield from _reached(abs(i - self.headline), _OF_HEADLINE)
        if 0 <= i < self.first:
            yield from _reached(self.first - i, _ABOVE_TEXT)
        if 0 <= self.last < i:
            yield from _reached(i - self.last, _BELOW_TEXT)

    def clues(self, i: int, role: Role) -> tuple[str, ...]:
        """What is true of block i, whatever field it is looked at for, and how likely it has a role."""
        if i not in self._clues:
            self._clues[i] = ("shown", *self.place_clues(i), *self._distance_clues(i), *self.around(i))
        return self._clues[i] + self.chance_clues(i, role)

    def chance_clues(self, i: int, role: Role) -> tuple[str, ...]:
        """How likely block i has a role."""
        return _REACHED[role][bisect_right(STEPS, self.chance(role)[i])]


def _said(words: Sequence[str], clues: Mapping[str, Sequence[str]]) -> list[str]:
    """The clues of naming words."""
    return [clue for word in words if word in clues for clue in clues[word]]


def _reached(distance: int, clues: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return clues[distance] if distance < len(clues) else ()


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
