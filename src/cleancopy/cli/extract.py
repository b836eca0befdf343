"""``cleancopy [extract] [FILE|-|URL]…``: extract the running text of pages, the default command."""

from typing import Any

import click

from cleancopy.cli.console import ConsoleCommand, write
from cleancopy.cli.extras import require_fetch
from cleancopy.cli.field_names import parse_field_names
from cleancopy.cli.folder import make_folder
from cleancopy.cli.inputs import STDIN, add_page_options, is_input_missing, is_web_url, make_fetch_options
from cleancopy.cli.names import read_list
from cleancopy.cli.pages import OutputOptions, ReadOptions, extract_pages
from cleancopy.render import RENDERERS

RESUME_HINT = "finished pages stay written; with --output-dir, the same command continues with the remaining pages"


@click.command(
    "extract",
    cls=ConsoleCommand,
    resume_hint=RESUME_HINT,
    short_help="Extract the running text of pages; the default command.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.argument("files", nargs=-1, metavar="[FILE|-|URL]...")
@click.option(
    "-o",
    "--output",
    type=click.Choice(tuple(RENDERERS)),
    default="text",
    show_default=True,
    help="Output format: the running text; a document with title, dek and body; or all fields as JSON.",
)
@click.option("--no-links", is_flag=True, help="Omit the URLs of links; their text remains.")
@click.option("--no-images", is_flag=True, help="Omit images.")
@click.option("--no-tables", is_flag=True, help="Omit tables.")
@click.option("--comments", is_flag=True, help="Add the readers' comments.")
@click.option("--guard", is_flag=True, help="Read pages in a separate process, limited to 5 seconds and 1 GB a page.")
@click.option("--output-dir", metavar="DIR", help="Write one file per page into this folder; existing files are kept.")
@click.option("--front-matter", is_flag=True, help="Start Markdown with title, authors, date, … as YAML.")
@click.option(
    "--fields",
    metavar="NAMES",
    callback=parse_field_names,
    help="With -o json: find only these fields, such as title,authors; the others are empty.",
)
@click.option(
    "--list", "list_file", metavar="FILE", help="Also read page names from FILE, one per line; - is standard input."
)
@add_page_options
@click.pass_context
def extract_command(ctx: click.Context, /, files: tuple[str, ...], list_file: str | None, **options: Any) -> None:
    """Extract the running text of scraped pages: HTML, or text that was already flattened.

    Pages are read from files, standard input or the web: http(s) URLs are fetched, including those on your local
    network. The output is UTF-8 on standard output. Several pages give one JSON document per line, consecutive HTML
    fragments, or texts separated by a line with a form feed. JSON has the file or URL of the page as source.

    With --output-dir, the files keep the folders of the input name, or the host and path of the URL; equal names are
    numbered. A page whose file already exists is skipped, so the same command continues a stopped run.

    Exit codes: 0 success, 1 some page could not be read (with --guard: not completely) or written, 2 usage error,
    nothing written, 130 stopped by Ctrl-C.
    """
    if list_file is None and is_input_missing(files):
        write(ctx.get_help())
        return
    output_options = _make_output_options(options)
    names = _collect_names(files, list_file)
    if options["url"] is not None and len(names) > 1:
        raise click.UsageError(f"--url applies to one page, but {len(names)} files were given: give one at a time")
    read_options = _make_read_options(options)
    if any(map(is_web_url, names)):
        require_fetch()
    output_dir = options["output_dir"]
    folder = make_folder(output_dir) if output_dir is not None else None
    ctx.exit(extract_pages(names, output_options, read_options, folder))


def _make_output_options(options: dict[str, Any]) -> OutputOptions:
    output, front_matter = options["output"], options["front_matter"]
    if front_matter and output != "markdown":
        raise click.UsageError(f"--front-matter applies to Markdown only, not to {output}: add -o markdown")
    return OutputOptions(
        output,
        links=not options["no_links"],
        images=not options["no_images"],
        comments=options["comments"],
        tables=not options["no_tables"],
        front_matter=front_matter,
    )


def _make_read_options(options: dict[str, Any]) -> ReadOptions:
    fetch_options = make_fetch_options(options["user_agent"], options["headers"], options["timeout"])
    fields, output = options["fields"], options["output"]
    if fields is not None and output != "json":
        raise click.UsageError(f"--fields applies to JSON only, not to {output}: add -o json")
    return ReadOptions(options["mode"], options["kind"], options["url"], fetch_options, options["guard"], fields)


def _collect_names(files: tuple[str, ...], list_file: str | None) -> tuple[str, ...]:
    if list_file is None:
        return files or (STDIN,)
    if list_file == STDIN and STDIN in files:
        raise click.UsageError("--list -: standard input is the list, so it cannot be a page as well")
    names = (*files, *read_list(list_file))
    if not names:
        raise click.UsageError(f"--list {list_file}: it contains no page names")
    return names
