"""The program ``cleancopy``: extraction by default, other jobs by name."""

import click

from cleancopy.cli.corpus import corpus_command
from cleancopy.cli.door import Door
from cleancopy.cli.explain import explain_command
from cleancopy.cli.extract import Wanted, extract_pages
from cleancopy.cli.inputs import nothing_given, page_options
from cleancopy.cli.serve import serve_command
from cleancopy.options import Kind, Mode
from cleancopy.render import RENDERERS

_COMMANDS = {"explain": explain_command, "corpus": corpus_command, "serve": serve_command}


@click.command("cleancopy", cls=Door, others=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("files", nargs=-1, metavar="[FILE|-|URL]...")
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
@click.option("--guard", is_flag=True, help="Read pages in a process of its own: a page may take 5 seconds and 1 GB.")
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
    guard: bool,
    mode: Mode,
    kind: Kind,
    url: str | None,
) -> None:
    """Turn scraped pages (HTML, or text somebody already flattened) into clean running text.

    Pages are read from the FILEs, from standard input, or from the web: an address of http or https is fetched, one
    of your own network, too. The answer is UTF-8 on standard output: for several pages, one JSON document a line,
    one HTML fragment after the other, or texts parted by a line with a form feed.

    Exit codes: 0 done, 1 done but some file could not be read (or under the guard not as a whole), 2 wrong use, nothing
    written.
    """
    if nothing_given(files):
        click.echo(ctx.get_help())
        return
    if url is not None and len(files) > 1:
        raise click.UsageError(f"--url names one page, but {len(files)} files were given: give one at a time")
    wanted = Wanted(output, links=not no_links, images=not no_images, comments=comments, tables=not no_tables)
    ctx.exit(extract_pages(files, wanted, guarded=guard, mode=mode, kind=kind, url=url))
