"""``cleancopy corpus dedup IN OUT``: near-duplicates out of what a corpus run wrote."""

import click

from cleancopy.cli.endings import Program, write
from cleancopy.cli.inputs import plain_errors
from cleancopy.cli.needs import need_corpus


@click.command(
    "dedup",
    cls=Program,
    going_on="what is unfinished in OUT is of no use: delete it, and run the same command",
    short_help="Take near-duplicates out of the output of `cleancopy corpus`.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option(
    "--threshold",
    type=click.FloatRange(0.5, 1),
    help="Pages whose texts share so much (Jaccard, of runs of three words) are copies.  [default: 0.6]",
)
def dedup_command(source: str, target: str, threshold: float | None) -> None:
    """Keep the best copy of each page of the folder IN, which `cleancopy corpus` wrote, in the new folder OUT.

    The columns cluster and cluster_size tell which pages belong together; OUT/_clusters has every member of every
    cluster, the one that was kept and how much they have in common.
    """
    need_corpus()
    from cleancopy.corpus.dedup import THRESHOLD, dedup  # noqa: PLC0415 - needs the extra

    with plain_errors():
        report = dedup(source, target, threshold=THRESHOLD if threshold is None else threshold)
    kept = report.rows - report.dropped_exact - report.dropped_near
    write(
        f"{report.rows:,} rows, {kept:,} kept; {report.dropped_exact:,} dropped as exact copies and "
        f"{report.dropped_near:,} as near ones, of {report.clusters:,} clusters: {target}"
    )
