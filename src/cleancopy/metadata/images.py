"""The images of an article: those between its headline and its end, with caption and credit."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from cleancopy.article_data import Image
from cleancopy.block import Picture
from cleancopy.metadata.candidate import ScoredValue
from cleancopy.metadata.figures import Figure
from cleancopy.metadata.page_view import PageView
from cleancopy.urls import absolute_url

BLOCKS_BEFORE = 12
"""Blocks above headline and text among which a lead image may stand: kicker, tags, byline."""
_BLOCKS_BEHIND = 2
_MAX_LEVELS = 12
"""Elements above an image that may be a box."""
MAX_IMAGES = 200
"""Images of an article; the article leaves out the others."""
_BOX_TAGS = frozenset({"nav", "aside", "footer", "form"})
_BOX_WORDS = frozenset(
    (
        "related teaser teasers recommended sidebar widget avatar author byline comment comments promo share social "
        "logo"
    ).split()
)


def select_images(
    view: PageView,
    pictures: Sequence[Picture],
    figures: Sequence[Figure],
    values: Sequence[ScoredValue],
    base: str | None,
    lead: str | None,
) -> tuple[Image, ...]:
    """The images of the article among a page's pictures, in order.

    figures   for each picture the blocks beside it
    values    every value that was weighed, captions and credits among them
    base      the address that relative addresses start from
    lead      the address of the image that the page's head names for the page as a whole
    """
    if view.first_index < 0:
        return make_lead_image(lead, base)
    captions, credits = _map_sources(values, "captions"), _map_sources(values, "credits")
    n_passages_before = [*accumulate(view.kept, initial=0)]
    near = range(view.top_index - BLOCKS_BEFORE, view.last_index + _BLOCKS_BEHIND + 1)
    images: dict[str, Image] = {}
    for figure in figures:
        picture = pictures[figure.picture_index]
        if picture.block_index not in near or _is_in_box(view, picture):
            continue
        src = absolute_url(picture.src, base)
        if src is not None and src not in images and len(images) < MAX_IMAGES:
            caption, credit = _find_text(captions, figure), _find_text(credits, figure)
            passage_index = n_passages_before[picture.block_index]
            images[src] = Image(src, picture.alt or None, caption, credit, passage_index=passage_index)
    return tuple(_mark_lead(list(images.values()), absolute_url(lead, base) if lead else None))


def make_lead_image(address: str | None, base: str | None) -> tuple[Image, ...]:
    """The image that the head of a page names for the page as a whole, for a page that shows no images."""
    return tuple(_mark_lead([], absolute_url(address, base) if address else None))


def _map_sources(values: Sequence[ScoredValue], field: str) -> dict[str, str]:
    """By source the chosen value of a field."""
    return {source: v.value for v in values if v.chosen and v.field == field for source in v.sources}


def _is_in_box(view: PageView, picture: Picture) -> bool:
    """Whether a picture stands in a box beside the article."""
    index, n_levels = picture.element, 0
    while index >= 0 and n_levels < _MAX_LEVELS:
        element = view.elements[index]
        if element.tag in _BOX_TAGS or not _BOX_WORDS.isdisjoint(element.words):
            return True
        index, n_levels = element.parent, n_levels + 1
    return False


def _find_text(texts: Mapping[str, str], figure: Figure) -> str | None:
    """The first text that stands beside an image; `texts` are by source."""
    return next((texts[f"block {i}"] for i in figure.block_indices if f"block {i}" in texts), None)


def _mark_lead(images: list[Image], lead: str | None) -> Iterator[Image]:
    """Mark the lead image: the one that the head names, else the first above or beside the first passage."""
    name = _file_name(lead)
    same = next((i for i, image in enumerate(images) if lead and _file_name(image.src) == name), None)
    early = next(
        (i for i, image in enumerate(images) if image.passage_index is not None and image.passage_index <= 1), None
    )
    if same is None and early is None and lead:
        yield Image(lead, lead=True)
    lead_index = same if same is not None else early
    for i, image in enumerate(images):
        yield Image(image.src, image.alt, image.caption, image.credit, i == lead_index, image.passage_index)


def _file_name(address: str | None) -> str:
    """The file that an address names. Sites serve one image in many sizes, which differ in query or folder."""
    return (address or "").partition("?")[0].rpartition("/")[2]
