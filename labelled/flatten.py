"""The ways in which scrapers flatten a page, to teach and score the model of flattened text."""

import hashlib
import re
import textwrap
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from cleancopy.input import decode

COLUMNS = 72
_SENTENCE_END = re.compile(r"[.!?…。！？]['\"”’»)\]]*$")

Flattener = Callable[[bytes], str]


def flatten_as_wet(html: bytes, *, alts: bool = True, bullets: bool = False) -> str:
    """Close to Common Crawl's WET files: one line for each block of text, alternative texts of images included."""
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 - the core's tests do without it

    text = decode(html, kind="html").text
    return str(extract_plain_text(text, main_content=False, alt_texts=alts, list_bullets=bullets))


def flatten_with_layout(html: bytes) -> str:
    """A rendering with layout by inscriptis: indented lists, tables in columns."""
    from inscriptis import get_text  # noqa: PLC0415 - the core's tests do without it

    return str(get_text(decode(html, kind="html").text))


def flatten_varied(html: bytes) -> str:
    """One of the variants of WET, always the same for a page: for teaching."""
    names = sorted(VARIANTS)
    return VARIANTS[names[int(hashlib.sha256(html).hexdigest(), 16) % len(names)]](html)


def _change_lines(change: Callable[[str], str], html: bytes) -> str:
    return "\n".join(map(change, flatten_as_wet(html).split("\n")))


def _wrap(line: str) -> str:
    return textwrap.fill(line, COLUMNS, break_long_words=False, break_on_hyphens=False)


def _remove_blank_lines(text: str) -> str:
    return re.sub(r"\n\s*\n", "\n", text)


_HEADING_SIGN = "⸎"
"""A sign that no page has, to find its headings again once it is flattened."""
_HEADING_TAG = re.compile(rb"(<h[1-6](?=[\s>])[^>]*>)", re.IGNORECASE)


def _mark_headings(html: bytes, mark: bytes) -> bytes:
    return _HEADING_TAG.sub(lambda match: match[1] + mark, html)


def _underline(text: str) -> str:
    """Underline the headings that are marked, as plain-text mail and Markdown do."""
    lines = []
    for line in text.split("\n"):
        heading = line.replace(_HEADING_SIGN, "").strip()
        lines += ["", heading, "-" * len(heading), ""] if _HEADING_SIGN in line and heading else [line]
    return "\n".join(lines)


def _lower_menu(line: str) -> str:
    return line if _SENTENCE_END.search(line) or len(line) >= COLUMNS else line.lower()


VARIANTS: Mapping[str, Flattener] = MappingProxyType(
    {
        "wrapped": partial(_change_lines, _wrap),
        "wrapped-tight": lambda html: _remove_blank_lines(_change_lines(_wrap, html)),
        "no-alts": partial(flatten_as_wet, alts=False),
        "bullets": partial(flatten_as_wet, bullets=True),
        "spaced": lambda html: re.sub(r"\n+", "\n\n", flatten_as_wet(html)),
        "tight": lambda html: _remove_blank_lines(flatten_as_wet(html)),
        "indented": partial(_change_lines, lambda line: "    " + line),
        "lower-menu": partial(_change_lines, _lower_menu),
        "hashes": lambda html: flatten_as_wet(_mark_headings(html, b"## ")),
        "underlined": lambda html: _underline(flatten_as_wet(_mark_headings(html, _HEADING_SIGN.encode()))),
        "crlf": lambda html: flatten_as_wet(html).replace("\n", "\r\n"),
    }
)
"""Other flattenings of a page; each differs from WET in one respect."""

FLATTENERS: Mapping[str, Flattener] = MappingProxyType(
    {"wet": flatten_as_wet, "inscriptis": flatten_with_layout, "varied": flatten_varied, **VARIANTS}
)
"""All flattenings by name."""
