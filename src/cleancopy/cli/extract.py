"""``cleancopy [extract] [FILE|-|URL]…``: the main job."""

from typing import Any

import click

from cleancopy.cli.endings import Program, write
from cleancopy.cli.folder import make_folder
from cleancopy.cli.inputs import STDIN, asking, is_address, nothing_given, page_options
from cleancopy.cli.names import read_list
from cleancopy.cli.needs import need_fetch
from cleancopy.cli.pages import Reading, Wanted, extract_pages
from cleancopy.options import Kind, Mode
from cleancopy.render import RENDERERS

GOING_ON = "what is written stays; with --output-dir, the same command goes on with the pages that are left"


@click.command(
    "extract",
    cls=Program,
    going_on=GOING_ON,
    short_help="Turn pages into clean running text, as without a command's name.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
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
@click.option("--output-dir", metavar="DIR", help="Write a file a page into this folder; those that are there stay.")
@click.option("--front-matter", is_flag=True, help="Put title, authors, date, … above Markdown as YAML.")
@click.option(
    "--list", "lists", metavar="FILE", help="Read the names of pages from FILE too, one a line; - is standard input."
)
@page_options
@click.pass_context
def extract_command(  # noqa: PLR0913 - click gives each option by its name
    ctx: click.Context,
    /,
    files: tuple[str, ...],
    output: str,
    *,
    no_links: bool,
    no_images: bool,
    no_tables: bool,
    comments: bool,
    guard: bool,
    output_dir: str | None,
    front_matter: bool,
    lists: str | None,
    mode: Mode,
    kind: Kind,
    url: str | None,
    **fetching: Any,
) -> None:
    """Turn scraped pages (HTML, or text somebody already flattened) into clean running text.

    Pages are read from the FILEs, from standard input, or from the web: an address of http or https is fetched, one
    of your own network, too. The answer is UTF-8 on standard output: for several pages, one JSON document a line,
    one HTML fragment after the other, or texts parted by a line with a form feed. JSON names the file or address of its
    page as source.

    With --output-dir, folders of a name are kept, and the host and path of an address; names that meet are numbered. A
    page whose file is there already is skipped, so a run that was stopped goes on by the same command.

    Exit codes: 0 done, 1 done but some page could not be read (or under the guard not as a whole) or written, 2 wrong
    use, nothing written, 130 stopped by Ctrl-C.
    """
    if lists is None and nothing_given(files):
        write(ctx.get_help())
        return
    if front_matter and output != "markdown":
        raise click.UsageError(f"--front-matter stands above Markdown, not above {output}: add -o markdown")
    wanted = Wanted(output, not no_links, not no_images, comments, not no_tables, front_matter)
    names = _names(files, lists)
    if url is not None and len(names) > 1:
        raise click.UsageError(f"--url names one page, but {len(names)} files were given: give one at a time")
    how = asking(**fetching)
    if any(map(is_address, names)):
        need_fetch()
    folder = make_folder(output_dir) if output_dir is not None else None
    ctx.exit(extract_pages(names, wanted, Reading(mode, kind, url, how, guard), folder))


def _names(files: tuple[str, ...], lists: str | None) -> tuple[str, ...]:
    if lists is None:
        return files or (STDIN,)
    if lists == STDIN and STDIN in files:
        raise click.UsageError("--list -: standard input is the list, so it cannot be a page as well")
    names = (*files, *read_list(lists))
    if not names:
        raise click.UsageError(f"--list {lists}: it names no page")
    return names
