"""Format traces and articles as lines for a terminal, for `explain` and the demo."""

import os
import re
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby, takewhile

import click

from cleancopy.article import Article
from cleancopy.block import FIELD_ROLES, RUNNING_TEXT, Role
from cleancopy.cli.console import write
from cleancopy.trace import BlockTrace, FieldTrace, Reason, Trace

_HEADINGS = frozenset({Role.HEADLINE, Role.DEK, Role.SUBHEADING})
_MAX_REASONS = 3
_MAX_LOSERS = 4
_ROLE_WIDTH = max(map(len, Role))
_FATE_WIDTH = len("field ")
_MARGIN = _FATE_WIDTH + _ROLE_WIDTH + len(" 0.00  ")
_NAME_WIDTH = 12
_WEIGHT_NOTE = "+0.70 doubles the odds of a block, -0.70 halves them."
_WIDTH_RANGE = (60, 100)  # narrower lines cut too much off, wider ones are hard to read
_DEFAULT_WIDTH = 96  # if the output has no width

# All controls but line feed and tab: an escape sequence in a page must not reach the terminal.
# Lone surrogates cannot be encoded as UTF-8.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def escape_controls(text: str) -> str:
    r"""Escape control characters, as in ``\x1b``, except line feeds and tabs."""
    return _CONTROL.sub(lambda match: ascii(match[0])[1:-1], text)


def get_page_width() -> int:
    """Return the number of columns to print in."""
    narrowest, widest = _WIDTH_RANGE
    return min(max(shutil.get_terminal_size((_DEFAULT_WIDTH, 0)).columns, narrowest), widest)


def print_lines(lines: Iterable[str]) -> None:
    """Print lines, with colours only on a terminal and without ``NO_COLOR`` (https://no-color.org)."""
    color = False if os.environ.get("NO_COLOR") else None
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    for line in lines:
        # Characters that the locale's encoding lacks are printed as escapes.
        write(line.encode(encoding, "backslashreplace").decode(encoding), color=color)


def format_blocks(trace: Trace, columns: int, *, reasons: bool) -> Iterator[str]:
    """Yield one line per block (fate, role, score, text), and on demand its location and reasons below."""
    for block in trace.blocks:
        yield _format_block(block, columns)
        if reasons:
            yield from _format_reasons(block, columns)
    if reasons and trace.blocks:
        yield " " * _FATE_WIDTH + click.style(_WEIGHT_NOTE, dim=True)


def format_candidates(trace: Trace, columns: int) -> Iterator[str]:
    """Yield the candidate values of each field, the winners first, each with its sources and reasons below."""
    for name, candidates in groupby(sorted(trace.fields, key=lambda f: f.field), key=lambda f: f.field):
        best = sorted(candidates, key=lambda f: (not f.chosen, -f.score))
        shown = [f for f in best if f.chosen] + [f for f in best if not f.chosen][:_MAX_LOSERS]
        for value in shown:
            yield from _format_candidate(name, value, columns)
        if more := len(best) - len(shown):
            yield click.style(f"{'':<{_NAME_WIDTH}}{more} more", dim=True)


def _format_candidate(name: str, value: FieldTrace, columns: int) -> Iterator[str]:
    dim = None if value.chosen else True
    fate = "chosen" if value.chosen else "lost  "
    head = click.style(f"{name:<{_NAME_WIDTH}}", fg="cyan", dim=dim) + click.style(
        fate, bold=value.chosen or None, dim=dim
    )
    text = truncate(collapse_whitespace(value.value), columns - _NAME_WIDTH - len("chosen 00.0  "))
    yield f"{head} {click.style(f'{value.score:+5.1f}  {text}', dim=dim)}"
    reasons = [f"{signal} ({format_weight(weight)})" for signal, weight in value.weights[:_MAX_REASONS]]
    line = "; ".join([", ".join(value.sources[:_MAX_REASONS]), *reasons])
    yield " " * _NAME_WIDTH + click.style(truncate(collapse_whitespace(line), columns - _NAME_WIDTH), dim=True)


