"""The end of a corpus run as lines for a terminal."""

from collections.abc import Iterator

import click

from cleancopy.corpus.ledger import RUN_FOLDER, SKIPPED_FILE
from cleancopy.corpus.report import (
    Report,
    count_losses,
    escape_invisible,
    format_count,
    format_duration,
    format_losses,
    format_rate,
    format_share,
    format_size,
    format_verdict,
    shorten,
)

_COLOURS = {"ok": "green", "failed": "red", "refused": "yellow"}
_COUNT_WIDTH = 14
_SHARE_WIDTH = 9
_MAX_LINES = 5
"""Lines of damage, of errors and of imbalances; the report has all."""


def format_summary(report: Report, folder: str, columns: int) -> Iterator[str]:
    """Yield the outcomes and reasons as a table, the losses, and where the output is.

    folder    of the output, as the user named it
    columns   of the terminal
    """
    yield from _format_outcomes(report, columns)
    yield ""
    colour = "red" if count_losses(report) else "green"
    verdict = click.style(format_verdict(report), bold=True, fg=colour)
    yield f"{verdict} in {format_duration(report.seconds)}: {_format_pace(report)}"
    for line in format_losses(report):
        yield click.style(f"  {line}", fg="red")
    for line in _list_loss_locations(report):
        yield click.style(shorten(escape_invisible(line), columns), dim=True)
    if report.skipped_file_count:
        yield click.style(_format_skipped(report.skipped_file_count), dim=True)
    yield f"{format_count(report.rows)} rows in {format_count(report.files)} files: {escape_invisible(folder)}"


def _format_skipped(count: int) -> str:
    files = "file was" if count == 1 else "files were"
    return f"{format_count(count)} {files} skipped: {RUN_FOLDER}/{SKIPPED_FILE} has each name and the reason"


def _format_outcomes(report: Report, columns: int) -> Iterator[str]:
    names = (name for reasons in report.outcomes.values() for name in reasons)
    width = max((len(escape_invisible(name)) + 2 for name in names), default=0)
    width = min(max(width, *map(len, report.outcomes)), columns - _COUNT_WIDTH - _SHARE_WIDTH)
    for outcome, reasons in report.outcomes.items():
        line = _format_line(outcome, report.count_outcome(outcome), width, report.records)
        yield click.style(line, fg=_COLOURS.get(outcome), bold=True)
        for reason, count in reasons.items():
            if reason:
                line = _format_line(f"  {escape_invisible(reason)}", count, width, report.records)
                yield click.style(line, dim=True)
    yield _format_line("read", report.records, width, report.records)


def _format_line(name: str, count: int, width: int, whole: int) -> str:
    share = format_share(count, whole)
    return f"{shorten(name, width):<{width}}{format_count(count):>{_COUNT_WIDTH}}{share:>{_SHARE_WIDTH}}"


def _format_pace(report: Report) -> str:
    speed = report.bytes_per_second
    pages = f"{format_count(report.pages)} pages, {format_rate(report.pages_per_second)} a second"
    return pages if speed is None else f"{pages}, {format_size(speed)} a second"


def _list_loss_locations(report: Report) -> Iterator[str]:
    """List the first damage, errors and imbalances, with where they are."""
    damage = [(source.path, damage) for source in report.sources for damage in source.damage]
    for path, each in damage[:_MAX_LINES]:
        yield f"  {path}: {each.kind}, bytes {each.start:,} to {each.end:,}"
    errors = [source for source in report.sources if source.error is not None]
    yield from (f"  {source.path}: {source.error}" for source in errors[:_MAX_LINES])
    yield from (f"  {imbalance}" for imbalance in report.imbalances[:_MAX_LINES])
