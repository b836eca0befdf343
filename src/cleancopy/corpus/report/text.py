"""How a run ended, in words: for the terminal and for the HTML page."""

from collections.abc import Mapping

from cleancopy.corpus.formatting import format_count
from cleancopy.corpus.report.data import Report
from cleancopy.corpus.report.losses import count_losses

_MAX_REASONS = 5
"""Number of reasons to give why nothing was written."""

LOSS_NAMES: Mapping[str, tuple[str, str]] = {
    "failed": ("record could not be read", "records could not be read"),
    "damage": ("damaged stretch in the sources", "damaged stretches in the sources"),
    "errors": ("source ended in an error", "sources ended in an error"),
    "incomplete": ("source was not read to its end", "sources were not read to their end"),
    "stopped": ("run was stopped before its end", "runs were stopped before their end"),
    "imbalances": ("account does not balance", "accounts do not balance"),
    "timed_out": ("page ran out of time", "pages ran out of time"),
    "out_of_memory": ("page ran out of memory", "pages ran out of memory"),
    "crashed": ("page crashed its worker", "pages crashed their workers"),
}
"""The name of each kind of `count_losses`, for one and for several."""


def format_losses(report: Report) -> list[str]:
    """Format the losses, a line for each kind."""
    return [f"{format_count(number)} {LOSS_NAMES[kind][number > 1]}" for kind, number in count_losses(report).items()]


def format_verdict(report: Report) -> str:
    """Say how the run ended, in up to three words."""
    if report.state == "stopped":
        return "stopped"
    return "done with losses" if count_losses(report) else "done"


def explain_empty_run(report: Report) -> str:
    """Say why a run has no rows, in a sentence."""
    n_errors = sum(source.state == "error" for source in report.sources)
    n_sources = len(report.sources)
    if report.records:
        return f"No row came of {count_noun(report.records, 'record')}: {_format_reasons(report)}."
    if n_errors:
        sources = f"{count_noun(n_errors, 'source')} of {format_count(n_sources)}"
        return f"{sources} ended in an error before the first record."
    if report.state == "stopped":
        return "The run was stopped before the first record was done. The same command continues it."
    if report.skipped_files:
        name, reason = report.skipped_files[0]
        return f"All {count_noun(report.skipped_file_count, 'file')} were skipped, for example {name}: {reason}."
    if report.sources:
        return f"There was no record in {count_noun(n_sources, 'source')}: check whether they are empty."
    return "No source was found: check whether the inputs are the right folders or files."


def _format_reasons(report: Report) -> str:
    reasons = [
        (number, f"{outcome} ({reason})" if reason else outcome)
        for outcome, reasons in report.outcomes.items()
        for reason, number in reasons.items()
    ]
    return ", ".join(f"{format_count(number)} {name}" for number, name in sorted(reasons, reverse=True)[:_MAX_REASONS])


def count_noun(number: int, noun: str) -> str:
    """Format a number with its noun: ``1 record``, ``2 records``."""
    return f"{format_count(number)} {noun}{'' if number == 1 else 's'}"
