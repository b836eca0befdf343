"""The options of an extraction: the only configuration there is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from cleancopy.limits import LIMITS, Limits

Kind = Literal["auto", "html", "text"]
Mode = Literal["precision", "balanced", "recall"]

FIELD_NAMES = (
    "title", "dek", "authors", "published", "modified", "site", "language", "url", "images", "captions", "credits",
    "tags", "section", "license", "paywalled",
)  # fmt: skip
"""The fields of an article that a caller can leave out."""

_DAY_CHARS = len("2024-05-03")


@dataclass(frozen=True, slots=True)
class ContainerMetadata:
    """Metadata from the file that holds a page (a mail, a book, a feed). It takes precedence over that of the page.

    member     which page of the file it is: the name of a chapter's file, the identifier of an entry
    published  ISO 8601
    flags      added to the flags of the article
    message    why there is no page, and what to do; None if there is a page
    """

    member: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    flags: frozenset[str] = frozenset()
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """The options for extracting a page.

    url         where the page came from; the article has it, too
    kind        ``html``, flattened ``text``, or ``auto`` to detect it
    mode        ``precision`` keeps only what is surely running text, ``recall`` also what may be running text
    fetch_date  the day on which the page was fetched, ISO 8601: no date of the article is later
    limits      how much of the page is read
    charset     from the HTTP header ``Content-Type``, if known
    fields      the fields that are wanted, of `FIELD_NAMES`; None for all
    container   metadata from the file that held the page. A page with it is not opened as a container again

    Raises `TypeError` or `ValueError`, naming the allowed values.
    """

    url: str | None = None
    kind: Kind = "auto"
    mode: Mode = "balanced"
    fetch_date: str | None = None
    limits: Limits = LIMITS
    charset: str | None = None
    container: ContainerMetadata | None = None
    fields: frozenset[str] | None = None

    def __post_init__(self) -> None:
        for name in ("url", "charset"):
            value = getattr(self, name)
            if value is not None and not isinstance(value, str):
                raise TypeError(f"{name} must be a str or None, not {type(value).__name__}")
        if self.fetch_date is not None:
            _check_day(self.fetch_date)
        if not isinstance(self.limits, Limits):
            raise TypeError(f"limits must be Limits, not {type(self.limits).__name__}")
        if self.fields is not None:
            check_fields(self.fields)
        check_choice("kind", self.kind, get_args(Kind))
        check_choice("mode", self.mode, get_args(Mode))


def _check_day(value: object) -> None:
    if not isinstance(value, str):
        raise TypeError(f"fetch_date must be a str or None, not {type(value).__name__}")
    try:
        date.fromisoformat(value[:_DAY_CHARS])
    except ValueError:
        raise ValueError(f"fetch_date must be a day in ISO 8601, such as 2024-05-03, not {value!r}") from None


def check_fields(names: Collection[str] | None) -> frozenset[str] | None:
    """The names of fields as a set. Raises `TypeError` or `ValueError`, naming those that there are."""
    if names is None:
        return None
    if isinstance(names, str) or not all(isinstance(name, str) for name in names):
        raise TypeError('fields must be a collection of names such as {"title", "authors"}, or None')
    if unknown := sorted(set(names).difference(FIELD_NAMES)):
        raise ValueError(f"unknown field {unknown[0]!r}: choose of {', '.join(FIELD_NAMES)}")
    return frozenset(names)


def check_page(page: object) -> None:
    """Raise `TypeError` unless `page` is bytes or a string."""
    if not isinstance(page, bytes | str):
        raise TypeError(f"page must be bytes or str, not {type(page).__name__}")


def check_choice(name: str, value: object, allowed: tuple[str, ...]) -> None:
    """Raise `TypeError` or `ValueError` unless `value` is one of the `allowed` strings."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str, not {type(value).__name__}")
    if value not in allowed:
        raise ValueError(f"unknown {name} {value!r}: choose one of {', '.join(allowed)}")
