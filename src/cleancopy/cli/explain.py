"""``cleancopy explain FILE``: every block of a page with its role and the reason."""

from dataclasses import replace
from typing import Any

import click

from cleancopy.cli.endings import Program, write
from cleancopy.cli.inputs import (
    STDIN,
    UNREADABLE,
    WRONG_USE,
    asking,
    note_losses,
    nothing_given,
    page_options,
    plain_errors,
    read_page,
    report_unreadable,
    with_cuts,
)
from cleancopy.cli.show import article_lines, block_lines, candidate_lines, echo_lines, page_width
from cleancopy.extract import explain
from cleancopy.options import Kind, Mode


@click.command(
    "explain",
    cls=Program,
    short_help="Show every block of a page with its role and reason.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.argument("file", required=False)
@page_options
@click.pass_context
def explain_command(
    ctx: click.Context, /, file: str | None, mode: Mode, kind: Kind, url: str | None, **fetching: Any
) -> None:
    """Show every block of the page in FILE (- or nothing: standard input; or an address) with its role and reason.

    Each block has its fate (keep, field or drop), its role, and the probability that it belongs to the
    running text. Below stand its place in the page and the three strongest reasons. The number before a
    reason says how much it changes the log-odds that the block is kept: +0.70 doubles the odds, -0.70 halves them.
    Each field has the values that were weighed for it: which won, where they stand, and why.
    """
    if nothing_given((file,) if file else ()):
        write(ctx.get_help())
        return
    name = file or STDIN
    try:
        page, found, charset, fetched, cuts = read_page(name, asking(**fetching))
    except UNREADABLE as error:
        report_unreadable(name, error)
        ctx.exit(WRONG_USE)
    with plain_errors():
        trace = explain(page, url or found, kind, mode, charset=charset, fetched=fetched)
    trace = replace(trace, article=with_cuts(trace.article, cuts))
    columns = page_width()
    echo_lines(block_lines(trace, columns, reasons=True))
    echo_lines(("", *candidate_lines(trace, columns)))
    echo_lines(("", *article_lines(trace.article, columns)))
    note_losses(name, trace.article)
