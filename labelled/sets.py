"""The labelled sets: where they are, their rows, and the forms in which an extractor may get a page."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from labelled.flatten import FLATTENERS

CORE_SETS = ("wcxb", "news-en", "news-world", "daniel", "segments")
"""Pages of the last years, of all types and many languages: what the gate measures and training ends with."""
SET_NAMES = (
    *CORE_SETS,
    *("dragnet", "cleaneval", "l3s-gn1", "chaos", "harvest", "cleanportaleval", "xmu-news-zh"),
    *("recipes", "mercury", "htmldate"),
)
"""All sets of whole pages."""
LINE_SETS = ("turku-lines",)
"""Sets of flattened text, line by line: their HTML has a `p` for each line, so they are used flattened only."""
PARTIAL_SETS = frozenset({"segments", "recipes", "mercury", "htmldate"})
"""Sets without full references: they have snippets or fields."""
INPUT_FORMS = ("html", *FLATTENERS)
USUAL_FORMS = ("html", "wet", "inscriptis")


def find_bench_folder() -> Path:
    """The folder that the environment variable CLEANCOPY_BENCH names; it holds `sets/`."""
    return Path(os.environ.get("CLEANCOPY_BENCH", "../shared/bench"))


def find_sets_folder() -> Path:
    """The folder of the labelled sets, one parquet file a set."""
    return find_bench_folder() / "sets"


def has_sets() -> bool:
    """Whether the folder of the labelled sets exists."""
    return find_sets_folder().is_dir()


def has_set(name: str) -> bool:
    """Whether the file of a set exists."""
    return find_set_path(name).exists()


def find_set_path(name: str) -> Path:
    """The parquet file of a set."""
    return find_sets_folder() / f"{name}.parquet"


def read_set(name: str) -> list[dict[str, Any]]:
    """The rows of a labelled set, one a page; training/README.md lists the columns."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - only who reads a set needs it

    return list(pq.read_table(find_set_path(name)).to_pylist())


def sample_set(name: str, limit: int | None = None) -> list[dict[str, Any]]:
    """The rows of a set; with a limit about that many, spread over the whole set."""
    rows = read_set(name)
    return rows[:: max(1, len(rows) // limit)] if limit else rows


def get_page(row: Mapping[str, Any], form: str) -> bytes | str:
    """A labelled page as HTML bytes, or flattened to text.

    form   one of INPUT_FORMS
    """
    html: bytes = row["html"]
    return html if form == "html" else FLATTENERS[form](html)
