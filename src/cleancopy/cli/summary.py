"""The end of a corpus run as lines for a terminal."""

from collections.abc import Iterator

import click

from cleancopy.corpus.figures import clipped, count, rate, safe, share, size, span
from cleancopy.corpus.ledger import FOLDER, SKIPPED
from cleancopy.corpus.picture import loss_lines, verdict
from cleancopy.corpus.report import Report, losses

_COLOURS = {"ok": "green", "failed": "red", "refused": "yellow"}
_NUMBER = 14
_SHARE = 9
_MOST = 5
"""Stretches of damage and errors; the report has all."""


def summary_lines(report: Report, folder: str, columns: int) -> Iterator[str]:
    """Give outcomes and reasons as a table, what was lost, and where the output lies.

    folder    of the output, as the user named it
    columns   of the terminal
    """
    yield from _outcome_lines(report, columns)
    yield ""
    bad = bool(losses(report))
    yield (
        click.style(verdict(report), bold=True, fg="red" if bad else "green")
        + f" in {span(report.seconds)}: {_pace(report)}"
    )
    for line in loss_lines(report):
        yield click.style(f"  {line}", fg="red")
    yield from (click.style(clipped(safe(line), columns), dim=True) for line in _where_lost(report))
    yield from _skipped(report)
    yield f"{count(report.rows)} rows in {count(report.files)} files: {safe(folder)}"


def _skipped(report: Report) -> Iterator[str]:
    if number := report.skipped_number:
        were = "file was" if number == 1 else "files were"
        yield click.style(f"{count(number)} {were} skipped: {FOLDER}/{SKIPPED} has each name and why", dim=True)


def _outcome_lines(report: Report, columns: int) -> Iterator[str]:
    width = max((len(safe(name)) + 2 for reasons in report.outcomes.values() for name in reasons), default=0)
    width = min(max(width, *map(len, report.outcomes)), columns - _NUMBER - _SHARE)
    for outcome, reasons in report.outcomes.items():
        number = report.outcome(outcome)
        yield click.style(_line(outcome, number, width, report.records), fg=_COLOURS.get(outcome), bold=True)
        for reason, n in reasons.items():
            if reason:
                yield click.style(_line(f"  {safe(reason)}", n, width, report.records), dim=True)
    yield _line("read", report.records, width, report.records)


def _line(name: str, number: int, width: int, whole: int) -> str:
    return f"{clipped(name, width):<{width}}{count(number):>{_NUMBER}}{share(number, whole):>{_SHARE}}"


def _pace(report: Report) -> str:
    speed = report.bytes_per_second
    pages = f"{count(report.pages)} pages, {rate(report.pages_per_second)} a second"
    return pages if speed is None else f"{pages}, {size(speed)} a second"


def _where_lost(report: Report) -> Iterator[str]:
    """Where there was damage, an error or an account that does not balance: the first of each."""
    damage = [(source.path, loss) for source in report.sources for loss in source.damage]
    yield from (f"  {path}: {loss.what}, bytes {loss.start:,} to {loss.end:,}" for path, loss in damage[:_MOST])
    errors = [source for source in report.sources if source.error is not None]
    yield from (f"  {source.path}: {source.error}" for source in errors[:_MOST])
    yield from (f"  {words}" for words in report.imbalances[:_MOST])
