"""Lines of flattened text that belong to the text because of what stands around them.

Flattened text has lost its markup. What is left is the order of lines, blank lines between them, numbers and times.
Gains and losses of each rule stand in training/LOG.md.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from statistics import fmean

from cleancopy.block import Block, Layout, Role
from cleancopy.block_fields import list_texts
from cleancopy.classify.arrays import BoolArray, Float64Array
from cleancopy.lexicon import ends_like_a_sentence, is_drawn_line
from cleancopy.lines import find_beginning, fold_words

MAX_ENCLOSED = 12
MIN_ENCLOSED_SCORE = 0.25
"""The most lines between two kept ones, and their least mean score."""
MAX_HEADINGS = 4
MIN_HEADING_SCORE = 0.03
"""The most headings between two kept lines, and the least score of each."""
MAX_OPENING = 8
MIN_OPENING_SCORE = 0.15
MIN_OPENING_LINE_SCORE = 0.08
"""The most lines above the text that begin it, their least mean score, and the least of each."""
MIN_TAIL_SCORE = 0.15
MIN_NUMBERED_SCORE = 0.05
MIN_POSTS = 3
MIN_POST_CHARS = 20
"""Posts of the shortest live blog, and characters of the shortest paragraph of one."""
MAX_STANZA = 30
MIN_STANZA = 3
STANZA_SHARE = 2 / 3
"""Lines without a blank line between them that are kept together, and the least share of them that is kept already."""
_TEXT_ROLES = frozenset({Role.OTHER, Role.HEADLINE})
"""Roles of lines that the network takes for nothing in particular. Lines without markup look like headlines to it."""
_HEADING_ROLES = _TEXT_ROLES | {Role.SUBHEADING}
_NUMERAL = re.compile(r"\(?(\d{1,3})[.)]\s")
_TIME = re.compile(
    r"\d{1,2}(?:[:.h]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?)?|\s?[ap]\.?m\.?)(?:\s?(?:[A-Z]{2,4}|uhr|uur))?",
    re.IGNORECASE,
)
_HEADING = Layout.HEADING
_DROPPED = re.compile(rb"\0+")
_LIST_LEADS = (":", "：")


def find_flattened_parts(
    blocks: Sequence[Block], scores: Float64Array, roles: Sequence[Role], kept: BoolArray
) -> list[int]:
    """The indices of the lines that are not kept, but belong to those that are."""
    was_kept, now_kept, chances = kept.tolist(), kept.tolist(), scores.tolist()
    for rule in _RULES:
        for i in list(rule(blocks, chances, roles, now_kept)):
            now_kept[i] = True
    return [i for i, is_kept in enumerate(now_kept) if is_kept and not was_kept[i]]


def list_gaps(kept: Sequence[bool]) -> list[tuple[int, int]]:
    """The kept blocks above and below each run of others between them."""
    return [(start - 1, end) for start, end in list_dropped(kept) if start > 0 and end < len(kept)]


def list_dropped(kept: Sequence[bool] | BoolArray) -> list[tuple[int, int]]:
    """The first block of each run of blocks that are not kept, and the one below the run."""
    return [match.span() for match in _DROPPED.finditer(bytes(kept))]


def find_headings(
    blocks: Sequence[Block], scores: Sequence[float], roles: Sequence[Role], kept: Sequence[bool]
) -> Iterator[int]:
    """Headings between kept lines, with at most drawn lines beside them: a page has its headline above its text."""
    for above, below in list_gaps(kept):
        run: list[int] = []
        for i in range(above + 1, below):
            if is_drawn_line(blocks[i].text):
                continue
            is_heading = blocks[i].layout is _HEADING and roles[i] in _HEADING_ROLES and scores[i] >= MIN_HEADING_SCORE
            if not is_heading or len(run) == MAX_HEADINGS:
                break
            run.append(i)
        else:
            yield from run


def find_enclosed(
    blocks: Sequence[Block], scores: Sequence[float], roles: Sequence[Role], kept: Sequence[bool]
) -> Iterator[int]:
    """Lines between kept ones, but for numbers and the entries of a list of contents, which name headings below."""
    below_of: dict[str, int] = {}
    for above, below in list_gaps(kept):
        run = range(above + 1, below)
        if len(run) > MAX_ENCLOSED or fmean(scores[above + 1 : below]) < MIN_ENCLOSED_SCORE:
            continue
        if all(roles[i] in _TEXT_ROLES and any(map(str.isalpha, blocks[i].text)) for i in run):
            below_of = below_of or {fold_words(blocks[i].text): i for i in range(below, len(blocks))}
            names = (fold_words(blocks[i].text).lstrip("0123456789 ") for i in run)
            if not any(below_of.get(name, -1) >= below for name in names):
                yield from run


def find_list_leads(
    blocks: Sequence[Block], _: Sequence[float], roles: Sequence[Role], kept: Sequence[bool]
) -> Iterator[int]:
    """Lines with a colon above a kept item of a list: "Find out these things first:"."""
    for item in [end for _start, end in list_dropped(kept)]:
        if (
            item < len(blocks)
            and blocks[item].layout is Layout.LIST_ITEM
            and blocks[item - 1].text.endswith(_LIST_LEADS)
            and roles[item - 1] in _TEXT_ROLES
        ):
            yield item - 1


def find_opening(
    blocks: Sequence[Block], scores: Sequence[float], roles: Sequence[Role], kept: Sequence[bool]
) -> Iterator[int]:
    """Lines right above the text that may well begin it. The network is in doubt where a text begins."""
    first = start = kept.index(True)
    while start and roles[start - 1] in _TEXT_ROLES and scores[start - 1] >= MIN_OPENING_LINE_SCORE:
        start -= 1
    if 0 < first - start <= MAX_OPENING and fmean(scores[start:first]) >= MIN_OPENING_SCORE:
        yield from range(start, first)


def find_numbered(
    blocks: Sequence[Block], scores: Sequence[float], _: Sequence[Role], kept: Sequence[bool]
) -> Iterator[int]:
    """Lines whose number goes on from that of a kept line, and what stands between the two."""
    last, number = -1, 0
    for i in find_beginning(list_texts(blocks), "(", or_digit=True):
        if (match := _NUMERAL.match(blocks[i].text)) is None:
            continue
        goes_on = last >= 0 and int(match[1]) == number + 1 and i - last <= MAX_ENCLOSED
        if goes_on and scores[i] >= MIN_NUMBERED_SCORE:
            yield from range(last + 1, i + 1)
        elif not kept[i]:
            continue
        last, number = i, int(match[1])


def find_posts(
    blocks: Sequence[Block], _: Sequence[float], roles: Sequence[Role], kept: Sequence[bool]
) -> Iterator[int]:
    """The posts of a live blog of which half are kept: the paragraphs below a time alone, and the line above them."""
    times = [i for i in find_beginning(list_texts(blocks), "", or_digit=True) if _TIME.fullmatch(blocks[i].text)]
    posts = list(pairwise([*times, len(blocks)]))
    if len(posts) < MIN_POSTS or 2 * sum(any(kept[start:end]) for start, end in posts) < len(posts):
        return
    for time, end in posts:
        start = time + 1
        has_heading = start < end and not ends_like_a_sentence(blocks[start].text)
        below = start + has_heading
        while below < end and len(blocks[below].text) >= MIN_POST_CHARS and ends_like_a_sentence(blocks[below].text):
            below += 1
        if below > start + has_heading:
            yield from range(start, below)


def find_stanzas(
    blocks: Sequence[Block], _: Sequence[float], __: Sequence[Role], kept: Sequence[bool]
) -> Iterator[int]:
    """Lines without a blank line between them of which most are kept: stanzas, lists. Some texts have none at all."""
    starts = [i for i, block in enumerate(blocks) if i == 0 or block.gap]
    if len(starts) == 1:
        return
    for start, end in pairwise([*starts, len(blocks)]):
        size = end - start
        if MIN_STANZA <= size <= MAX_STANZA and sum(kept[start:end]) >= STANZA_SHARE * size:
            yield from range(start, end)


def find_tails(
    blocks: Sequence[Block], scores: Sequence[float], roles: Sequence[Role], kept: Sequence[bool]
) -> Iterator[int]:
    """A sentence over several lines right below kept text."""
    for start in [start for start, _ in list_dropped(kept) if start > 0]:
        end = start
        while end + 1 < len(blocks) and not kept[end + 1] and _goes_on(blocks[end].text, blocks[end + 1].text):
            end += 1
        is_text = all(roles[j] in _TEXT_ROLES for j in range(start, end + 1))
        if end > start and is_text and scores[start] >= MIN_TAIL_SCORE and ends_like_a_sentence(blocks[end].text):
            yield from range(start, end + 1)


def _goes_on(above: str, below: str) -> bool:
    """Whether a line begins in the middle of the sentence above."""
    return not ends_like_a_sentence(above) and below[:1].islower()


_RULES: tuple[Callable[..., Iterator[int]], ...] = (
    find_headings, find_enclosed, find_list_leads, find_opening, find_numbered, find_posts, find_stanzas, find_tails,
)  # fmt: skip
