"""The program ``cleancopy``: extraction by default, other jobs by name."""

import sys
from collections.abc import Sequence
from typing import Any

import click

from cleancopy.cli.explain import explain_command
from cleancopy.cli.extract import Wanted, extract_pages
from cleancopy.cli.inputs import nothing_given, page_options
from cleancopy.options import Kind, Mode
from cleancopy.render import RENDERERS

_COMMANDS = {"explain": explain_command}


class FrontDoor(click.Command):
    """A command that hands over to another when the first argument names one.

    A click group wants a command's name every time; here the main job goes without one, and a
    page whose file is called like a command is given as ``./explain``.
    """

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *rest: Any, **extra: Any) -> Any:
        """Run the command that the first argument names, else this one."""
        words = list(sys.argv[1:] if args is None else args)
        if words and words[0] in _COMMANDS:
            return _COMMANDS[words[0]].main(words[1:], f"{self.name} {words[0]}", *rest, **extra)
        return super().main(words, prog_name or self.name, *rest, **extra)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the other commands under the options."""
        with formatter.section("Other commands"):
            formatter.write_dl([(name, command.get_short_help_str()) for name, command in _COMMANDS.items()])


@click.command("cleancopy", cls=FrontDoor, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("files", nargs=-1, metavar="[FILE|-]...")
@click.option(
    "-o",
    "--output",
    type=click.Choice(tuple(RENDERERS)),
    default="text",
    show_default=True,
    help="What to write: the running text; a document with title, dek and body; or everything as JSON.",
)
@click.option("--no-links", is_flag=True, help="Leave the addresses of links out, not their words.")
@click.option("--no-images", is_flag=True, help="Leave pictures out.")
@click.option("--no-tables", is_flag=True, help="Leave tables out.")
@click.option("--comments", is_flag=True, help="Add what readers wrote below the article.")
@page_options
@click.version_option(package_name="cleancopy")
@click.pass_context
def main(  # noqa: PLR0913 - click gives each option by its name
    ctx: click.Context,
    files: tuple[str, ...],
    output: str,
    *,
    no_links: bool,
    no_images: bool,
    no_tables: bool,
    comments: bool,
    mode: Mode,
    kind: Kind,
    url: str | None,
) -> None:
    """Turn scraped pages (HTML, or text somebody already flattened) into clean running text.

    Pages are read from the FILEs, or from standard input. The answer is UTF-8 on standard output:
    for several pages, one JSON document a line, one HTML fragment after the other, or texts parted by a line
    with a form feed.

    Exit codes: 0 done, 1 done but some file could not be read, 2 wrong use, nothing written.
    """
    if nothing_given(files):
        click.echo(ctx.get_help())
        return
    if url is not None and len(files) > 1:
        raise click.UsageError(f"--url names one page, but {len(files)} files were given: give one at a time")
    wanted = Wanted(output, links=not no_links, images=not no_images, comments=comments, tables=not no_tables)
    ctx.exit(extract_pages(files, wanted, mode=mode, kind=kind, url=url))
