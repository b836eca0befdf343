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
    within = max((_weigh(page, key, boxes, text, notes) for key, boxes in keys.items()), default=_Group())
    headers = n_between >= MIN_HEADED * max(within.n_posts, 1)
    best = within
    if headers:
        headed = max((_weigh_headed(page, key, boxes, text, notes) for key, boxes in keys.items()), default=_Group())
        headers = headed.n_posts >= MIN_HEADED * max(within.n_posts, 1)
        best = headed if headers else within
    if best.n_posts < MIN_BOXES:
        return NO_BOXES
    members = _list_members(page, best.key)
    box_of = _assign_blocks(page, members)
    return PostBoxes(members, tuple(_assign_headers(page, box_of, kept) if headers else box_of))


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
    boxes: Mapping[int, int],
    text: Iterable[int],
    notes: Mapping[int, str],
) -> _Group:
    """Weigh the elements with a key. `boxes` has the innermost by the element of a block."""
    box_of = {i: boxes.get(page.blocks[i].element, -1) for i in (*text, *notes)}
    return _weigh_boxes(page, key, box_of, text, notes)


def _weigh_headed(
    page: Segmentation,
    key: tuple[str, str],
    boxes: Mapping[int, int],
    text: Collection[int],
    notes: Mapping[int, str],
) -> _Group:
    """The same, with notes outside of the elements for the text that they stand above."""
    box_of: dict[int, int] = {}
    below, start = -1, 0
    for i in sorted({*text, *notes}, reverse=True):
        box_of[i] = boxes.get(page.blocks[i].element, -1)
        if box_of[i] >= 0:
            below, start = box_of[i], i
        elif i in notes and below >= 0 and start - i <= HEADER_BLOCKS and len(page.blocks[i].text) <= USER_CHARS:
            box_of[i] = below
    return _weigh_boxes(page, key, box_of, text, notes)


def _weigh_boxes(
    page: Segmentation,
    key: tuple[str, str],
    box_of: Mapping[int, int],
    text: Iterable[int],
    notes: Mapping[int, str],
) -> _Group:
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


def _assign_blocks(page: Segmentation, members: Collection[int]) -> list[int]:
    """By block the box that it stands in, -1 for none."""
    inner = find_innermost(page.elements, frozenset(members))
    return [inner[block.element] if block.element >= 0 else -1 for block in page.blocks]


def _assign_headers(page: Segmentation, box_of: Sequence[int], kept: Collection[int]) -> list[int]:
    """The same, with the blocks right above a box, outside of all boxes, that are no text: they may head it."""
    found = list(box_of)
    below, start = -1, 0
    for i in range(len(found) - 1, -1, -1):
        if found[i] >= 0:
            below, start = found[i], i
        elif below >= 0 and start - i <= HEADER_BLOCKS:
            is_header = i not in kept or len(page.blocks[i].text) <= USER_CHARS
            found[i] = below if is_header else -1
    return found
