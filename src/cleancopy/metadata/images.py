"""The images of an article: those that stand between its headline and its end, with caption and credit."""

from collections.abc import Iterator, Sequence

import numpy as np

from cleancopy.article import Image
from cleancopy.block import Picture
from cleancopy.links import absolute
from cleancopy.metadata.pictures import Figure
from cleancopy.metadata.sight import Sight
from cleancopy.trace import FieldTrace

BEFORE = 12
"""Blocks above headline and text within which a lead image may stand: kicker, tags, byline."""
MOST = 200
"""More images than that a page of an article does not have; the rest is not told."""


def article_images(
    sight: Sight,
    pictures: Sequence[Picture],
    figures: Sequence[Figure],
    told: Sequence[FieldTrace],
    base: str | None,
    lead: str | None,
) -> tuple[Image, ...]:
    """The images among a page's pictures, in order.

    figures   the blocks beside each of them
    told      every value that was weighed, captions and credits among them
    base      what relative addresses start from
    lead      the image that the page's head names for the page as a whole
    """
    captions = {place: r.value for r in told if r.won and r.field == "captions" for place in r.sources}
    credits = {place: r.value for r in told if r.won and r.field == "credits" for place in r.sources}
    before = np.concatenate(([0], np.cumsum(sight.verdict.kept)))  # passages before each block
    found: dict[str, Image] = {}
    for figure in figures:
        picture = pictures[figure.picture]
        src = absolute(picture.src, base)
        if src is None or src in found or len(found) >= MOST or not _belongs(sight, picture):
            continue
        place = int(before[picture.place])
        found[src] = Image(
            src, picture.alt or None, _first(captions, figure), _first(credits, figure),
            place=place if place or sight.first >= 0 else None,
        )  # fmt: skip
    return tuple(_with_lead(list(found.values()), absolute(lead, base) if lead else None, sight))


def _belongs(sight: Sight, picture: Picture) -> bool:
    """Whether a picture stands in the article's own part of the page and in none of its boxes."""
    if sight.first < 0:
        return False
    top = min(sight.first, sight.headline if sight.headline >= 0 else sight.first)
    at, up = picture.element, 0
    while at >= 0 and up < BEFORE:
        words = sight.elements[at].words
        if sight.elements[at].tag in {"nav", "aside", "footer", "form"} or _BOXES & set(words):
            return False
        at, up = sight.elements[at].parent, up + 1
    return top - BEFORE <= picture.place <= sight.last + 2


_BOXES = frozenset(
    (
        "related teaser teasers recommended sidebar widget avatar author byline comment comments promo share social "
        "logo"
    ).split()
)


def _first(texts: dict[str, str], figure: Figure) -> str | None:
    return next((texts[f"block {i}"] for i in figure.texts if f"block {i}" in texts), None)


def _with_lead(images: list[Image], lead: str | None, sight: Sight) -> Iterator[Image]:
    """Mark the image that leads: the one that the head names, else the first above or beside the first passage."""
    same = next((i for i, image in enumerate(images) if lead and _name(image.src) == _name(lead)), None)
    early = next((i for i, image in enumerate(images) if image.place is not None and image.place <= 1), None)
    if same is None and early is None and lead:
        yield Image(lead, lead=True)
    first = same if same is not None else early
    for i, image in enumerate(images):
        yield Image(image.src, image.alt, image.caption, image.credit, i == first, image.place)


def _name(address: str | None) -> str:
    """The file that an address names: sites serve one image in many sizes, told by query or folder."""
    return (address or "").partition("?")[0].rpartition("/")[2]
