"""The labelled pages, and the forms in which an extractor may get them."""

from typing import Any

from training.flatten import FLATTEN
from training.prepare import SETS, bench_path, read_set

INPUTS = ("html", *FLATTEN)
USUAL_INPUTS = ("html", "wet", "inscriptis")

__all__ = ["INPUTS", "SETS", "USUAL_INPUTS", "has_sets", "page_of", "rows_of", "sets_folder"]


def sets_folder() -> str:
    return str(bench_path() / "sets")


def has_sets() -> bool:
    return (bench_path() / "sets").is_dir()


def rows_of(name: str, limit: int | None = None) -> list[dict[str, Any]]:
    """The pages of a set; with a limit about so many of them, spread over the whole set."""
    rows = read_set(name)
    return rows[:: max(1, len(rows) // limit)] if limit else rows


def page_of(row: dict[str, Any], form: str) -> bytes | str:
    """A labelled page as HTML bytes, or flattened to text."""
    html: bytes = row["html"]
    return html if form == "html" else FLATTEN[form](html)
