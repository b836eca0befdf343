"""Plain data: what the head of a page states, and the fields of an article when all sources are weighed."""

from dataclasses import dataclass

from cleancopy.article import Image
from cleancopy.metadata.candidate import Weighed


@dataclass(frozen=True, slots=True)
class Stated:
    """What the head of an HTML page says of it as it stands.

    title, description   with the site's name in the title
    url                  the canonical address
    base                 what relative addresses of the page start from, where it says so
    image                the address of the image for the page as a whole
    locale               as `og:locale` or the `lang` attribute give it
    paid, free           whether it says that its text is not free, or that it is
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
    """The fields of an article; None or empty where no source has one that is believed.

    base         what relative addresses of the page start from
    candidates   the values that were weighed, field by field, the winners first
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
    candidates: tuple[Weighed, ...] = ()
