"""What shows that a name in a block is that of the author: the markup, the words before it, or where the line stands.

A name in prose, in a list, in a menu or in a comment is no author, however much it looks like a name.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from cleancopy.block import Role
from cleancopy.lexicon import AGENCIES, ends_like_a_sentence
from cleancopy.metadata.byline_parser import has_inner_lead
from cleancopy.metadata.line_dates import LineDates
from cleancopy.metadata.page_view import PROBABILITY_STEPS, PageView

MARKED_NAME = frozenset({"rel=author", "link to an author", "part named author", "marked name"})
"""Signals of names that the markup shows to be those of authors."""
MAX_LINE_CHARS = 120
"""Characters of the longest kept line that is no prose."""
MIN_NAME_SHARE = 0.4
"""The least share of the letters of a line that its names have, where little else shows that it is a byline."""
AROUND_HEADLINE = range(-3, 9)
"""Distances from the headline, in blocks, at which a line may be a byline."""
AROUND_END = range(-2, 7)
"""The same from the last block of the text."""
ALONE_SHARE = 0.8
"""The least share that a name has in a line of nothing but names and dates."""
NEAR = 2
"""The most blocks between such a line and the headline."""
BELOW_FIRST = 3
"""The same from the first block of the text, if the headline is far."""
_SIGNATURES = frozenset({Role.BYLINE, Role.DATELINE})
_COMMENT_SIGNALS = frozenset({"own comment", "named comment", "far comment"})
_POSSIBLE, _LIKELY = PROBABILITY_STEPS[1:3]


class BlockEvidence(NamedTuple):
    """What speaks for a block as the place of an author's name.

    is_byline     whether it begins like a byline
    is_named      whether it stands in or around an element named after an author
    is_repeated   whether it is one of several that the markup shows to name people: cards, testimonials, comments
    is_marked     whether an inline element of it names an author
    is_placed     whether it stands where a byline may, see `find_places`
    """

    is_byline: bool
    is_named: bool
    is_repeated: bool
    is_marked: bool
    is_placed: bool


def can_name_author(view: PageView, i: int, evidence: BlockEvidence, dates: LineDates) -> bool:
    """Whether any name in block i could be that of an author: a quick test, before its line is read.

    What it turns down, `is_author` turns down for every name: each test here is one that every way to an author there
    has to pass.
    """
    if evidence.is_named and evidence.is_repeated:
        return False
    if _is_prose(view, i):
        can_name = evidence.is_byline and evidence.is_placed
    elif evidence.is_named or evidence.is_marked:
        can_name = True
    else:
        can_name = evidence.is_placed and i != view.headline_index
        can_name = can_name and (evidence.is_byline or _can_look_like_byline(view, i, dates))
    return can_name and not _is_comment(view, i)


def is_author(  # noqa: PLR0913 - all that is known of the name
    view: PageView, i: int, evidence: BlockEvidence, name: str, signals: Collection[str], line: str, *, is_dated: bool
) -> bool:
    """Whether a name in block i, which can name an author, is one.

    signals    how it was found
    line       the text of the block without its dates
    is_dated   whether the block has a date
    """
    is_marked = not MARKED_NAME.isdisjoint(signals)
    if i == view.headline_index and not is_marked:
        return False
    if _is_prose(view, i):
        return _has_most(name, line)
    if evidence.is_named or is_marked:
        return not evidence.is_repeated
    if not evidence.is_placed:
        return False
    if evidence.is_byline and ("behind by" not in signals or is_dated or _has_most(name, line)):
        return True
    return _looks_like_byline(view, i, name, line, is_dated=is_dated)


def _looks_like_byline(view: PageView, i: int, name: str, line: str, *, is_dated: bool) -> bool:
    """Whether a line that neither the markup nor its first word shows to be a byline is one nevertheless."""
    is_signature = view.predictions.roles[i] in _SIGNATURES
    probability = view.list_probabilities(Role.BYLINE)[i]
    if probability >= _LIKELY or (is_dated and has_inner_lead(line)):
        return True
    is_near = view.headline_index >= 0 and abs(i - view.headline_index) <= NEAR
    is_below = is_near and i > view.headline_index
    if probability >= _POSSIBLE and is_below and _has_most(name, line, ALONE_SHARE):
        return True
    if is_dated and is_near:
        return _has_most(name, line, MIN_NAME_SHARE if is_signature else ALONE_SHARE)
    return is_signature and _is_cased(name)


def _can_look_like_byline(view: PageView, i: int, dates: LineDates) -> bool:
    """Whether block i has one of the things that `_looks_like_byline` asks for, whatever its words are."""
    is_signature = view.predictions.roles[i] in _SIGNATURES
    return is_signature or view.list_probabilities(Role.BYLINE)[i] >= _POSSIBLE or bool(dates.list_dates(i))


def _is_comment(view: PageView, i: int) -> bool:
    return i > view.headline_index and not _COMMENT_SIGNALS.isdisjoint(view.element_signals(i))


def _is_prose(view: PageView, i: int) -> bool:
    text = view.texts[i]
    return view.kept[i] and (ends_like_a_sentence(text) or len(text) > MAX_LINE_CHARS)


def find_places(view: PageView) -> frozenset[int]:
    """The indices of blocks where a byline may stand: around the headline, or at one end of the text."""
    places = {*range(view.first_index + BELOW_FIRST + 1)}
    if view.headline_index >= 0:
        places.update(view.headline_index + offset for offset in AROUND_HEADLINE)
    if view.last_index >= 0:
        places.update(view.last_index + offset for offset in AROUND_END)
    return frozenset(places.intersection(range(len(view.blocks))))


def _has_most(name: str, line: str, share: float = MIN_NAME_SHARE) -> bool:
    return _count_letters(name) >= share * _count_letters(line)


def _count_letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _is_cased(name: str) -> bool:
    """Whether a name has capitals: in scripts without them, any two words look like a name."""
    return name != name.lower()


def drop_lesser_names(names: Sequence[str], site_names: Collection[str]) -> list[str]:
    """Drop what stands beside a person: the site, an agency, the same name with more around it, its first name alone.

    names        keys of the names that were chosen
    site_names   keys of the names of the site
    """
    people = [n for n in names if n not in site_names and n not in AGENCIES] or [*names]
    inner = [(short, long) for short in people for long in people if short != long and f" {short} " in f" {long} "]
    lesser = {long if " " in short else short for short, long in inner}
    return [n for n in people if n not in lesser]
