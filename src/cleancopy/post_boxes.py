"""The boxes of posts: a thread, a list of answers, comments or a live blog repeat one element for each.

A box is known by its tag and a word of its class or id, by what it holds (text that is kept), and by the notes in it or
right above it: a date, a link to a user. No list of forum software is needed, and none is used.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from cleancopy.block import Block, Layout, MarkKind, Segmentation
from cleancopy.elements import find_elements, find_innermost
from cleancopy.lines import has_digit
from cleancopy.post_groups import HEADER_BLOCKS, MIN_BOXES, PostGroups, add_headers, list_keys

NOTE_CHARS = 150
"""Characters of the longest line that dates or signs a post."""
_DATE_LIKE = re.compile(
    r"(?<!\d)(?:\d{1,2}\D{1,15}(?:19|20)\d\d|(?:19|20)\d\d\D{1,3}\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d\d|\d{1,2}:\d\d)(?!\d)"
)
"""What looks like a date or a time of day, whatever the names of months. A year alone does not count."""
_USER_LINK = re.compile(
    r"/(?:users?|members?|profil(?:e|er|es)?|u|people|nutzer|mitglied(?:er)?|membres?|usuarios?|utilisateurs?|authors?)\b"
    r"|\.(?:(?<=member\.)|(?<=memberlist\.)|(?<=profile\.)|(?<=user\.)|(?<=user_info\.))(?:php|aspx?|pl)"
    r"|[?&;](?:user|uid|member|mode=viewprofile|action=profile)",
    re.IGNORECASE,
)
"""Addresses of users, as forums, comment systems and sites of questions have them. Each way begins with a sign: the
search looks for signs first, which is fast."""
USER_WORDS = frozenset(
    "author username user nickname nick poster postauthor bigusername postername autor auteur".split()
)
"""Words of classes that name the user who wrote a post."""
USER_CHARS = 60
"""Characters of the longest line that such a class makes a note."""
MIN_HEADED = 2
"""How many times as many posts there must be, for headers outside of the boxes to count."""
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


def find_post_boxes(page: Segmentation, kept: Collection[int]) -> PostBoxes:
    """Find the elements that hold a post each; none where the page does not repeat any.

    kept   the indices of the blocks that are text
    """
    text = sorted(i for i in kept if page.blocks[i].element >= 0)
    if len(text) < MIN_BOXES:
        return NO_BOXES
    notes = _find_notes(page, range(text[0], text[-1]))
    n_between = sum(_is_between_posts(page, i, kept) for i in notes)
    if not n_between:  # as in most articles
        return NO_BOXES
    end = min(len(page.blocks), text[-1] + HEADER_BLOCKS + 1)
    notes |= _find_notes(page, chain(range(max(0, text[0] - HEADER_BLOCKS), text[0]), range(text[-1], end)))
    groups = PostGroups(page, text, notes)
    _, n_posts, *_, key = groups.find_best()
    most = MIN_HEADED * max(n_posts, 1)
    has_headers = False
    if n_between >= most:
        _, n_headed, *_, headed_key = groups.find_best({i for i in notes if len(page.blocks[i].text) <= USER_CHARS})
        if has_headers := n_headed >= most:
            n_posts, key = n_headed, headed_key
    if n_posts < MIN_BOXES:
        return NO_BOXES
    alike = find_elements(page.elements, frozenset({key[0]}))
    members = tuple(i for i in alike if key in list_keys(page.elements[i]))
    inner = find_innermost(page.elements, frozenset(members))
    box_of = [inner[block.element] if block.element >= 0 else -1 for block in page.blocks]
    if has_headers:
        may_head = {i for i, b in enumerate(page.blocks) if i not in kept or len(b.text) <= USER_CHARS}
        add_headers(box_of, range(len(box_of)), may_head)
    return PostBoxes(members, tuple(box_of))


def _find_notes(page: Segmentation, indices: Iterable[int]) -> dict[int, str]:
    """The lines that say something of a post, and what, by index."""
    return {i: kind for i in indices if (kind := get_note(page, i))}


def _is_between_posts(page: Segmentation, i: int, kept: Collection[int]) -> bool:
    """Whether a note between texts may head a post. A line that is itself text does, if its markup says so."""
    block = page.blocks[i]
    return i not in kept or bool(block.marks) or bool(block.cells)


def is_user_link(address: str) -> bool:
    """Whether an address is that of a user."""
    return _USER_LINK.search(f"/{address}") is not None


def is_of_user(blocks: Sequence[Block], i: int) -> bool:
    """Whether a line says since when a user is a member, or the one above is a label that does."""
    above = blocks[i - 1].text if i else ""
    label = above if len(above) <= USER_CHARS and not has_digit(above) else ""
    return _JOINED.search(blocks[i].text) is not None or _JOINED.search(label) is not None


def get_note(page: Segmentation, i: int) -> str:
    """What a short line says of a post: its date, its user, both, or "" for nothing."""
    block = page.blocks[i]
    if len(block.text) > NOTE_CHARS or block.layout is Layout.ALT or block.element < 0:
        return ""
    text = block.text
    is_dated = has_digit(text) and _DATE_LIKE.search(text) is not None and not is_of_user(page.blocks, i)
    is_user = len(text) <= USER_CHARS and not (
        USER_WORDS.isdisjoint(block.inline_names) and USER_WORDS.isdisjoint(page.elements[block.element].words)
    )
    for mark in block.marks:
        is_dated = is_dated or mark.kind is _TIME
        is_user = is_user or (mark.kind is _LINK and is_user_link(mark.value))
    return (DATE if is_dated else "") + (USER if is_user else "")
