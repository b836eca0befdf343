"""Candidates for title, dek and the name of the site among the blocks of a page.

The same for HTML and flattened text. Flattened text has no elements, so only words, probabilities and positions count.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from cleancopy.block import Block, Layout, MarkKind, Role
from cleancopy.lexicon import ends_like_a_sentence
from cleancopy.lines import count_wide, count_words
from cleancopy.metadata.bylines import find_author_signal
from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.dek_evidence import find_evidence
from cleancopy.metadata.page_scan import find_largest
from cleancopy.metadata.page_view import PageView
from cleancopy.metadata.text_signals import SizeBuckets, fold_spaces

# A member of an enumeration is slow to look up in Python 3.11, so this is done once.
_ALT, _HEADING, _PART = Layout.ALT, Layout.HEADING, MarkKind.NAMED_SPAN
_HASHTAGS = re.compile(r"(?:(?:^|\s+)#\w+)+$")
"""Tags behind a headline."""
TITLE_WORDS = range(1, 46)
DEK_WORDS = range(4, 121)
_SIZES = SizeBuckets((8, 15, 30, 60), "words")
_N_LIKELIEST = 5
"""Blocks with the highest probability of a role that are candidates, wherever they stand."""
_MAX_HEADINGS = 60
_MAX_TITLE_LEVEL = 2
_SEPARATORS = (" | ", " - ", " – ", " — ", ": ", " : ")
_AROUND_HEADLINE = range(-2, 15)
"""Distances from the headline, in blocks, at which a dek may stand."""
_AROUND_FIRST = range(-3, 3)
"""The same from the first paragraph, on a page without a headline."""


def site_candidates(view: PageView) -> Iterator[Candidate]:
    """The name of the site, where the page shows one."""
    if view.site_index is not None:
        name = fold_spaces(view.blocks[view.site_index].text)
        yield Candidate("site", name, view.source_label(view.site_index), ("shown",))


def title_candidates(view: PageView) -> Iterator[Candidate]:
    """Candidates for the title: big headings, and the likeliest headlines."""
    likely = _find_likeliest(view, Role.HEADLINE)
    headings = [i for i, layout in enumerate(view.layouts) if layout is _HEADING]
    headings = [i for i in headings if view.blocks[i].level <= _MAX_TITLE_LEVEL]
    for i in sorted({*likely, *headings[:_MAX_HEADINGS]}):
        block = view.blocks[i]
        if block.layout is _ALT or _count_words(block) not in TITLE_WORDS:
            continue
        signals = [*view.block_signals(i, Role.HEADLINE)]
        signals.append(f"h{block.level}" if block.layout is _HEADING else "no heading")
        signals += ["likeliest headline"] if i == likely[0] else ["among likely headlines"] if i in likely else []
        for text, own in _split_title(block):
            yield Candidate("title", text, view.source_label(i), (*signals, *own))


def _split_title(block: Block) -> Iterator[tuple[str, tuple[str, ...]]]:
    """A headline as a whole, and without a kicker: an inline element, or the text before a separator."""
    text = fold_spaces(block.text)
    if "#" in text:
        text = _HASHTAGS.sub("", text)
    if not text:
        return
    yield text, ()
    for mark in block.marks:
        is_author = find_author_signal(mark) != ""
        if mark.kind is _PART and mark.end - mark.start < len(text):
            yield text[mark.start : mark.end], ("a part",)
        if (mark.kind is _PART or is_author) and mark.end - mark.start < len(text):
            yield (text[: mark.start] + text[mark.end :]).strip(" :|–-"), ("without a part",)
    for separator in _SEPARATORS:
        head, _, tail = text.partition(separator)
        if head and tail:
            yield tail, (f"behind {separator.strip()}",)
            yield text.rpartition(separator)[0], (f"before {separator.strip()}",)


def dek_candidates(view: PageView, stated: Collection[str]) -> Iterator[Candidate]:
    """Candidates for the dek: what something shows to be one, around headline and first paragraph or likely.

    stated   keys of the descriptions of the head
    """
    likely = _find_likeliest(view, Role.DEK)
    headline = view.headline_index
    center, offsets = (headline, _AROUND_HEADLINE) if headline >= 0 else (view.first_index, _AROUND_FIRST)
    near = range(len(view.blocks))[max(0, center + offsets.start) : max(0, center + offsets.stop)]
    for i in sorted({*likely, *near}):
        block = view.blocks[i]
        if block.layout is _ALT or i == headline or (n_words := _count_words(block)) not in DEK_WORDS:
            continue
        if not (evidence := find_evidence(view, i, stated)):
            continue
        signals = [*_dek_signals(view, i, n_words), *evidence]
        signals += ["likeliest dek"] if i == likely[0] else []
        yield Candidate("dek", fold_spaces(block.text), view.source_label(i), tuple(signals))


def _dek_signals(view: PageView, i: int, n_words: int) -> Iterator[str]:
    block = view.blocks[i]
    yield from view.block_signals(i, Role.DEK)
    yield from view.probability_signals(i, Role.CAPTION)
    yield from view.probability_signals(i, Role.BYLINE)
    yield f"role {view.predictions.roles[i]}"
    yield f"layout {block.layout}"
    if view.elements:
        yield "in markup"
    yield from _SIZES.list_signals(n_words)
    if block.bold_chars * 2 > len(block.text):
        yield "bold"
    if block.link_chars * 2 > len(block.text):
        yield "linked"
    if ends_like_a_sentence(block.text):
        yield "ends like a sentence"


def _find_likeliest(view: PageView, role: Role) -> Sequence[int]:
    """The indices of the blocks with the highest probability of a role, the likeliest first."""
    return find_largest(view.list_probabilities(role), _N_LIKELIEST)


def _count_words(block: Block) -> int:
    """Count words. Two characters of Chinese, Japanese or Korean count as one."""
    return count_words(block.text) + count_wide(block.text) // 2
