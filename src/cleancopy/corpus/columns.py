"""A look at the tables of a run before it begins: whether they have the columns that it asks of them."""

from collections.abc import Iterable, Iterator, Sequence

from cleancopy.corpus.aside import do_aside
from cleancopy.corpus.record import Advance, ignore
from cleancopy.corpus.settings import Columns
from cleancopy.corpus.sources import Source, check_columns, has_columns
from cleancopy.errors import ColumnError, CorpusError

LOOKED_AT = 100
"""Tables that are looked at. Reading the beginning of each of a million would take hours in an object store."""


def check_tables(sources: Iterable[Source], columns: Columns) -> None:
    """Raise `ColumnError` for a table that lacks a column; the first `LOOKED_AT` tables are looked at.

    One that cannot be read is passed over: it is a loss of the run, which says so.
    """
    tables = [source for source in sources if has_columns(source)][:LOOKED_AT]
    parquet = [table for table in tables if table.kind == "parquet"]
    others = [table for table in tables if table.kind != "parquet"]
    for error in (*_errors_aside(parquet, columns), *column_errors(others, columns)):
        if error is not None:
            raise error


def column_errors(tables: Iterable[Source], columns: Columns, _: Advance = ignore) -> Iterator[ColumnError | None]:
    """Give for each table its error, None where it has the columns or cannot be read."""
    for table in tables:
        try:
            check_columns(table, columns)
        except ColumnError as error:
            yield error
        except CorpusError:
            yield None
        else:
            yield None


def _errors_aside(tables: Sequence[Source], columns: Columns) -> list[ColumnError | None]:
    """The same from another process, and from a new one where a table was its end."""
    errors: list[ColumnError | None] = []
    while len(errors) < len(tables):
        rest = tables[len(errors) :]
        try:
            for error, _ in do_aside(rest[0].path, column_errors, rest, columns):
                errors.append(error)  # one by one: those before the end of a process stand
        except CorpusError:
            errors.append(None)
    return errors
