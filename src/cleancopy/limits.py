"""Limits on how much of a page is read, and records of what they leave out."""

from dataclasses import dataclass
from typing import AnyStr, Final, NamedTuple

from cleancopy.flags import Flag


class Truncation(NamedTuple):
    """A limit that a page exceeded: the first `kept` of `total` items were read.

    limit   the field of `Limits`: ``input_bytes``, ``characters``, ``tags`` (in flattened text: lines), ``blocks``,
            ``depth``
    total   a lower bound for input that is not read to its end, such as a pipe
    """

    limit: str
    total: int
    kept: int


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a page may use. The rest is left out, and the article reports it with a flag and a `Truncation`.

    input_bytes   bytes that are decoded
    characters    characters of a decoded page
    tags          tags of a page that is parsed into a tree. A page with more is read as flattened text, up to ten times
                  as many tags. For flattened text: lines
    blocks        blocks that are classified
    depth         nested elements that are distinguished; text in deeper elements is kept
    seconds       wall-clock time for a page under a `Guard`
    memory        bytes that a worker under a `Guard` may use for a page

    The first five always apply. The last two need a guard, because a process cannot stop itself. The largest of 1,139
    labelled pages have 5.0 million characters, 21,646 tags, 3,327 blocks and 137 nested elements.

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
"""The limits that apply unless a caller passes others."""


def truncate(text: AnyStr, limit: str, allowed: int) -> tuple[AnyStr, tuple[Truncation, ...]]:
    """Keep the first `allowed` characters or bytes of `text`. Returns them, and what was cut under the name `limit`."""
    return (text, ()) if len(text) <= allowed else (text[:allowed], (Truncation(limit, len(text), allowed),))


def truncate_before(text: str, mark: str, allowed: int) -> tuple[str, tuple[Truncation, ...]]:
    """Keep the beginning of `text` with at most `allowed` occurrences of a mark: a tag's ``<`` or a line end."""
    total = text.count(mark) if len(text) > allowed else 0
    if total <= allowed:
        return text, ()
    position = -1
    for _ in range(allowed + 1):
        position = text.find(mark, position + 1)
    return text[:position], (Truncation("tags", total, allowed),)


def truncation_flags(truncations: tuple[Truncation, ...]) -> frozenset[str]:
    """The flags that report truncations to the caller."""
    return frozenset(Flag.DEPTH_CAPPED if t.limit == "depth" else Flag.TRUNCATED for t in truncations)
