"""The images of an article: those that stand between its headline and its end, with caption and credit."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from cleancopy.article import Image
from cleancopy.block import Picture
from cleancopy.links import absolute
from cleancopy.metadata.candidate import Weighed
from cleancopy.metadata.pictures import Figure
from cleancopy.metadata.sight import Sight

BEFORE = 12
"""Blocks above headline and text within which a lead image may stand: kicker, tags, byline."""
MOST = 200
"""More images than that a page of an article does not have; the rest is not told."""


def article_images(
    sight: Sight,
    pictures: Sequence[Picture],
    figures: Sequence[Figure],
    told: Sequence[Weighed],
    base: str | None,
    lead: str | None,
) -> tuple[Image, ...]:
    """The images among a page's pictures, in order.

    figures   the blocks beside each of them
    told      every value that was weighed, captions and credits among them
    base      what relative addresses start from
    lead      the image that the page's head names for the page as a whole
    """
    if sight.first < 0:
        return lead_image(lead, base)
    captions = {place: r.value for r in told if r.won and r.field == "captions" for place in r.sources}
    credits = {place: r.value for r in told if r.won and r.field == "credits" for place in r.sources}
    before = [*accumulate(sight.kept, initial=0)]  # passages before each block
    near = range(sight.top - BEFORE, sight.last + 3)
    found: dict[str, Image] = {}
    for figure in figures:
        picture = pictures[figure.picture]
        if picture.place not in near or _is_boxed(sight, picture):
            continue
        src = absolute(picture.src, base)
        if src is not None and src not in found and len(found) < MOST:
            caption, credit = _first(captions, figure), _first(credits, figure)
            found[src] = Image(src, picture.alt or None, caption, credit, place=before[picture.place])
    return tuple(_with_lead(list(found.values()), absolute(lead, base) if lead else None))


def lead_image(address: str | None, base: str | None) -> tuple[Image, ...]:
    """The image that the head of a page names for the page as a whole, where the page itself shows none."""
    return tuple(_with_lead([], absolute(address, base) if address else None))


def _is_boxed(sight: Sight, picture: Picture) -> bool:
    """Whether a picture stands in a box of the page beside its article."""
    at, up = picture.element, 0
    while at >= 0 and up < BEFORE:
        tag, parent, _, words, _, _ = sight.elements[at]
        if tag in _BOX_TAGS or not _BOXES.isdisjoint(words):
            return True
        at, up = parent, up + 1
    return False


_BOX_TAGS = frozenset({"nav", "aside", "footer", "form"})
_BOXES = frozenset(
    (
        "related teaser teasers recommended sidebar widget avatar author byline comment comments promo share social "
        "logo"
    ).split()
)


def _first(texts: dict[str, str], figure: Figure) -> str | None:
    return next((texts[f"block {i}"] for i in figure.texts if f"block {i}" in texts), None)


def _with_lead(images: list[Image], lead: str | None) -> Iterator[Image]:
    """Mark the image that leads: the one that the head names, else the first above or beside the first passage."""
    name = _name(lead)
    same = next((i for i, image in enumerate(images) if lead and _name(image.src) == name), None)
    early = next((i for i, image in enumerate(images) if image.place is not None and image.place <= 1), None)
    if same is None and early is None and lead:
        yield Image(lead, lead=True)
    first = same if same is not None else early
    for i, image in enumerate(images):
        yield Image(image.src, image.alt, image.caption, image.credit, i == first, image.place)


def _name(address: str | None) -> str:
    """The file that an address names: sites serve one image in many sizes, told by query or folder."""
    return (address or "").partition("?")[0].rpartition("/")[2]
