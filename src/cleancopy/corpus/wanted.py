"""The columns that a run wants of a table, and the error where a table lacks one."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from itertools import islice
from typing import NamedTuple

from cleancopy.corpus.figures import clipped, safe
from cleancopy.corpus.settings import Columns
from cleancopy.errors import ColumnError

_MOST_NAMES = 1000  # in a message; usual tables have less than a hundred
_LONGEST_NAME = 200  # characters; a table without a row of names may have a page there


ID = "--id-column"
"""The option for a column of which numbers will do, too."""


class Wanted(NamedTuple):
    """A column that a run wants, and the option that names it."""

    name: str
    option: str


def wanted_columns(columns: Columns) -> list[Wanted]:
    """The columns that are named, that of the page first."""
    named = ((columns.page, "--column"), (columns.id, ID), (columns.url, "--url-column"))
    return [Wanted(name, option) for name, option in named if name is not None]


def column_error(table: str, what: str, wanted: Wanted, there: Mapping[str, str]) -> ColumnError:
    """Make the error of a table that cannot give a column.

    what    is wrong, in words that stand before the column's name: ``there is no column``
    there   the names of the columns that could be it, with the words to show each by
    """
    shown = [clipped(safe(words), _LONGEST_NAME) for words in islice(there.values(), _MOST_NAMES)]
    rest = f", and {len(there) - _MOST_NAMES:,} more" if len(there) > _MOST_NAMES else ""
    choice = f"name one of {', '.join(shown)}{rest} with {wanted.option}, or leave the table out"
    return ColumnError(f"{safe(table)}: {what} {wanted.name!r}: {choice}{_suggestion(wanted.name, there)}")


def _suggestion(name: str, there: Iterable[str]) -> str:
    """The column whose name is nearly the one that was asked for, as a question."""
    others = (other for other in islice(there, _MOST_NAMES) if other != name and len(other) <= _LONGEST_NAME)
    folded = {other.casefold(): other for other in others}
    close = get_close_matches(name[:_LONGEST_NAME].casefold(), folded, 1)
    return f"; did you mean {folded[close[0]]!r}?" if close else ""
