"""``cleancopy explain FILE``: show every block of a page with its role and reasons."""

from dataclasses import replace
from typing import Any

import click

from cleancopy.cli.console import ConsoleCommand, write
from cleancopy.cli.inputs import (
    READ_ERRORS,
    STDIN,
    USAGE_ERROR,
    add_page_options,
    add_truncations,
    exit_on_errors,
    is_input_missing,
    make_fetch_options,
    read_page,
    report_losses,
    report_unreadable,
)
from cleancopy.cli.terminal import format_article, format_blocks, format_candidates, get_page_width, print_lines
from cleancopy.extract import explain
from cleancopy.options import Kind, Mode


@click.command(
    "explain",
    cls=ConsoleCommand,
    short_help="Show every block of a page with its role and reasons.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.argument("file", required=False)
@add_page_options
@click.pass_context
def explain_command(
    ctx: click.Context, /, file: str | None, mode: Mode, kind: Kind, url: str | None, **fetch_options: Any
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
    columns = get_page_width()
    print_lines(format_blocks(trace, columns, reasons=True))
    print_lines(("", *format_candidates(trace, columns)))
    print_lines(("", *format_article(trace.article, columns)))
    report_losses(name, trace.article)
