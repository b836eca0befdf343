"""The columns that a run requests of a table, and the error where a table lacks one."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from itertools import islice
from typing import NamedTuple

from cleancopy.corpus.formatting import escape_invisible, shorten
from cleancopy.corpus.settings import Columns
from cleancopy.errors import ColumnError

_MAX_NAMES = 1000  # in a message; usual tables have fewer than a hundred
_MAX_NAME_LENGTH = 200  # characters; a table without a header row may have a page there


ID_OPTION = "--id-column"
"""The option for a column that may also have numbers."""


class RequestedColumn(NamedTuple):
    """A column that a run requests, and the option that names it."""

    name: str
    option: str


def list_requested_columns(columns: Columns) -> list[RequestedColumn]:
    """List the columns that settings name, the page's column first."""
    candidates = ((columns.page, "--column"), (columns.id, ID_OPTION), (columns.url, "--url-column"))
    return [RequestedColumn(name, option) for name, option in candidates if name is not None]


def make_column_error(table: str, fault: str, requested: RequestedColumn, available: Mapping[str, str]) -> ColumnError:
    """Make the error of a table that lacks a column.

    fault       what is wrong, in words that precede the column's name: ``there is no column``
    available   the names of the table's columns, with the words to show for each
    """
    shown = [shorten(escape_invisible(words), _MAX_NAME_LENGTH) for words in islice(available.values(), _MAX_NAMES)]
    rest = f", and {len(available) - _MAX_NAMES:,} more" if len(available) > _MAX_NAMES else ""
    choice = f"name one of {', '.join(shown)}{rest} with {requested.option}, or leave the table out"
    return ColumnError(
        f"{escape_invisible(table)}: {fault} {requested.name!r}: {choice}{_suggest_name(requested.name, available)}"
    )


def _suggest_name(name: str, available: Iterable[str]) -> str:
    """Suggest the column whose name is most similar to the requested one, as a question."""
    others = (other for other in islice(available, _MAX_NAMES) if other != name and len(other) <= _MAX_NAME_LENGTH)
    folded = {other.casefold(): other for other in others}
    close = get_close_matches(name[:_MAX_NAME_LENGTH].casefold(), folded, 1)
    return f"; did you mean {folded[close[0]]!r}?" if close else ""
