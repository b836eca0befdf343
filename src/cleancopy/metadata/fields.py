"""What every source of fields gives: plain data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields of an article as one source has them; None or empty where it has none.

    paid   whether the source says that the text is not free
    """

    title: str | None = None
    dek: str | None = None
    description: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    site: str | None = None
    url: str | None = None
    captions: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    paid: bool = False
