"""The options of an extraction: the only configuration there is."""

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["auto", "html", "text"]
Mode = Literal["precision", "balanced", "recall"]


@dataclass(frozen=True, slots=True)
class Options:
    """How a page is to be read.

    url   where the page came from, passed through to the article
    kind  what the page is: ``html``, flattened ``text``, or ``auto`` to find out
    mode  ``precision`` keeps only what is surely running text, ``recall`` also what may be

    Raises `TypeError` or `ValueError`, naming the allowed values.
    """

    url: str | None = None
    kind: Kind = "auto"
    mode: Mode = "balanced"

    def __post_init__(self) -> None:
        if self.url is not None and not isinstance(self.url, str):
            raise TypeError(f"url must be a str or None, not {type(self.url).__name__}")
        check_choice("kind", self.kind, get_args(Kind))
        check_choice("mode", self.mode, get_args(Mode))


def check_choice(name: str, value: object, allowed: tuple[str, ...]) -> None:
    """Raise unless `value` is one of the `allowed` strings."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str, not {type(value).__name__}")
    if value not in allowed:
        raise ValueError(f"unknown {name} {value!r}: choose one of {', '.join(allowed)}")
