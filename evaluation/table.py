"""Tables for a terminal, and for a document."""

from collections.abc import Iterable, Iterator, Sequence


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines with the columns under each other. The first row is headings; a column of blanks is left out."""
    columns = [c for c in zip(*rows, strict=True) if any(c[1:])]
    padded = [_padded(c) for c in columns]
    for line in zip(*padded, strict=True):
        yield "  ".join(line).rstrip()


def _padded(column: Sequence[str]) -> list[str]:
    """Figures to the right, so that their digits stand under each other, and words to the left."""
    width = max(map(len, column))
    figures = all(not cell or cell.lstrip("-")[:1].isdigit() for cell in column[1:])
    return [cell.rjust(width) if figures else cell.ljust(width) for cell in column]


def markdown(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A Markdown table, a line at a time."""
    headings = list(headings)
    yield "| " + " | ".join(headings) + " |"
    yield "|" + "---|" * len(headings)
    for row in rows:
        yield "| " + " | ".join(row) + " |"
