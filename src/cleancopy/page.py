"""A page as characters: the result of decoding."""

from dataclasses import dataclass
from typing import Literal

from cleancopy.limits import Truncation

PageKind = Literal["html", "text", "neither"]
EncodingSource = Literal["str", "bom", "http", "meta", "detected", "none"]


@dataclass(frozen=True, slots=True)
class Page:
    """A decoded page.

    text              the characters; no lone surrogates, no NUL
    kind              ``html``, flattened ``text``, or ``neither`` (binary data: `text` is then empty)
    encoding          the WHATWG name of the encoding, None for a `str` or an empty input
    encoding_source   the evidence that decided the encoding, in the order of the WHATWG standard
    flags             what the caller should know about the input
    truncations       what the limits left out
    message           for input that is not text: the name of its format, and what to do

    """

    text: str
    kind: PageKind
    encoding: str | None
    encoding_source: EncodingSource
    flags: frozenset[str] = frozenset()
    truncations: tuple[Truncation, ...] = ()
    message: str | None = None
