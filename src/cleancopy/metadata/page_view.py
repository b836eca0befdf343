"""The visible blocks of a page, with the positions of headline and text, and the signals that follow from them."""

from bisect import bisect_right
from collections.abc import Container, Mapping, Sequence, Set

import numpy as np
import numpy.typing as npt

from cleancopy.block import Block, Element, Layout, MarkKind, Role, Segmentation
from cleancopy.classify import BlockPredictions
from cleancopy.elements import find_elements
from cleancopy.metadata.page_scan import find_below, group_marks, list_column

PROBABILITY_STEPS = (0.02, 0.1, 0.3, 0.6, 0.9)
"""Probabilities of a role; each is a signal when it is reached."""
DISTANCE_STEPS = (1, 3, 8, 20)
"""Distances in blocks; each is a signal when it is not exceeded."""
MAX_ANCESTORS = 4
"""Elements above a block whose class and id words may name it."""

_WORDS_OF_KIND = {
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
"""By kind of element the words of classes and ids that name it, as publishers and their systems use them."""
_KINDS_OF_WORD = {
    word: [kind for kind, kind_words in _WORDS_OF_KIND.items() if word in kind_words.split()]
    for words in _WORDS_OF_KIND.values()
    for word in words.split()
}
AUTHOR_WORDS = frozenset(_WORDS_OF_KIND["author"].split())
DEK_WORDS = frozenset(_WORDS_OF_KIND["dek"].split())
_BOXES = frozenset({"comment", "related", "bio"})
_TAG_SIGNALS = {
    tag: frozenset({f"in {tag}"})
    for tag in "article main header aside footer nav address time figure h1 h2 li table".split()
}
_NO_SIGNALS: frozenset[str] = frozenset()


def _make_word_signals(prefix: str, kinds: Container[str] = _WORDS_OF_KIND) -> dict[str, list[str]]:
    """By word the signals that it gives: a prefix and each of its kinds that is among `kinds`."""
    return {word: [f"{prefix} {kind}" for kind in own if kind in kinds] for word, own in _KINDS_OF_WORD.items()}


_OWN, _NEAR, _INSIDE = map(_make_word_signals, ("own", "named", "inside"))
_FAR = _make_word_signals("far", _BOXES)
_PROBABILITY_SIGNALS = {
    role: [tuple(f"{role} {step}" for step in PROBABILITY_STEPS[:n]) for n in range(len(PROBABILITY_STEPS) + 1)]
    for role in Role
}
"""By role and number of steps that a probability reaches the signals."""


def _make_distance_signals(target: str) -> list[tuple[str, ...]]:
    """By distance in blocks the signals of the steps that it does not exceed."""
    return [
        tuple(f"within {n} {target}" for n in DISTANCE_STEPS if distance <= n)
        for distance in range(max(DISTANCE_STEPS) + 1)
    ]


_OF_HEADLINE, _ABOVE_TEXT, _BELOW_TEXT = map(_make_distance_signals, ("of headline", "above text", "below text"))
_HEADING, _MARK_KINDS = Layout.HEADING, tuple(MarkKind)
_TEXT, _LAYOUT, _ELEMENT, _INNER_WORDS, _MARKS = map(
    Block._fields.index, ("text", "layout", "element", "inline_names", "marks")
)
_PARENT = Element._fields.index("parent")


class PageView:
    """The visible blocks of a page, with the positions of headline and text.

    texts, layouts, inner_words   of each block; `inner_words` are those of its inline elements
    element_of_block    by block the index of the element around it, -1 in flattened text
    parents             by element the index of its parent
    timestamps          the dates of its time elements, also of those that show nothing
    marks_by_kind       by kind the marks of all blocks, each with the index of its block
    site_index          the block with the name of the site, None where there is none
    headline_index      the block of the headline, -1 where there is none
    first_index, last_index   the first and the last kept block, -1 where nothing is kept
    top_index           the block where the article begins: its headline or its first kept block
    kept                by block whether it is part of the answer
    """

    def __init__(self, page: Segmentation, predictions: BlockPredictions) -> None:
        """Find headline and text."""
        self.blocks: Sequence[Block] = page.blocks
        self.timestamps = page.timestamps
        self.elements: Sequence[Element] = page.elements
        self.texts: Sequence[str] = list_column(page.blocks, _TEXT)
        self.layouts: Sequence[Layout] = list_column(page.blocks, _LAYOUT)
        self.element_of_block: Sequence[int] = list_column(page.blocks, _ELEMENT)
        self.inner_words: Sequence[tuple[str, ...]] = list_column(page.blocks, _INNER_WORDS)
        self.parents: list[int] = list_column(page.elements, _PARENT)
        self.marks_by_kind = group_marks(list_column(page.blocks, _MARKS), _MARK_KINDS)
        self.predictions = predictions
        self._probabilities: dict[Role, list[float]] = {}
        # Results of the methods below, so that each element and each block is looked at once.
        self._named_by: dict[int, list[str]] = {}
        self._tags_above: dict[int, frozenset[str]] = {}
        self._signals_above: dict[tuple[int, str, tuple[str, ...]], frozenset[str]] = {}
        self._element_signals: dict[int, frozenset[str]] = {}
        self._block_signals: dict[int, tuple[str, ...]] = {}
        self.kept: list[bool] = predictions.kept.tolist()
        kept = np.flatnonzero(predictions.kept)
        self.first_index, self.last_index = (int(kept[0]), int(kept[-1])) if len(kept) else (-1, -1)
        self.site_index = predictions.site_index
        headline = predictions.best(Role.HEADLINE)
        self.headline_index = self._guess_headline() if headline is None else headline
        self.top_index = min(self.first_index, self.headline_index) if self.headline_index >= 0 else self.first_index

    def probability_column(self, role: Role) -> npt.NDArray[np.float64]:
        """By block the probability of a role, as an array."""
        return self.predictions.probability(role)

    def list_probabilities(self, role: Role) -> list[float]:
        """By block the probability of a role, as a list."""
        if role not in self._probabilities:
            self._probabilities[role] = self.probability_column(role).tolist()
        return self._probabilities[role]

    def _guess_headline(self) -> int:
        """The headline by layout, where the model names none: the last big heading before the text, or the first."""
        first = self.first_index
        headings = [i for i, layout in enumerate(self.layouts) if layout is _HEADING and self.blocks[i].level == 1]
        before = [i for i in headings if first < 0 or i <= first]
        return before[-1] if before else headings[0] if headings else -1

    def source_label(self, i: int) -> str:
        """How people find block i of a page: its line in flattened text, its number in HTML."""
        return f"block {i}" if self.elements else f"line {self.blocks[i].line + 1}"

    def element_signals(self, i: int) -> frozenset[str]:
        """Signals of the elements above block i and inside it."""
        if (known := self._element_signals.get(i)) is None:
            element, words = self.element_of_block[i], self.inner_words[i]
            known = self._ancestor_signals(element) if element >= 0 else _NO_SIGNALS
            if words and (inside := _list_word_signals(words, _INSIDE)):
                known = known.union(inside)
            self._element_signals[i] = known
        return known

    def _ancestor_signals(self, element: int) -> frozenset[str]:
        """Signals of an element and those above it: the tags, and what the words of classes and ids name."""
        tag, parent, _, words, _, _ = self.elements[element]
        if (known := self._signals_above.get((parent, tag, words))) is not None:  # of an equal sibling
            return known
        signals: list[str] = []
        index, n_levels = element, 0
        while index >= 0 and n_levels < 2 * MAX_ANCESTORS:  # further up only boxes matter
            own = self._named_by.get(index)
            if own is None:
                own = self._named_by[index] = [word for word in self.elements[index].words if word in _KINDS_OF_WORD]
            if own:
                signals_of = _NEAR if 0 < n_levels < MAX_ANCESTORS else _FAR if n_levels else _OWN
                signals += _list_word_signals(own, signals_of)
            index, n_levels = self.parents[index], n_levels + 1
        tags = self._ancestor_tags(element)
        known = self._signals_above[parent, tag, words] = tags.union(signals) if signals else tags
        return known

    def _ancestor_tags(self, element: int) -> frozenset[str]:
        """Signals of the tags of an element and of all elements above it."""
        passed = []
        while element >= 0 and element not in self._tags_above:
            passed.append(element)
            element = self.parents[element]
        tags = self._tags_above[element] if element >= 0 else _NO_SIGNALS
        for index in reversed(passed):
            own = _TAG_SIGNALS.get(self.elements[index].tag)
            if own is not None and not own <= tags:
                tags |= own
            self._tags_above[index] = tags
        return tags

    def find_named_element(self, i: int, names: Set[str], n_levels: int) -> int:
        """The innermost of the first `n_levels` elements above block i that `names` has a word of; -1 without one."""
        element = self.element_of_block[i]
        for _ in range(n_levels):
            if element < 0 or not names.isdisjoint(self.elements[element].words):
                return element
            element = self.parents[element]
        return -1

    def find_author_elements(self) -> bytes:
        """By element whether it is named after an author, or stands a few levels below such an element."""
        return find_below(self.parents, find_elements(self.elements, frozenset(), AUTHOR_WORDS), MAX_ANCESTORS)

    def position_signals(self, i: int) -> list[str]:
        """Signals of the position of block i relative to headline and text."""
        signals, headline, first = [], self.headline_index, self.first_index
        if headline >= 0:
            signals.append(
                "below headline" if i > headline else "above headline" if i < headline else "is headline block"
            )
        if first >= 0:
            signals.append("above text" if i < first else "in text" if i <= self.last_index else "below text")
            if i in (first, self.last_index):
                signals.append("first of text" if i == first else "last of text")
        if self.kept[i]:
            signals.append("kept")
        return signals

    def _distance_signals(self, i: int) -> tuple[str, ...]:
        """Signals of the distance of block i from headline and text."""
        signals: tuple[str, ...] = ()
        if self.headline_index >= 0:
            signals += _pick_distance_signals(abs(i - self.headline_index), _OF_HEADLINE)
        if 0 <= i < self.first_index:
            signals += _pick_distance_signals(self.first_index - i, _ABOVE_TEXT)
        if 0 <= self.last_index < i:
            signals += _pick_distance_signals(i - self.last_index, _BELOW_TEXT)
        return signals

    def block_signals(self, i: int, role: Role) -> tuple[str, ...]:
        """The signals of block i that every field uses, and those of the probability of a role."""
        if (known := self._block_signals.get(i)) is None:
            known = ("shown", *self.position_signals(i), *self._distance_signals(i), *self.element_signals(i))
            self._block_signals[i] = known
        return known + self.probability_signals(i, role)

    def probability_signals(self, i: int, role: Role) -> tuple[str, ...]:
        """Signals of the probability that block i has a role."""
        return _PROBABILITY_SIGNALS[role][bisect_right(PROBABILITY_STEPS, self.list_probabilities(role)[i])]


def _list_word_signals(words: Sequence[str], signals: Mapping[str, Sequence[str]]) -> list[str]:
    return [signal for word in words if word in signals for signal in signals[word]]


def _pick_distance_signals(distance: int, signals: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return signals[distance] if distance < len(signals) else ()
