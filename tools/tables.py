"""Tables for a terminal, and for a document in Markdown."""

from collections.abc import Iterable, Iterator, Sequence


def align_columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines with aligned columns. The first row has the headings; a column without a value is left out."""
    columns = [column for column in zip(*rows, strict=True) if any(column[1:])]
    padded = [_pad_column(column) for column in columns]
    for line in zip(*padded, strict=True):
        yield "  ".join(line).rstrip()


def _pad_column(column: Sequence[str]) -> list[str]:
    """Numbers aligned to the right, so that their digits stand under each other, and words to the left."""
    width = max(map(len, column))
    is_numeric = all(not cell or cell.lstrip("-")[:1].isdigit() for cell in column[1:])
    return [cell.rjust(width) if is_numeric else cell.ljust(width) for cell in column]


def make_markdown_table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A Markdown table, line by line."""
    headings = list(headings)
    yield "| " + " | ".join(headings) + " |"
    yield "|" + "---|" * len(headings)
    for row in rows:
        yield "| " + " | ".join(row) + " |"
