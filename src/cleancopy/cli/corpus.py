"""``cleancopy corpus IN… OUT``: archives, tables and folders of pages in, a folder of extracted text out."""

from typing import Any, get_args

import click

from cleancopy.cli.console import print_message
from cleancopy.cli.dedup import dedup_command
from cleancopy.cli.default_command import DefaultCommand
from cleancopy.cli.extras import require_corpus, require_ray
from cleancopy.cli.field_names import parse_field_names
from cleancopy.cli.inputs import exit_on_errors
from cleancopy.cli.terminal import get_page_width, print_lines
from cleancopy.options import Kind, Mode

_FORMATS = ("parquet", "jsonl", "jsonl.gz", "jsonl.zst")
STOPPED = 3


@click.command(
    "corpus",
    cls=DefaultCommand,
    resume_hint="what is done stays, the same command continues",
    subcommands={"dedup": dedup_command},
    short_help="Extract the text of archives, tables and folders of pages.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.argument("inputs", nargs=-1, required=True, metavar="IN...")
@click.argument("output", metavar="OUT")
@click.option(
    "--engine",
    type=click.Choice(("local", "ray")),
    default="local",
    show_default=True,
    help="Where to run: local processes, or a Ray cluster.",
)
@click.option(
    "--workers", type=click.IntRange(1), help="Number of processes, or of Ray tasks at a time.  [default: processors]"
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(_FORMATS),
    default="parquet",
    show_default=True,
    help="Format of the output files.",
)
@click.option(
    "--records-per-file",
    type=click.IntRange(1),
    default=1000,
    show_default=True,
    help="Input records per output file.",
)
@click.option("--column", default="html", show_default=True, help="Column of a table that has the page.")
@click.option("--id-column", help="Column of a table that has the page's id.  [default: the row's number]")
@click.option("--url-column", help="Column of a table that has the page's URL.")
@click.option("--roles", is_flag=True, help="Add the columns full_text and roles, the spans of the roles in it.")
@click.option(
    "--fields",
    metavar="NAMES",
    callback=parse_field_names,
    help="Find only these fields, such as title,authors; the others have no column.  [default: all]",
)
@click.option(
    "--keep",
    metavar="EXPR",
    help="Keep only pages matching this expression, e.g. \"words > 99 and 'short' not in flags\".",
)
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="Drop pages with confidence below this."
)
@click.option("--min-words", type=click.IntRange(0), default=0, help="Drop pages with fewer words than this.")
@click.option(
    "--language", "languages", multiple=True, help="Keep only pages in this language; may be given several times."
)
@click.option("--write-dropped", is_flag=True, help="Also write dropped pages, with the reason, to OUT/_dropped.")
@click.option(
    "--mode",
    type=click.Choice(get_args(Mode)),
    default="balanced",
    show_default=True,
    help="Prefer complete text (recall), clean text (precision), or both.",
)
@click.option(
    "--kind",
    type=click.Choice(get_args(Kind)),
    default="auto",
    show_default=True,
    help="Read pages as HTML or as flattened text.",
)
@click.pass_context
def corpus_command(ctx: click.Context, /, inputs: tuple[str, ...], output: str, **options: Any) -> None:
    """Extract every page of the INputs into files in the folder OUT, and report what happened to each record.

    An input is a WARC, WET or ARC archive, a Parquet, JSONL, CSV or TSV table, a page, a mail, a book or feed (a row
    for each of its pages), a folder of these, a pattern, a list of paths (@paths.txt), or an address
    (s3://bucket/key, https://host/x.warc). WET archives are read as flattened text. If a run was stopped, the same
    command continues it. The report is in OUT/_run: report.json, and report.html with charts.

    Exit codes: 0 done, 1 done with losses, which the report lists, 2 wrong use, nothing was written, 3 stopped: the
    output cannot be written to.
    """
    require_corpus()
    if options["engine"] == "ray":
        require_ray()
    ctx.exit(_run(inputs, output, options))


def _run(inputs: tuple[str, ...], output: str, options: dict[str, Any]) -> int:
    # Imported here because they need the extra.
    from cleancopy.cli.progress import make_shard_callback, show_progress  # noqa: PLC0415
    from cleancopy.cli.summary import format_summary  # noqa: PLC0415
    from cleancopy.corpus.report import get_exit_code  # noqa: PLC0415
    from cleancopy.corpus.run import prepare, run  # noqa: PLC0415
    from cleancopy.errors import CorpusError  # noqa: PLC0415

    with exit_on_errors():
        plan = prepare(inputs, output, _make_settings(options))
    for notice in plan.notices:
        click.echo(f"cleancopy: {notice}", err=True)
    try:
        with show_progress(plan.size, plan.done_size) as update:
            callback = make_shard_callback(update, plan.done_size)
            report = run(plan, options["engine"], options["workers"], on_shard_done=callback)
    except CorpusError as error:
        print_message(f"cleancopy: stopped: {error}; what is done stays, the same command continues")
        return STOPPED
    print_lines(format_summary(report, output, get_page_width()))
    return get_exit_code(report)


def _make_settings(options: dict[str, Any]) -> Any:
    from cleancopy.corpus.run import Columns, PageFilter, Settings  # noqa: PLC0415 - needs the extra

    return Settings(
        format=options["output_format"],
        records_per_file=options["records_per_file"],
        kind=options["kind"],
        mode=options["mode"],
        roles=options["roles"],
        fields=None if options["fields"] is None else tuple(sorted(options["fields"])),
        columns=Columns(options["column"], options["id_column"], options["url_column"]),
        page_filter=PageFilter(options["min_confidence"], options["min_words"], options["languages"], options["keep"]),
        write_dropped=options["write_dropped"],
    )
