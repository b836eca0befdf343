"""What a page shows, with the places that everything else is told from: headline, first and last block of the text."""

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

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
_BOXES = frozenset({"comment", "related", "bio"})
_TAGS = frozenset("article main header aside footer nav address time figure h1 h2 li table".split())


class Sight:
    """What a page shows, with the places that everything else is told from.

    headline   the place of the headline, -1 where there is none
    first, last   the first and the last kept block, -1 where nothing is kept
    """

    def __init__(self, page: Segmentation, verdict: Verdict, model: Model) -> None:
        """Find the places."""
        self.blocks: Sequence[Block] = page.blocks
        self.elements: Sequence[Element] = page.elements
        self.verdict = verdict
        self._roles = model.roles
        self._known: dict[int, frozenset[str]] = {}  # what `_above` found for an element
        self.site = find_site(page.blocks, verdict.chances, model)
        kept = np.flatnonzero(verdict.kept)
        self.first, self.last = (int(kept[0]), int(kept[-1])) if len(kept) else (-1, -1)
        self.headline = self._headline(model)

    def chance(self, role: Role) -> npt.NDArray[np.float64]:
        """The probability of each block to have a role."""
        return self.verdict.chances[:, self._roles.index(role)]

    def _headline(self, model: Model) -> int:
        best = the_one(Role.HEADLINE, self.verdict.chances, model)
        if best is not None:
            return best
        heads = [i for i, b in enumerate(self.blocks) if b.layout is Layout.HEADING and b.level == 1]
        before = [i for i in heads if self.first < 0 or i <= self.first]
        return before[-1] if before else heads[0] if heads else -1

    def around(self, i: int) -> frozenset[str]:
        """Clues of the elements above block i and inside it."""
        block = self.blocks[i]
        above = self._above(block.element) if block.element >= 0 else frozenset()
        return above | {f"inside {name}" for name in _named(block.inner)}

    def _above(self, element: int) -> frozenset[str]:
        """The telling tags that an element stands in, and what the names of it and of those near above say."""
        if (known := self._known.get(element)) is not None:
            return known
        clues = {*self._tags[element], *(f"own {name}" for name in _named(self.elements[element].words))}
        at, up = self.elements[element].parent, 1
        while at >= 0 and up < 2 * UP:  # further up only boxes matter
            names = _named(self.elements[at].words)
            clues |= {f"named {name}" for name in names} if up < UP else {f"far {n}" for n in names & _BOXES}
            at, up = self.elements[at].parent, up + 1
        self._known[element] = frozenset(clues)
        return self._known[element]

    @cached_property
    def _tags(self) -> list[frozenset[str]]:
        tags: list[frozenset[str]] = []
        for element in self.elements:  # an element comes behind those that it stands in
            up = tags[element.parent] if element.parent >= 0 else frozenset()
            tags.append(up | {f"in {element.tag}"} if element.tag in _TAGS else up)
        return tags

    def place_clues(self, i: int) -> Iterator[str]:
        """Where block i stands: among headline and text, and how far from the headline."""
        if self.headline >= 0:
            yield (
                "is headline block"
                if i == self.headline
                else "below headline"
                if i > self.headline
                else "above headline"
            )
            yield from (f"within {n} of headline" for n in REACH if abs(i - self.headline) <= n)
        if self.first >= 0:
            yield "above text" if i < self.first else "in text" if i <= self.last else "below text"
            yield from (f"within {n} above text" for n in REACH if 0 < self.first - i <= n)
            yield from (f"within {n} below text" for n in REACH if 0 < i - self.last <= n)
            if i in (self.first, self.last):
                yield "first of text" if i == self.first else "last of text"
        if self.verdict.kept[i]:
            yield "kept"

    def clues(self, i: int, role: Role) -> Iterator[str]:
        """What is true of block i, whatever field it is looked at for, and how likely it has a role."""
        yield "shown"
        yield from self.place_clues(i)
        yield from self.chance_clues(i, role)
        yield from self.around(i)

    def chance_clues(self, i: int, role: Role) -> Iterator[str]:
        """How likely block i has a role."""
        chance = self.chance(role)[i]
        yield from (f"{role} {step}" for step in STEPS if chance >= step)


def _named(words: Sequence[str]) -> set[str]:
    """What naming words say."""
    return {name for word in words if word in _SAYING for name in _SAYING[word]}


def fold(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def where(sight: Sight, i: int) -> str:
    """How people find block i of a page: its line in flattened text, its number in HTML."""
    return f"block {i}" if sight.elements else f"line {sight.blocks[i].line + 1}"


def fewer(size: int, steps: Sequence[int], unit: str) -> Iterator[str]:
    """Clues of size: which of rising steps it stays below."""
    return (f"fewer than {step} {unit}" for step in steps if size < step)


_SENTENCE_ENDS = (".", "?", "!", "…", "”", '"', "»", "。", "！", "？")


def ends_like_a_sentence(text: str) -> bool:
    """Whether a text ends in a mark that ends sentences."""
    return text.rstrip().endswith(_SENTENCE_ENDS)
