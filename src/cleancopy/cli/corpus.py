"""``cleancopy corpus IN… OUT``: archives, tables and folders of pages in, a folder of clean copy out."""

from typing import Any, get_args

import click

from cleancopy.cli.dedup import dedup_command
from cleancopy.cli.door import Door
from cleancopy.cli.endings import note
from cleancopy.cli.inputs import plain_errors
from cleancopy.cli.needs import need_corpus, need_ray
from cleancopy.cli.show import echo_lines, page_width
from cleancopy.options import Kind, Mode

_FORMATS = ("parquet", "jsonl", "jsonl.gz", "jsonl.zst")
STOPPED = 3


@click.command(
    "corpus",
    cls=Door,
    going_on="what is done stays, the same command goes on",
    others={"dedup": dedup_command},
    short_help="Clean archives, tables and folders of pages into a folder.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.argument("inputs", nargs=-1, required=True, metavar="IN...")
@click.argument("output", metavar="OUT")
@click.option("--engine", type=click.Choice(("local", "ray")), default="local", show_default=True, help="Who works.")
@click.option("--workers", type=click.IntRange(1), help="Processes, or tasks of Ray.  [default: one a processor]")
@click.option("--format", "output_format", type=click.Choice(_FORMATS), default="parquet", show_default=True)
@click.option(
    "--items", type=click.IntRange(1), default=1000, show_default=True, help="Records that a file stands for."
)
@click.option("--column", default="html", show_default=True, help="Column of a table that holds the page.")
@click.option("--id-column", help="Column of a table that names the page.  [default: the row's number]")
@click.option("--url-column", help="Column of a table that holds the page's address.")
@click.option("--roles", is_flag=True, help="Add full_text and the spans of the roles in it.")
@click.option(
    "--keep", metavar="EXPR", help="Write pages only for which this holds: words > 99 and 'short' not in flags"
)
@click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="Write no page below.")
@click.option("--min-words", type=click.IntRange(0), default=0, help="Write no page with fewer.")
@click.option("--language", "languages", multiple=True, help="Write only pages in this language; may be repeated.")
@click.option("--write-dropped", is_flag=True, help="Write what these leave out, with the reason, to OUT/_dropped.")
@click.option("--mode", type=click.Choice(get_args(Mode)), default="balanced", show_default=True)
@click.option("--kind", type=click.Choice(get_args(Kind)), default="auto", show_default=True)
@click.pass_context
def corpus_command(ctx: click.Context, /, inputs: tuple[str, ...], output: str, **options: Any) -> None:
    """Clean every page of the INputs into files in the folder OUT, and tell what happened to each record.

    An input is a WARC, WET or ARC archive, a Parquet, JSONL, CSV or TSV table, a page, a mail, a book or feed (a row
    for each of its pages), a folder of these, a pattern, a list of paths (@paths.txt), or an address
    (s3://bucket/key, https://host/x.warc). WET archives are read as flattened text. A run that was stopped goes on by
    the same command. Its report is in OUT/_run: report.json, and report.html with
    pictures.

    Exit codes: 0 done, 1 done with losses that the report lists, 2 wrong use, nothing written, 3 stopped: the output
    cannot be written to.
    """
    need_corpus()
    if options["engine"] == "ray":
        need_ray()
    ctx.exit(_run(inputs, output, options))


def _run(inputs: tuple[str, ...], output: str, options: dict[str, Any]) -> int:
    # Imported here because they need the extra.
    from cleancopy.cli.progress import progress, tallied  # noqa: PLC0415
    from cleancopy.cli.summary import summary_lines  # noqa: PLC0415
    from cleancopy.corpus.report import exit_code  # noqa: PLC0415
    from cleancopy.corpus.run import prepare, run  # noqa: PLC0415
    from cleancopy.errors import CorpusError  # noqa: PLC0415

    with plain_errors():
        plan = prepare(inputs, output, _settings(options))
    for notice in plan.notices:
        click.echo(f"cleancopy: {notice}", err=True)
    try:
        with progress(plan.size, plan.done_size) as step:
            report = run(plan, options["engine"], options["workers"], tick=tallied(step, plan.done_size))
    except CorpusError as error:
        note(f"cleancopy: stopped: {error}; what is done stays, the same command goes on")
        return STOPPED
    echo_lines(summary_lines(report, output, page_width()))
    return exit_code(report)


def _settings(options: dict[str, Any]) -> Any:
    from cleancopy.corpus.settings import Columns, Keep, Settings  # noqa: PLC0415

    return Settings(
        format=options["output_format"],
        items=options["items"],
        kind=options["kind"],
        mode=options["mode"],
        roles=options["roles"],
        columns=Columns(options["column"], options["id_column"], options["url_column"]),
        keep=Keep(options["min_confidence"], options["min_words"], options["languages"], options["keep"]),
        dropped=options["write_dropped"],
    )
