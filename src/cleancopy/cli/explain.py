"""``cleancopy explain FILE``: every block of a page with its role and the reason."""

import click

from cleancopy.cli.inputs import (
    STDIN,
    UNREADABLE,
    WRONG_USE,
    nothing_given,
    page_options,
    plain_errors,
    read_page,
    report_unreadable,
)
from cleancopy.cli.show import article_lines, block_lines, candidate_lines, echo_lines, page_width
from cleancopy.extract import explain
from cleancopy.options import Kind, Mode


@click.command(
    "explain",
    short_help="Show every block of a page with its role and reason.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.argument("file", required=False)
@page_options
@click.pass_context
def explain_command(ctx: click.Context, file: str | None, mode: Mode, kind: Kind, url: str | None) -> None:
    """Show every block of the page in FILE (- or nothing: standard input; or an address) with its role and reason.

    Each block has its fate (keep, field or drop), its role, and the probability that it belongs to the
    running text. Below stand its place in the page and the three strongest reasons. The number before a
    reason says how much it changes the log-odds that the block is kept: +0.70 doubles the odds, -0.70 halves them.
    Each field has the values that were weighed for it: which won, where they stand, and why.
    """
    if nothing_given((file,) if file else ()):
        click.echo(ctx.get_help())
        return
    name = file or STDIN
    try:
        page, found, charset, fetched = read_page(name)
    except UNREADABLE as error:
        report_unreadable(name, error)
        ctx.exit(WRONG_USE)
    with plain_errors():
        trace = explain(page, url or found, kind, mode, charset=charset, fetched=fetched)
    columns = page_width()
    echo_lines(block_lines(trace, columns, reasons=True))
    echo_lines(("", *candidate_lines(trace, columns)))
    echo_lines(("", *article_lines(trace.article, columns)))
