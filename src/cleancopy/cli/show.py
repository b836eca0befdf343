"""Traces and articles as lines for a terminal. Serves `explain` and the demo."""

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
from cleancopy.cli.endings import write
from cleancopy.trace import BlockTrace, FieldTrace, Reason, Trace

_HEADINGS = frozenset({Role.HEADLINE, Role.DEK, Role.SUBHEADING})
_MOST_REASONS = 3
_MOST_LOSERS = 4
_ROLE_WIDTH = max(map(len, Role))
_FATE_WIDTH = len("field ")
_MARGIN = _FATE_WIDTH + _ROLE_WIDTH + len(" 0.00  ")
_NAME_WIDTH = 12
_SCALE = "+0.70 doubles the odds of a block, -0.70 halves them."
_WIDTHS = (60, 100)  # narrower cuts everything off, wider is hard to read
_USUAL_WIDTH = 96  # when nothing says how wide the output is

# All controls but line feed and tab: an escape sequence in a page must not reach the terminal.
# Lone surrogates have no UTF-8.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def visible(text: str) -> str:
    r"""Spell control characters out, as in ``\x1b``; line feeds and tabs stay."""
    return _CONTROL.sub(lambda match: ascii(match[0])[1:-1], text)


def page_width() -> int:
    """Return the number of columns to print in."""
    narrowest, widest = _WIDTHS
    return min(max(shutil.get_terminal_size((_USUAL_WIDTH, 0)).columns, narrowest), widest)


def echo_lines(lines: Iterable[str]) -> None:
    """Print lines; colours only on a terminal, and never under ``NO_COLOR`` (no-color.org)."""
    color = False if os.environ.get("NO_COLOR") else None
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    for line in lines:
        # A page may hold characters that the locale's encoding lacks: print these as escapes.
        write(line.encode(encoding, "backslashreplace").decode(encoding), color=color)


def block_lines(trace: Trace, columns: int, *, reasons: bool) -> Iterator[str]:
    """Give one line a block (fate, role, score, text), and on demand its place and its reasons below."""
    for block in trace.blocks:
        yield _block_line(block, columns)
        if reasons:
            yield from _reason_lines(block, columns)
    if reasons and trace.blocks:
        yield " " * _FATE_WIDTH + click.style(_SCALE, dim=True)


def candidate_lines(trace: Trace, columns: int) -> Iterator[str]:
    """Give for each field the values that were weighed, the winners first, each with its sources and reasons below."""
    for name, told in groupby(sorted(trace.fields, key=lambda f: f.field), key=lambda f: f.field):
        best = sorted(told, key=lambda f: (not f.won, -f.score))
        shown = [f for f in best if f.won] + [f for f in best if not f.won][:_MOST_LOSERS]
        for value in shown:
            yield from _candidate_lines(name, value, columns)
        if more := len(best) - len(shown):
            yield click.style(f"{'':<{_NAME_WIDTH}}{more} more", dim=True)


def _candidate_lines(name: str, value: FieldTrace, columns: int) -> Iterator[str]:
    dim = None if value.won else True
    fate = "won " if value.won else "lost"
    head = click.style(f"{name:<{_NAME_WIDTH}}", fg="cyan", dim=dim) + click.style(
        fate, bold=value.won or None, dim=dim
    )
    words = fit(one_line(value.value), columns - _NAME_WIDTH - len("lost 00.0  "))
    yield f"{head} {click.style(f'{value.score:+5.1f}  {words}', dim=dim)}"
    reasons = [f"{clue} ({signed(weight)})" for clue, weight in value.weights[:_MOST_REASONS]]
    line = "; ".join([", ".join(value.sources[:_MOST_REASONS]), *reasons])
    yield " " * _NAME_WIDTH + click.style(fit(one_line(line), columns - _NAME_WIDTH), dim=True)


def article_lines(article: Article, columns: int) -> Iterator[str]:
    """Give the fields that have a value, a line each or more, then flags and confidence."""
    for name, values in _fields(article):
        for value in values:
            yield from _field_lines(name, value, columns)
    flags = ", ".join(sorted(article.flags)) or "none"
    yield from _field_lines("flags", flags, columns)
    yield from _field_lines("confidence", f"{article.confidence:.2f}", columns)


def _fields(article: Article) -> Iterator[tuple[str, tuple[str, ...]]]:
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


def _field_lines(name: str, value: str, columns: int) -> Iterator[str]:
    label = click.style(f"{name:<{_NAME_WIDTH}}", fg="cyan")
    for line in textwrap.wrap(one_line(value), columns - _NAME_WIDTH):
        yield label + line
        label = " " * _NAME_WIDTH


def _block_line(block: BlockTrace, columns: int) -> str:
    fate = block.fate
    # None, not False: the code that ends dim ends bold too.
    dim = True if fate == "drop" else None
    head = click.style(f"{fate:<{_FATE_WIDTH}}", dim=dim, bold=block.kept or None)
    role = click.style(f"{block.role:<{_ROLE_WIDTH}}", fg=_colour(block.role), dim=dim)
    words = fit(one_line(block.block.text), columns - _MARGIN)
    return f"{head}{role} {click.style(f'{block.score:.2f}  {words}', dim=dim)}"


def _reason_lines(block: BlockTrace, columns: int) -> Iterator[str]:
    room = columns - _FATE_WIDTH
    # The end of a path says most: what does not fit goes at its beginning.
    place = fit(one_line(block.place)[::-1], room)[::-1]
    for line in (place, *map(_reason, block.reasons[:_MOST_REASONS])):
        yield " " * _FATE_WIDTH + click.style(fit(line, room), dim=True)


def _reason(reason: Reason) -> str:
    return f"{signed(reason.weight)}  {one_line(reason.phrase)}"


def signed(weight: float) -> str:
    """A weight with its sign and two decimals; what rounds to zero has no sign."""
    rounded = round(weight, 2)
    return f"{rounded:+.2f}" if rounded else " 0.00"


def _colour(role: Role) -> str:
    if role in RUNNING_TEXT:
        return "green"
    if role in _HEADINGS:
        return "cyan"
    return "yellow" if role in FIELD_ROLES else "red"


def one_line(text: str) -> str:
    """Fold white space and spell out control characters."""
    return visible(" ".join(text.split()))


def fit(text: str, columns: int) -> str:
    """Cut `text` to so many terminal columns, with an ellipsis where something was cut."""
    # No character is wider than two columns or, but for combining marks, narrower than one.
    if len(text) * 2 <= columns:
        return text
    ends = list(takewhile(lambda end: end <= columns, accumulate(map(_columns, text))))
    if len(ends) == len(text):
        return text
    room = sum(1 for end in ends if end < columns)
    return text[:room] + "…"


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
