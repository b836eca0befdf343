"""Show each bundled page before, as blocks with their roles, and after, as clean copy."""

import textwrap
from collections.abc import Iterator
from importlib.resources import files

import click

from cleancopy.cli.show import article_lines, block_lines, echo_lines, one_line, page_width
from cleancopy.extract import explain
from cleancopy.trace import Trace

PAGES = {
    "harbour.html": "a news page as it was scraped: HTML with its menus, banners, boxes and comments",
    "council.txt": "a news page that somebody already flattened: no markup is left to tell what is what",
}


def main() -> None:
    """Print every page of the demo."""
    columns = page_width()
    for name, description in PAGES.items():
        trace = explain(files("cleancopy.demo").joinpath(name).read_bytes())
        echo_lines(page_lines(name, description, trace, columns))


def page_lines(name: str, description: str, trace: Trace, columns: int) -> Iterator[str]:
    """Give the lines that show one page before and after."""
    kept = sum(block.kept for block in trace.blocks)
    yield _rule(name, columns)
    yield description
    yield from ("", _heading(f"Before: {len(trace.blocks)} blocks, {kept} of them kept"), "")
    yield from block_lines(trace, columns, reasons=False)
    yield from ("", _heading("After: the fields"), "")
    yield from article_lines(trace.article, columns)
    yield from ("", _heading("After: the running text"), "")
    yield from _paragraphs(trace.article.text, columns)


def _paragraphs(text: str, columns: int) -> Iterator[str]:
    for line in text.splitlines():
        yield from textwrap.wrap(one_line(line), columns)
        yield ""


def _heading(words: str) -> str:
    return click.style(words, bold=True, underline=True)


def _rule(name: str, columns: int) -> str:
    return click.style(f"━━ {name} ".ljust(columns, "━"), bold=True, fg="blue")


if __name__ == "__main__":
    main()
