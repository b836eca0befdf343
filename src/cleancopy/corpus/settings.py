"""Run settings: exactly the options that affect the output."""

from dataclasses import dataclass, field
from typing import Final, Literal

from cleancopy.limits import LIMITS, Limits
from cleancopy.options import Kind, Mode

Format = Literal["parquet", "jsonl", "jsonl.gz", "jsonl.zst"]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table hold the page, its id and its URL.

    Without an `id` column, the id is the row's number; without a `url` column, rows have no URL.
    """

    page: str = "html"
    id: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class PageFilter:
    """Conditions that a page must meet to be written, all of them.

    expression   over the columns of a row: ``confidence >= 0.7 and "paywall" not in flags``
    """

    min_confidence: float = 0.0
    min_words: int = 0
    languages: tuple[str, ...] = ()
    expression: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """How a corpus is read and written.

    format             of the output
    records_per_file   input records, pages or not, for each output file
    kind               of the pages; archives of flattened text (WET) override it
    roles              whether to write `full_text` and the spans of the roles in it
    fields             names of the fields that are wanted, in order of the alphabet; only these are looked for, and the
                       others have no column. None for all
    page_filter        which pages are written
    write_dropped      whether to write the pages that `page_filter` drops, with the reason, to ``_dropped``
    """

    format: Format = "parquet"
    records_per_file: int = 1000
    kind: Kind = "auto"
    mode: Mode = "balanced"
    roles: bool = False
    fields: tuple[str, ...] | None = None
    columns: Columns = field(default_factory=Columns)
    page_filter: PageFilter = field(default_factory=PageFilter)
    write_dropped: bool = False
    limits: Limits = LIMITS


DEFAULT_SETTINGS: Final = Settings()
"""Settings of a run whose caller gives none."""
