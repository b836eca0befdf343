"""The posts of a thread, a list of answers or a live blog: where each begins, who wrote it and when.

Which name and which date of a post's box are its own is decided for all boxes together: they stand at the same place
in most of them, and the names differ.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain
from typing import NamedTuple

from cleancopy.block import PROSE_CHARS, Block, Layout, MarkKind
from cleancopy.elements import find_innermost
from cleancopy.metadata.dates import parse_date
from cleancopy.metadata.line_dates import LineDates
from cleancopy.metadata.month_names import drop_weekday
from cleancopy.metadata.names import clean_name
from cleancopy.metadata.page_view import AUTHOR_WORDS, PageView
from cleancopy.post_boxes import PostStart
from cleancopy.post_groups import MIN_BOXES, list_names
from cleancopy.post_notes import NOTE_CHARS, USER_WORDS, is_of_user, is_user_link

NAME_CHARS = 40
NAME_WORDS = 4
"""Characters and words of the longest name of a user."""
MIN_SHARE = 0.6
"""The least share of posts that have a name at a place which neither a link nor a class says to be of names."""
MIN_EVIDENT = 0.6
"""The least share of boxes with a date, or with a stated name, that makes them posts."""
MAX_FEW = 3
"""So few boxes need both."""
_USER_WORDS = AUTHOR_WORDS | USER_WORDS | {"name", "fn"}
_NO_NAME = re.compile(r"\d{4}|[:@#»]|\d+(?:st|nd|rd|th)?")
_AFTER_NAME = re.compile(
    r"\s*(?:[|•·»:,]|\b(?:on|says|said|wrote|writes|schrieb|am|a écrit|escribió|dijo|ha scritto|пишет|написал[аи]?|"
    r"skrev)\b).*$",
    re.IGNORECASE,
)
"""What follows the name in a line with the date: "Jane wrote:", "Jane » 3 May 2020"."""
_INITIAL = re.compile(r"\s\w$")
_TIME_AFTER = re.compile(r"\s\d{1,2}[-/.:]\w")
_TIME, _LINK, _STRONG = MarkKind.TIME, MarkKind.LINK, MarkKind.STRONG
_AUTHOR = MarkKind.AUTHOR
_SURE = {"link": 4, "named": 3, "signed": 2, "strong": 2, "short": 1, "time": 3, "line": 2, "hidden": 1}
"""How sure a kind of clue is: of two places that as many posts have the surer one counts."""


_DAYS = frozenset({"time", "line", "hidden"})
_STATED = _DAYS | {"link", "named"}
"""Clues that need no others like them."""


class _Clue(NamedTuple):
    """A name or a date in a block. `place` is the same for those at the same place in other posts."""

    block_index: int
    value: str
    kind: str
    place: tuple[object, ...]


def find_posts(
    view: PageView, dates: LineDates, language: str | None, author: str | None, published: str | None
) -> tuple[PostStart, ...]:
    """Find the posts of a page; none where it does not repeat boxes with texts and dates or names.

    author, published   those of the page, which are those of a first post outside of the boxes
    """
    kept = [i for i, is_kept in enumerate(view.kept) if is_kept]
    boxes, box_of = view.predictions.post_boxes
    starts: dict[int, int] = {}
    for i in kept if boxes else ():
        if box_of[i] >= 0 or _is_prose(view, i):
            starts.setdefault(box_of[i], i)
    opening = starts.pop(-1, None)
    if len(starts) < MIN_BOXES:
        return ()
    inside = [i for i, box in enumerate(box_of) if box in starts and len(view.texts[i]) <= NOTE_CHARS]
    days_found = chain(_find_days(view, inside, dates, language), _find_hidden_days(view, boxes, starts, language))
    _, days = _choose(days_found, box_of, starts)
    if len(starts) < MAX_FEW and len(days) < len(starts):
        return ()
    names, authors = _choose(_find_names(view, inside, dates), box_of, starts)
    if not _are_posts(starts, names, authors, days):
        return ()
    posts = sorted(PostStart(i, authors.get(box), days.get(box)) for box, i in starts.items())
    if opening is not None and opening < posts[0].block_index:
        posts.insert(0, PostStart(opening, author, published))
    return tuple(posts)


def _is_prose(view: PageView, i: int) -> bool:
    return len(view.texts[i]) >= PROSE_CHARS and view.layouts[i] is not Layout.HEADING


def _find_days(view: PageView, indices: Sequence[int], dates: LineDates, language: str | None) -> Iterator[_Clue]:
    known = frozenset(indices)
    for i, mark in view.marks_by_kind[_TIME]:
        if mark.value and i in known and (day := parse_date(mark.value, language)):
            yield _Clue(i, day, "time", _place(view, i))
    for i in indices:
        if i in dates.line_indices and not is_of_user(view.blocks, i) and (found := dates.list_dates(i)):
            yield _Clue(i, found[0].date, "line", _place(view, i))


def _find_hidden_days(
    view: PageView, boxes: Collection[int], starts: Mapping[int, int], language: str | None
) -> Iterator[_Clue]:
    """The dates of time elements that may show nothing, as if they stood at the beginning of their posts."""
    inner = find_innermost(view.elements, frozenset(boxes)) if view.timestamps else []
    for stamp in view.timestamps:
        box = inner[stamp.element] if stamp.element >= 0 else -1
        if box in starts and (day := parse_date(stamp.value, language)):
            yield _Clue(starts[box], day, "hidden", _name_element(view, stamp.element))


def _find_names(view: PageView, indices: Collection[int], dates: LineDates) -> Iterator[_Clue]:
    yield from _find_marked_names(view, frozenset(indices))
    for i in indices:
        if view.layouts[i] is Layout.ALT:
            continue
        if dates.list_dates(i):
            name, kind = _read_name(_AFTER_NAME.sub("", dates.replace_dates(i).lstrip("| ")), is_sure=True), "signed"
        else:
            element = view.element_of_block[i]
            own = view.elements[element].words if element >= 0 else ()
            is_named = not _USER_WORDS.isdisjoint((*view.inner_words[i], *own))
            name, kind = _read_name(_cut_time(view.blocks[i]), is_sure=is_named), "named" if is_named else "short"
        if name:
            yield _Clue(i, name, kind, _place(view, i))


def _find_marked_names(view: PageView, indices: Set[int]) -> Iterator[_Clue]:
    """Links to users, and bold words at the beginning of a line."""
    for kind in (_AUTHOR, _LINK, _STRONG):
        for i, mark in view.marks_by_kind[kind]:
            if i not in indices:
                continue
            is_user = kind is _AUTHOR or (kind is _LINK and is_user_link(mark.value))
            if not (is_user or (kind is _STRONG and mark.start == 0)):
                continue
            if name := _read_name(view.texts[i][mark.start : mark.end], is_sure=is_user):
                yield _Clue(i, name, "link" if is_user else "strong", _place(view, i))


def _cut_time(block: Block) -> str:
    """A line without the date or time that follows a name: "jane Tue 16-Jun-20 16:12:14"."""
    end = min((mark.start for mark in block.marks if mark.kind is _TIME and mark.start), default=None)
    text = block.text[:end]
    match = _TIME_AFTER.search(text)
    return drop_weekday(text[: match.start()]) if match else text


def _read_name(text: str, *, is_sure: bool = False) -> str | None:
    """The name in a text; if it is sure to be a name, it may have any digits, as those of users do."""
    name = clean_name(text).strip("@")
    if _INITIAL.search(name) and f"{name}." in text:
        name += "."
    if not any(map(str.isalpha, name)) or len(name) > NAME_CHARS or len(name.split()) > NAME_WORDS:
        return None
    return name if is_sure or not _NO_NAME.search(name) else None


def _place(view: PageView, i: int) -> tuple[object, ...]:
    """The tag and names of the element of a block, and those of its first inline elements."""
    own = _name_element(view, view.element_of_block[i])
    return (own, tuple(filter(str.isalpha, view.inner_words[i][:3])))


def _name_element(view: PageView, index: int) -> tuple[object, ...]:
    """The tag and names of an element."""
    element = view.elements[index]
    return (element.tag, *list_names(element))


def _are_posts(boxes: Collection[int], names: Collection[int], authors: Collection[int], days: Collection[int]) -> bool:
    """Whether enough boxes have a date, or a name that is stated as such.

    Two boxes need both, three a stated name, or a date and any author: sections of articles, teasers and lists of
    products have a date here and there.
    """
    if len(boxes) <= MAX_FEW:
        are_three = len(boxes) == MAX_FEW
        are_signed = all(box in names and (box in days or are_three) for box in boxes)
        return are_signed or (are_three and all(box in authors and box in days for box in boxes))
    return max(len(names), len(days)) >= MIN_EVIDENT * len(boxes)


def _choose(
    clues: Iterable[_Clue], box_of: Sequence[int], starts: Mapping[int, int]
) -> tuple[set[int], dict[int, str]]:
    """By box the clue at the place that most boxes have; where a box lacks it, that at the next best place.

    Also gives the boxes with clues that are stated, by a link, a class or an element.
    """
    by_place: defaultdict[tuple[object, ...], dict[int, _Clue]] = defaultdict(dict)
    for clue in clues:
        if (box := box_of[clue.block_index]) in starts:
            by_place[clue.kind, clue.place].setdefault(box, clue)
    ranked = sorted(by_place.values(), key=lambda found: _rank(found, starts), reverse=True)
    chosen: dict[int, str] = {}
    stated: set[int] = set()
    for found in ranked:
        if _can_be_own(found, starts):
            for box, clue in found.items():
                chosen.setdefault(box, clue.value)
                stated |= {box} if clue.kind in _STATED else set()
    return stated, chosen


def _rank(found: Mapping[int, _Clue], starts: Mapping[int, int]) -> tuple[float, ...]:
    """How many posts have a clue at a place, how sure it is, and how many have it above their text.

    Dates of posts go up or down; those on which users joined do not. Names differ; labels do not.
    """
    kind = next(iter(found.values())).kind
    values = [clue.value for _, clue in sorted(found.items())]
    is_sorted = kind not in _DAYS or values in (sorted(values), sorted(values, reverse=True))
    is_varied = kind in _DAYS or len(values) <= 1 or len(set(values)) > 1
    n_above = sum(clue.block_index <= starts[box] for box, clue in found.items())
    distance = sum(abs(clue.block_index - starts[box]) for box, clue in found.items())
    return (is_sorted and is_varied, len(found) * _SURE[kind], n_above, -distance)


def _can_be_own(found: Mapping[int, _Clue], starts: Mapping[int, int]) -> bool:
    """Whether clues at a place can be of the posts: names that stand in every post alike are labels."""
    kind = next(iter(found.values())).kind
    if kind in _STATED:
        return True
    return len({clue.value for clue in found.values()}) > 1 and len(found) >= MIN_SHARE * len(starts)
