"""``cleancopy corpus dedup IN OUT``: removes near-duplicates from the output of a corpus run."""

import click

from cleancopy.cli.console import ConsoleCommand, write
from cleancopy.cli.extras import require_corpus
from cleancopy.cli.inputs import exit_on_errors


@click.command(
    "dedup",
    cls=ConsoleCommand,
    resume_hint="what is unfinished in OUT is of no use: delete it, and run the same command",
    short_help="Remove near-duplicates from the output of `cleancopy corpus`.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option(
    "--threshold",
    type=click.FloatRange(0.5, 1),
    help="Treat pages as copies from this similarity on (Jaccard, of runs of three words).  [default: 0.6]",
)
def dedup_command(source: str, target: str, threshold: float | None) -> None:
    """Copy the folder IN, which `cleancopy corpus` wrote, to the new folder OUT, with the best copy of each page.

    The columns cluster and cluster_size say which pages belong together; OUT/_clusters lists all members of all
    clusters, with the member that was kept and how similar they are.
    """
    require_corpus()
    from cleancopy.corpus.dedup import THRESHOLD, dedup  # noqa: PLC0415 - needs the extra

    with exit_on_errors():
        report = dedup(source, target, threshold=THRESHOLD if threshold is None else threshold)
    kept = report.rows - report.dropped_exact - report.dropped_near
    write(
        f"{report.rows:,} rows, {kept:,} kept; {report.dropped_exact:,} dropped as exact copies and "
        f"{report.dropped_near:,} as near copies, in {report.clusters:,} clusters: {target}"
    )
