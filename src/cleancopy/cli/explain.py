"""``cleancopy explain FILE``: show every block of a page with its role and reasons."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from cleancopy.cli.case import write_case
from cleancopy.cli.console import ConsoleCommand, write
from cleancopy.cli.inputs import (
    READ_ERRORS,
    STDIN,
    USAGE_ERROR,
    InputPage,
    add_page_options,
    add_truncations,
    exit_on_errors,
    is_input_missing,
    make_fetch_options,
    read_page,
    report,
    report_losses,
    report_unreadable,
)
from cleancopy.cli.terminal import format_article, format_blocks, format_candidates, get_page_width, print_lines
from cleancopy.extract import explain
from cleancopy.options import Kind, Mode
from cleancopy.trace import Trace


@click.command(
    "explain",
    cls=ConsoleCommand,
    short_help="Show every block of a page with its role and reasons.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.argument("file", required=False)
@click.option(
    "--case",
    "case_path",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="Write the page to PATH.html or PATH.txt, and what is expected of it to PATH.json, for a bug report.",
)
@add_page_options
@click.pass_context
def explain_command(
    ctx: click.Context,
    /,
    file: str | None,
    case_path: Path | None,
    mode: Mode,
    kind: Kind,
    url: str | None,
    **fetch_options: Any,
) -> None:
    """Show every block of a page with its role and reasons.

    FILE is a file, a URL, or - for standard input, which is also the default. Each block has its fate (keep, field or
    drop), its role, and the probability that it belongs to the running text. Below it are its location in the page and
    the three strongest reasons. The number before a reason is its effect on the log-odds of keeping the block: +0.70
    doubles the odds, -0.70 halves them. Each field has its candidate values: the chosen one, their sources, and why.
    """
    if is_input_missing((file,) if file else ()):
        write(ctx.get_help())
        return
    name = file or STDIN
    try:
        page = read_page(name, make_fetch_options(**fetch_options))
    except READ_ERRORS as error:
        report_unreadable(name, error)
        ctx.exit(USAGE_ERROR)
    with exit_on_errors():
        trace = explain(page.data, url or page.url, kind, mode, charset=page.charset, fetch_date=page.fetch_date)
    trace = replace(trace, article=add_truncations(trace.article, page.truncations))
    if case_path is not None:
        _write_case(ctx, case_path, page, trace, url)
        return
    columns = get_page_width()
    print_lines(format_blocks(trace, columns, reasons=True))
    print_lines(("", *format_candidates(trace, columns)))
    print_lines(("", *format_article(trace.article, columns)))
    report_losses(name, trace.article)


def _write_case(ctx: click.Context, path: Path, page: InputPage, trace: Trace, url: str | None) -> None:
    try:
        page_path, case_path = write_case(path, page.data, trace, url or page.url)
    except OSError as error:
        report(error.filename or str(path), f"cannot be written: {error.strerror or error}")
        ctx.exit(USAGE_ERROR)
    write(f"{page_path} has the page. Say in {case_path} what is expected of it.")
