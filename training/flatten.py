"""The ways in which scrapers flatten a page, for teaching and scoring the model of flattened text."""

import hashlib
import re
import textwrap
from collections.abc import Callable
from functools import partial

from inscriptis import get_text
from resiliparse.extract.html2text import extract_plain_text

from cleancopy.decode import decode

COLUMNS = 72
_SENTENCE_END = re.compile(r"[.!?…。！？]['\"”’»)\]]*$")


def wet(html: bytes, *, alts: bool = True, bullets: bool = False) -> str:
    """Close to Common Crawl's WET files: every text block a line, alternative texts of images included."""
    text = decode(html, kind="html").text
    return str(extract_plain_text(text, main_content=False, alt_texts=alts, list_bullets=bullets))


def inscriptis(html: bytes) -> str:
    """A rendering with layout: indented lists, tables in columns."""
    return str(get_text(decode(html, kind="html").text))


def varied(html: bytes) -> str:
    """One of the variants of `wet`, the same for the same page: for teaching."""
    names = sorted(VARIANTS)
    return VARIANTS[names[int(hashlib.sha256(html).hexdigest(), 16) % len(names)]](html)


def _each_line(change: Callable[[str], str], html: bytes) -> str:
    return "\n".join(map(change, wet(html).split("\n")))


def _wrap(line: str) -> str:
    return textwrap.fill(line, COLUMNS, break_long_words=False, break_on_hyphens=False)


def _tight(text: str) -> str:
    return re.sub(r"\n\s*\n", "\n", text)


def _lower_menu(line: str) -> str:
    return line if _SENTENCE_END.search(line) or len(line) >= COLUMNS else line.lower()


VARIANTS: dict[str, Callable[[bytes], str]] = {
    "wrapped": partial(_each_line, _wrap),
    "wrapped-tight": lambda html: _tight(_each_line(_wrap, html)),
    "no-alts": partial(wet, alts=False),
    "bullets": partial(wet, bullets=True),
    "spaced": lambda html: re.sub(r"\n+", "\n\n", wet(html)),
    "tight": lambda html: _tight(wet(html)),
    "indented": partial(_each_line, lambda line: "    " + line),
    "lower-menu": partial(_each_line, _lower_menu),
    "crlf": lambda html: wet(html).replace("\n", "\r\n"),
}
"""Other flattenings of the same page, each `wet` but for one thing."""

FLATTEN: dict[str, Callable[[bytes], str]] = {"wet": wet, "inscriptis": inscriptis, "varied": varied, **VARIANTS}
