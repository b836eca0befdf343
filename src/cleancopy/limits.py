"""How much of a page is read, and what is told of the rest."""

from dataclasses import dataclass
from typing import AnyStr, Final, NamedTuple

TRUNCATED = "truncated"
DEPTH_CAPPED = "depth_capped"


class Cut(NamedTuple):
    """What a limit took off a page: of `had` such things the first `kept` were read.

    had    of input that nobody reads to its end, such as a pipe, at least so many
    what   ``input_bytes``, ``characters``, ``tags`` (in flattened text: lines), ``blocks`` or ``depth``, as in `Limits`
    """

    what: str
    had: int
    kept: int


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a page may take. What lies beyond is left out, and the article says so by a flag and a `Cut`.

    input_bytes   bytes that are decoded
    characters    characters of a page, decoded
    tags          tags of a page that is read as a tree; one with more is read as flattened text, up to ten times as
                  many. Of flattened text, lines
    blocks        blocks that are judged
    depth         elements above one another that are told apart; text that lies deeper is kept
    seconds       wall-clock time of a page under a `Guard`
    memory        bytes that a worker under a `Guard` takes for a page

    The first five hold always, the last two need a guard: nothing inside of a process can stop it. Of 1,139 labelled
    pages the largest has 5.0 million characters, 21,646 tags, 3,327 blocks and 137 elements above one another.

    Raises `ValueError` for a limit that is not above zero.
    """

    input_bytes: int = 32_000_000
    characters: int = 16_000_000
    tags: int = 200_000
    blocks: int = 30_000
    depth: int = 512
    seconds: float = 5.0
    memory: int = 1_000_000_000

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} must be above zero, not {getattr(self, name)!r}")


LIMITS: Final = Limits()
"""Those that hold where a caller names none."""


def cut_to(text: AnyStr, what: str, most: int) -> tuple[AnyStr, tuple[Cut, ...]]:
    """At most so many characters or bytes of `text`, and what was cut."""
    return (text, ()) if len(text) <= most else (text[:most], (Cut(what, len(text), most),))


def cut_before(text: str, sign: str, most: int) -> tuple[str, tuple[Cut, ...]]:
    """The beginning of `text` with at most so many of a sign (the beginning of a tag, the end of a line)."""
    had = text.count(sign) if len(text) > most else 0
    if had <= most:
        return text, ()
    place = -1
    for _ in range(most + 1):
        place = text.find(sign, place + 1)
    return text[:place], (Cut("tags", had, most),)


def flags_of(cuts: tuple[Cut, ...]) -> frozenset[str]:
    """What the caller should know of the cuts."""
    return frozenset(DEPTH_CAPPED if cut.what == "depth" else TRUNCATED for cut in cuts)
