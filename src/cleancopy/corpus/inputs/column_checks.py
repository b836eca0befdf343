"""Checks before a run begins whether tables have the requested columns."""

from collections.abc import Iterable, Iterator, Sequence

from cleancopy.corpus.inputs.reading import check_columns, has_columns
from cleancopy.corpus.inputs.sources import Source
from cleancopy.corpus.inputs.subprocess_reader import run_in_subprocess
from cleancopy.corpus.record import ProgressCallback, ignore
from cleancopy.corpus.settings import Columns
from cleancopy.errors import ColumnError, CorpusError

MAX_CHECKED_TABLES = 100
"""Number of tables to check. Checking a million of them in an object store would take hours."""


def check_tables(sources: Iterable[Source], columns: Columns) -> None:
    """Raise `ColumnError` for the first of `MAX_CHECKED_TABLES` tables that lacks a column.

    A table that cannot be read is no error here: the run reports it as a loss.
    """
    tables = [source for source in sources if has_columns(source)][:MAX_CHECKED_TABLES]
    parquet = [table for table in tables if table.kind == "parquet"]
    others = [table for table in tables if table.kind != "parquet"]
    for error in (*_find_errors_in_subprocess(parquet, columns), *find_column_errors(others, columns)):
        if error is not None:
            raise error


def find_column_errors(
    tables: Iterable[Source], columns: Columns, _: ProgressCallback = ignore
) -> Iterator[ColumnError | None]:
    """Yield the error of each table, None where it has the columns or cannot be read."""
    for table in tables:
        try:
            check_columns(table, columns)
        except ColumnError as error:
            yield error
        except CorpusError:
            yield None
        else:
            yield None


def _find_errors_in_subprocess(tables: Sequence[Source], columns: Columns) -> list[ColumnError | None]:
    """Find the same in another process, and in a new one after each table that crashed it."""
    errors: list[ColumnError | None] = []
    while len(errors) < len(tables):
        rest = tables[len(errors) :]
        try:
            for error, _ in run_in_subprocess(rest[0].path, find_column_errors, rest, columns):
                errors.append(error)  # one by one: those before a crash stay valid
        except CorpusError:
            errors.append(None)
    return errors
