"""The boxes of posts: a thread, a list of answers, comments or a live blog repeat one element for each.

A box is known by its tag and a word of its class or id, by what it holds (text that is kept), and by the notes in it or
right above it: a date, a link to a user. No list of forum software is needed, and none is used.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import nlargest
from typing import NamedTuple

from cleancopy.block import Block, Element, Layout, MarkKind, Segmentation, find_innermost

MIN_BOXES = 2
NOTE_CHARS = 150
"""Characters of the longest line that dates or signs a post."""
_DATE_LIKE = re.compile(
    r"(?<!\d)(?:\d{1,2}\D{1,15}(?:19|20)\d\d|(?:19|20)\d\d\D{1,3}\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d\d|\d{1,2}:\d\d)(?!\d)"
)
"""What looks like a date or a time of day, whatever the names of months. A year alone does not count."""
HEADER_BLOCKS = 16
"""Blocks above a box, outside of all boxes, that belong to it: a post's header may stand in a row of its own."""
USER_LINK = re.compile(
    r"(?:^|/)(?:users?|members?|profil(?:e|er|es)?|u|people|nutzer|mitglied(?:er)?|membres?|usuarios?|utilisateurs?|"
    r"authors?)\b|(?:member|memberlist|profile|user|user_info)\.(?:php|aspx?|pl)"
    r"|[?&;](?:user|uid|member|mode=viewprofile|action=profile)",
    re.IGNORECASE,
)
"""Addresses of users, as forums, comment systems and sites of questions have them."""
USER_WORDS = frozenset(
    "author username user nickname nick poster postauthor bigusername postername autor auteur".split()
)
"""Words of classes that name the user who wrote a post."""
USER_CHARS = 60
"""Characters of the longest line that such a class makes a note."""
MIN_HEADED = 2
"""How many times as many posts there must be, for headers outside of the boxes to count."""
MAX_LEVELS = 30
"""Elements above a text among which its box is looked for."""
MAX_WORDS = 12
MAX_KEYS = 64
"""Words of an element's names, and groups of elements, that are looked at."""
_JOINED = re.compile(
    r"\b(?:joined|join date|registered|member since|registriert|anmeldungsdatum|angemeldet|dabei seit|mitglied seit|"
    r"im board seit|zuletzt hier|enregistré|inscrit|inscription|registrado|miembro desde|iscritto|зарегистрирован|"
    r"регистрация|dołączył|lid sinds|geregistreerd|medlem sedan|last (?:seen|visit))\b",
    re.IGNORECASE,
)
DATE, USER = "d", "u"
"""What a note says, as a letter."""
_TIME, _LINK = MarkKind.TIME, MarkKind.LINK


class PostBoxes(NamedTuple):
    """The elements that hold a post each, and by block the one that it belongs to, -1 for none."""

    boxes: tuple[int, ...]
    box_of: tuple[int, ...]


NO_BOXES = PostBoxes((), ())


class PostStart(NamedTuple):
    """Where a post begins, who wrote it and when.

    block_index   its first kept block
    """

    block_index: int
    author: str | None
    published: str | None


class _Group(NamedTuple):
    """How well the elements with the same key fit as boxes of posts. The best group compares as the greatest.

    weight      n_posts, and twice the number of those with a date and a user
    n_posts     those with text and any note, less those with text alone
    n_chars     characters of kept text in those with a note
    n_notes     notes of those
    height      the negated depth of the outermost
    """

    weight: int = 0
    n_posts: int = 0
    n_chars: int = 0
    n_notes: int = 0
    height: int = 0
    key: tuple[str, str] = ("", "")


def find_post_boxes(page: Segmentation, kept: Collection[int]) -> PostBoxes:
    """Find the elements that hold a post each; none where the page does not repeat any.

    kept   the indices of the blocks that are text
    """
    text = sorted(i for i in kept if page.blocks[i].element >= 0)
    if len(text) < MIN_BOXES:
        return NO_BOXES
    n_between = sum(_is_between_posts(page, i, kept) for i in range(text[0], text[-1]))
    if not n_between:  # as in most articles
        return NO_BOXES
    near = range(max(0, text[0] - HEADER_BLOCKS), min(len(page.blocks), text[-1] + HEADER_BLOCKS + 1))
    notes = {i: kind for i in near if (kind := get_note(page, i))}
    keys = _list_repeated_keys(page, text, notes)
    best = _find_best(page, keys, text, notes)
    most = MIN_HEADED * max(best.n_posts, 1)
    short_notes = {i for i in notes if len(page.blocks[i].text) <= USER_CHARS}
    headed = _find_best(page, keys, text, notes, short_notes) if n_between >= most else _Group()
    has_headers = headed.n_posts >= most
    best = headed if has_headers else best
    if best.n_posts < MIN_BOXES:
        return NO_BOXES
    members = _list_members(page, best.key)
    inner = find_innermost(page.elements, frozenset(members))
    box_of = {i: inner[block.element] if block.element >= 0 else -1 for i, block in enumerate(page.blocks)}
    if has_headers:
        _add_headers(box_of, {i for i, b in enumerate(page.blocks) if i not in kept or len(b.text) <= USER_CHARS})
    return PostBoxes(members, tuple(box_of.values()))