def format_article(article: Article, columns: int) -> Iterator[str]:
    """Yield the fields that have a value, each on one or more lines, then the flags and the confidence."""
    for name, values in _list_fields(article):
        for value in values:
            yield from _format_field(name, value, columns)
    flags = ", ".join(sorted(article.flags)) or "none"
    yield from _format_field("flags", flags, columns)
    yield from _format_field("confidence", f"{article.confidence:.2f}", columns)
    if article.page_type is not None:
        page_type = f"{article.page_type} ({article.page_type_probability:.2f})"
        yield from _format_field("page type", page_type, columns)


def _list_fields(article: Article) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in (
        "title",
        "dek",
        "published",
        "modified",
        "site",
        "section",
        "language",
        "license",
        "url",
        "member",
        "message",
    ):
        value: str | None = getattr(article, name)
        yield name, (value,) if value else ()
    yield "paywalled", () if article.paywalled is None else ("yes" if article.paywalled else "no",)
    yield "author", article.authors
    yield "heading", article.headings
    yield "caption", article.captions
    yield "credit", article.credits
    yield "tag", article.tags
    yield "image", tuple(image.src + (" (leads)" if image.lead else "") for image in article.images if image.src)


def _format_field(name: str, value: str, columns: int) -> Iterator[str]:
    label = click.style(f"{name:<{_NAME_WIDTH}}", fg="cyan")
    for line in textwrap.wrap(collapse_whitespace(value), columns - _NAME_WIDTH):
        yield label + line
        label = " " * _NAME_WIDTH


def _format_block(block: BlockTrace, columns: int) -> str:
    fate = block.fate
    # None, not False: the escape code that ends dim also ends bold.
    dim = True if fate == "drop" else None
    head = click.style(f"{fate:<{_FATE_WIDTH}}", dim=dim, bold=block.kept or None)
    role = click.style(f"{block.role:<{_ROLE_WIDTH}}", fg=_choose_color(block.role), dim=dim)
    text = truncate(collapse_whitespace(block.block.text), columns - _MARGIN)
    return f"{head}{role} {click.style(f'{block.score:.2f}  {text}', dim=dim)}"


def _format_reasons(block: BlockTrace, columns: int) -> Iterator[str]:
    room = columns - _FATE_WIDTH
    # The end of a path is the most useful part, so a long path is cut at its beginning.
    location = truncate(collapse_whitespace(block.location)[::-1], room)[::-1]
    for line in (location, *map(_format_reason, block.reasons[:_MAX_REASONS])):
        yield " " * _FATE_WIDTH + click.style(truncate(line, room), dim=True)


def _format_reason(reason: Reason) -> str:
    return f"{format_weight(reason.weight)}  {collapse_whitespace(reason.phrase)}"


def format_weight(weight: float) -> str:
    """Format a weight with its sign and two decimals; a value that rounds to zero has no sign."""
    rounded = round(weight, 2)
    return f"{rounded:+.2f}" if rounded else " 0.00"


def _choose_color(role: Role) -> str:
    if role in RUNNING_TEXT:
        return "green"
    if role in _HEADINGS:
        return "cyan"
    return "yellow" if role in FIELD_ROLES else "red"


def collapse_whitespace(text: str) -> str:
    """Replace each run of white space by a space, and escape control characters."""
    return escape_controls(" ".join(text.split()))


def truncate(text: str, columns: int) -> str:
    """Cut a text to a number of terminal columns, with an ellipsis if anything was cut."""
    # A character has at most two columns, and at least one unless it is a combining mark.
    if len(text) * 2 <= columns:
        return text
    ends = list(takewhile(lambda end: end <= columns, accumulate(map(_count_columns, text))))
    if len(ends) == len(text):
        return text
    room = sum(1 for end in ends if end < columns)
    return text[:room] + "…"


def _count_columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
