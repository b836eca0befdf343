"""What a run is told: everything that its output depends on, and nothing else."""

from dataclasses import dataclass, field
from typing import Final, Literal

from cleancopy.limits import LIMITS, Limits
from cleancopy.options import Kind, Mode

Format = Literal["parquet", "jsonl", "jsonl.gz", "jsonl.zst"]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table hold what. An id or address that is not named is the row's number, or none."""

    page: str = "html"
    id: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Keep:
    """Which pages are written: those for which all of this holds.

    expression   over the columns of a row: ``confidence >= 0.7 and "paywall" not in flags``
    """

    min_confidence: float = 0.0
    min_words: int = 0
    languages: tuple[str, ...] = ()
    expression: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """How a corpus is read and written.

    format    of the output
    items     of an input, pages or not, that one file of the output stands for
    kind      of the pages; archives of flattened text (WET) say so themselves
    roles     whether to write `full_text` and the spans of the roles in it
    dropped   whether to write what `keep` leaves out, with the reason, into the folder ``_dropped``
    """

    format: Format = "parquet"
    items: int = 1000
    kind: Kind = "auto"
    mode: Mode = "balanced"
    roles: bool = False
    columns: Columns = field(default_factory=Columns)
    keep: Keep = field(default_factory=Keep)
    dropped: bool = False
    limits: Limits = LIMITS


SETTINGS: Final = Settings()
"""Those that hold where a caller names none."""
