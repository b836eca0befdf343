"""Plain data: what the head of a page states, and the fields of an article after all sources are weighed."""

from dataclasses import dataclass

from cleancopy.article_data import Image
from cleancopy.metadata.candidate import ScoredValue
from cleancopy.post_boxes import PostStart


@dataclass(frozen=True, slots=True)
class HeadMetadata:
    """What the head of an HTML page states, unchanged.

    title, description   the title may include the name of the site
    url                  the canonical address
    base                 the `base` element: where relative addresses of the page start from
    image                the address of the image for the page as a whole
    locale               from `og:locale` or the `lang` attribute
    paid, free           whether the page says that its text is not free, or that it is free
    """

    title: str | None = None
    description: str | None = None
    url: str | None = None
    base: str | None = None
    image: str | None = None
    locale: str | None = None
    paid: bool = False
    free: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of an article; None or empty where no source has a value above the floor.

    base         the address that relative addresses of the page start from
    posts        where the posts of a thread begin, with their authors and dates
    candidates   the values that were weighed, field by field, the chosen ones first
    """

    title: str | None = None
    dek: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    site: str | None = None
    language: str | None = None
    url: str | None = None
    base: str | None = None
    section: str | None = None
    license: str | None = None
    paywalled: bool | None = None
    tags: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    posts: tuple[PostStart, ...] = ()
    candidates: tuple[ScoredValue, ...] = ()