def _find_best(
    page: Segmentation,
    keys: Mapping[tuple[str, str], Mapping[int, int]],
    text: Iterable[int],
    notes: Mapping[int, str],
    headers: Collection[int] = (),
) -> _Group:
    """Find the elements that fit best. `headers` are the blocks that count for the element below them."""
    best = _Group()
    for key, boxes in keys.items():
        box_of = {i: boxes.get(page.blocks[i].element, -1) for i in (*text, *notes)}
        if headers:
            _add_headers(box_of, headers)
        best = max(best, _weigh(page, key, box_of, text, notes))
    return best


def _is_between_posts(page: Segmentation, i: int, kept: Collection[int]) -> bool:
    """Whether a line between texts may head a post. A line that is itself text does, if its markup says so."""
    block = page.blocks[i]
    if len(block.text) > NOTE_CHARS or (i in kept and not block.marks and not block.cells):
        return False
    return get_note(page, i) != ""


def is_of_user(blocks: Sequence[Block], i: int) -> bool:
    """Whether a line says since when a user is a member, or the one above is a label that does."""
    above = blocks[i - 1].text if i else ""
    label = above if len(above) <= USER_CHARS and not any(map(str.isdigit, above)) else ""
    return _JOINED.search(blocks[i].text) is not None or _JOINED.search(label) is not None


def get_note(page: Segmentation, i: int) -> str:
    """What a short line says of a post: its date, its user, both, or "" for nothing."""
    block = page.blocks[i]
    if len(block.text) > NOTE_CHARS or block.layout is Layout.ALT or block.element < 0:
        return ""
    is_dated = _DATE_LIKE.search(block.text) is not None and not is_of_user(page.blocks, i)
    is_dated = is_dated or any(mark.kind is _TIME for mark in block.marks)
    names = (*block.inline_names, *page.elements[block.element].words)
    is_named = len(block.text) <= USER_CHARS and not USER_WORDS.isdisjoint(names)
    is_user = is_named or any(mark.kind is _LINK and USER_LINK.search(mark.value) for mark in block.marks)
    return (DATE if is_dated else "") + (USER if is_user else "")


def _list_repeated_keys(
    page: Segmentation, text: Sequence[int], notes: Iterable[int]
) -> dict[tuple[str, str], dict[int, int]]:
    """The keys of elements above text that most elements have, each with the innermost such element by element.

    Limits on levels, words and keys keep the time linear in the page.
    """
    innermost = {
        element: _list_keys_above(page, element) for element in {page.blocks[i].element for i in (*text, *notes)}
    }
    holders: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for element in {page.blocks[i].element for i in text}:
        for key, holder in innermost[element].items():
            holders[key].add(holder)
    repeated = [key for key, found in holders.items() if len(found) >= MIN_BOXES]
    return {
        key: {element: keys[key] for element, keys in innermost.items() if key in keys}
        for key in nlargest(MAX_KEYS, repeated, key=lambda key: len(holders[key]))
    }


def _list_keys_above(page: Segmentation, element: int) -> dict[tuple[str, str], int]:
    """The keys of an element and of those above it, each with the innermost element that has it."""
    keys: dict[tuple[str, str], int] = {}
    for _ in range(MAX_LEVELS):
        if element < 0:
            break
        for key in _list_keys(page, element):
            keys.setdefault(key, element)
        element = page.elements[element].parent
    return keys


def _list_keys(page: Segmentation, index: int) -> list[tuple[str, str]]:
    """What an element has in common with others: the tag with each word of its names, or with its depth."""
    element = page.elements[index]
    return [(element.tag, word) for word in list_names(element)] or [(element.tag, str(element.depth))]


def list_names(element: Element) -> list[str]:
    """The first words of the class and id of an element that are no numbers."""
    return [word for word in dict.fromkeys(element.words[:MAX_WORDS]) if word.isalpha()]


def _list_members(page: Segmentation, key: tuple[str, str]) -> tuple[int, ...]:
    tag = key[0]
    return tuple(i for i, element in enumerate(page.elements) if element.tag == tag and key in _list_keys(page, i))


def _weigh(
    page: Segmentation,
    key: tuple[str, str],
    box_of: Mapping[int, int],
    text: Iterable[int],
    notes: Mapping[int, str],
) -> _Group:
    """Weigh the elements with a key. `box_of` has that of each text and each note, -1 for none."""
    chars: defaultdict[int, int] = defaultdict(int)
    for i in text:
        chars[box_of[i]] += len(page.blocks[i].text)
    kinds: defaultdict[int, str] = defaultdict(str)
    for i, kind in notes.items():
        kinds[box_of[i]] += kind
    chars.pop(-1, None)
    posts = [box for box in chars if box in kinds]
    n_posts = 2 * len(posts) - len(chars)
    return _Group(
        2 * sum(len(set(kinds[box])) > 1 for box in posts) + n_posts,
        n_posts,
        sum(chars[box] for box in posts),
        sum(len(kinds[box]) for box in posts),
        -min((page.elements[box].depth for box in posts), default=0),
        key,
    )


def _add_headers(box_of: dict[int, int], headers: Collection[int]) -> None:
    """Assign headers right above a box, outside of all boxes, to it.

    headers   the blocks that may head a box
    """
    below, start = -1, 0
    for i in sorted(box_of, reverse=True):
        if box_of[i] >= 0:
            below, start = box_of[i], i
        elif start - i <= HEADER_BLOCKS and i in headers:
            box_of[i] = below
