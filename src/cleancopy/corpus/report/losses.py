"""Counts what the output of a run lacks although it should have it."""

from cleancopy.corpus.report.data import Report
from cleancopy.workers import WORKER_FAULTS


def count_losses(report: Report) -> dict[str, int]:
    """Count what of the input is missing in the output, by kind; empty where nothing is missing.

    failed        records that could not be read
    damage        stretches of sources that gave no records
    errors        sources that could not be read to their end
    incomplete    sources that the run did not read to their end, because it was stopped
    stopped       1 where the run was stopped
    imbalances    accounts that do not balance
    timed_out, out_of_memory, crashed   pages that were read in part, or not at all; the latter have failed

    What is refused, filtered or cut by a limit is what the settings ask for, and no loss.
    """
    counts = {
        "failed": report.count_outcome("failed"),
        "damage": sum(len(source.damage) for source in report.sources),
        "errors": sum(source.state == "error" for source in report.sources),
        "incomplete": sum(source.state == "incomplete" for source in report.sources),
        "stopped": int(report.state == "stopped"),
        "imbalances": len(report.imbalances),
        **{str(flag): report.flags.get(flag, 0) for flag in sorted(WORKER_FAULTS)},
    }
    return {kind: number for kind, number in counts.items() if number}


def get_exit_code(report: Report) -> int:
    """Get the exit code: 0 where all is done, 1 where there are losses."""
    return 1 if count_losses(report) else 0
