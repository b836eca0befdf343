"""Shows each bundled page before, as blocks with their roles, and after, as the extracted article."""

import textwrap
from collections.abc import Iterator
from importlib.resources import files

import click

from cleancopy.cli.terminal import collapse_whitespace, format_article, format_blocks, get_page_width, print_lines
from cleancopy.extract import explain
from cleancopy.trace import Trace

PAGES = {
    "harbour.html": "a news page as it was scraped: HTML with its menus, banners, boxes and comments",
    "council.txt": "a news page that somebody already flattened: it has no markup",
}


def main() -> None:
    """Print every page of the demo."""
    columns = get_page_width()
    for name, description in PAGES.items():
        trace = explain(files("cleancopy.demo").joinpath(name).read_bytes())
        print_lines(format_page(name, description, trace, columns))


def format_page(name: str, description: str, trace: Trace, columns: int) -> Iterator[str]:
    """Yield the lines that show one page before and after."""
    kept = sum(block.kept for block in trace.blocks)
    yield _draw_rule(name, columns)
    yield description
    yield from ("", _style_heading(f"Before: {len(trace.blocks)} blocks, {kept} of them kept"), "")
    yield from format_blocks(trace, columns, reasons=False)
    yield from ("", _style_heading("After: the fields"), "")
    yield from format_article(trace.article, columns)
    yield from ("", _style_heading("After: the running text"), "")
    yield from _wrap_paragraphs(trace.article.text, columns)


def _wrap_paragraphs(text: str, columns: int) -> Iterator[str]:
    for line in text.splitlines():
        yield from textwrap.wrap(collapse_whitespace(line), columns)
        yield ""


def _style_heading(words: str) -> str:
    return click.style(words, bold=True, underline=True)


def _draw_rule(name: str, columns: int) -> str:
    return click.style(f"━━ {name} ".ljust(columns, "━"), bold=True, fg="blue")


if __name__ == "__main__":
    main()
