"""The options of an extraction: the only configuration there is."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from cleancopy.limits import LIMITS, Limits

Kind = Literal["auto", "html", "text"]
Mode = Literal["precision", "balanced", "recall"]

_DAY = len("2024-05-03")


@dataclass(frozen=True, slots=True)
class Known:
    """What the file that holds a page (a mail, a book, a feed) says of it: it counts more than what the page says.

    member     where in the file the page stands: the name of a chapter's file, the identifier of an entry
    published  ISO 8601
    flags      what the article is to say besides its own flags
    message    why there is no page, and what to do; None where there is one
    """

    member: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    flags: frozenset[str] = frozenset()
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """How a page is to be read.

    url   where the page came from, passed through to the article
    kind  what the page is: ``html``, flattened ``text``, or ``auto`` to find out
    mode  ``precision`` keeps only what is surely running text, ``recall`` also what may be
    fetched  the day on which the page was fetched, ISO 8601: no date of the article is later
    limits   how much of it is read
    charset  of the HTTP header ``Content-Type``, if known
    known    what the file says of the page that was taken out of it; such a page is not opened once more

    Raises `TypeError` or `ValueError`, naming the allowed values.
    """

    url: str | None = None
    kind: Kind = "auto"
    mode: Mode = "balanced"
    fetched: str | None = None
    limits: Limits = LIMITS
    charset: str | None = None
    known: Known | None = None

    def __post_init__(self) -> None:
        for name in ("url", "charset"):
            value = getattr(self, name)
            if value is not None and not isinstance(value, str):
                raise TypeError(f"{name} must be a str or None, not {type(value).__name__}")
        if self.fetched is not None:
            _check_day(self.fetched)
        if not isinstance(self.limits, Limits):
            raise TypeError(f"limits must be Limits, not {type(self.limits).__name__}")
        check_choice("kind", self.kind, get_args(Kind))
        check_choice("mode", self.mode, get_args(Mode))


def _check_day(value: object) -> None:
    if not isinstance(value, str):
        raise TypeError(f"fetched must be a str or None, not {type(value).__name__}")
    try:
        date.fromisoformat(value[:_DAY])
    except ValueError:
        raise ValueError(f"fetched must be a day in ISO 8601, such as 2024-05-03, not {value!r}") from None


def check_page(page: object) -> None:
    """Raise unless `page` is of a type that a page may have."""
    if not isinstance(page, bytes | str):
        raise TypeError(f"page must be bytes or str, not {type(page).__name__}")


def check_choice(name: str, value: object, allowed: tuple[str, ...]) -> None:
    """Raise unless `value` is one of the `allowed` strings."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str, not {type(value).__name__}")
    if value not in allowed:
        raise ValueError(f"unknown {name} {value!r}: choose one of {', '.join(allowed)}")
