"""The tools that a user would pick instead, each as page text → clean text."""

# ruff: noqa: PLC0415 - a peer is imported when it is asked for: nobody has to install those that are not

import re
from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

import turbohtml

SENTENCE_CHARS = 40
"""Lines from here on are taken for prose by `long_lines`."""

_C4_BAD = ("javascript", "terms of use", "privacy policy", "cookie policy")
_C4_BAD += ("uses cookies", "use of cookies", "use cookies")
_C4_END = (".", "?", "!", '"')
_SENTENCE_END = re.compile('[.!?…"”»。！？]$')


class Peer(NamedTuple):
    """What a peer does with a page, whether it takes flattened text (else HTML), and the modules it needs."""

    answer: Callable[[str], str | None]
    flat: bool = False
    modules: tuple[str, ...] = ()


def require(names: list[str]) -> None:
    """Raise `ImportError`, saying what to install, unless all that the peers need is there."""
    for name in names:
        for module in PEERS[name].modules:
            try:
                import_module(module)
            except ImportError as error:
                raise ImportError(f"{name}: {error}: make .venv/.peers brings it") from error


def _trafilatura(page: str) -> str | None:
    from trafilatura import extract

    return extract(page, include_comments=False)


def _trafilatura_fast(page: str) -> str | None:
    from trafilatura import extract

    return extract(page, include_comments=False, fast=True)


def _rs_trafilatura(page: str) -> str:
    """The crate of that name, by the bindings that have wheels."""
    from trafipy import extract

    return str(extract(page).text)


def _resiliparse(page: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(page, main_content=True, alt_texts=False))


def _readability(page: str) -> str:
    from html_text import extract_text
    from readability import Document

    return str(extract_text(Document(page).summary()))


def _justext(page: str) -> str:
    """With English stop words for every page: it has to be told the language, which nobody knows ahead."""
    from justext import get_stoplist, justext

    return "\n".join(p.text for p in justext(page, get_stoplist("English")) if not p.is_boilerplate)


def _parse_only(page: str) -> None:
    """No extractor: the time that parsing alone takes."""
    turbohtml.parse(page, positions=False)


def _keep_all(page: str) -> str:
    """No cleaning at all: what a corpus of flattened text has today."""
    return page


def _c4_lines(page: str) -> str:
    """The line rules of the C4 corpus (Raffel et al. 2020, section 2.2)."""
    return "\n".join(line for raw in page.splitlines() if _is_c4_line(line := raw.strip()))


def _is_c4_line(line: str) -> bool:
    is_sentence = line.endswith(_C4_END) and not line.endswith("...") and len(line.split()) >= 3
    return is_sentence and not any(bad in line.lower() for bad in _C4_BAD)


def _long_lines(page: str) -> str:
    """Long lines that end like a sentence, in any script."""
    lines = (line.strip() for line in page.splitlines())
    return "\n".join(line for line in lines if len(line) >= SENTENCE_CHARS and _SENTENCE_END.search(line))


PARSE_ONLY = "parse only"
PEERS = {
    "trafilatura": Peer(_trafilatura, modules=("trafilatura",)),
    "trafilatura_fast": Peer(_trafilatura_fast, modules=("trafilatura",)),
    "rs_trafilatura": Peer(_rs_trafilatura, modules=("trafipy",)),
    "resiliparse": Peer(_resiliparse, modules=("resiliparse",)),
    "readability": Peer(_readability, modules=("readability", "html_text")),
    "justext": Peer(_justext, modules=("justext",)),
    PARSE_ONLY: Peer(_parse_only),
    "keep_all": Peer(_keep_all, flat=True),
    "c4_lines": Peer(_c4_lines, flat=True),
    "long_lines": Peer(_long_lines, flat=True),
}
