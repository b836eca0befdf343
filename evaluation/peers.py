"""The tools that a user would pick instead, each as page text → clean text."""

# ruff: noqa: PLC0415 - a peer is imported when it is used: nobody has to install the others

import re
from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

import turbohtml

MIN_SENTENCE_CHARS = 40
"""Characters of the shortest line that `long_lines` takes for prose."""

_C4_BAD = ("javascript", "terms of use", "privacy policy", "cookie policy")
_C4_BAD += ("uses cookies", "use of cookies", "use cookies")
_C4_END = (".", "?", "!", '"')
_SENTENCE_END = re.compile('[.!?…"”»。！？]$')


class Peer(NamedTuple):
    """A peer.

    answer    turns the text of a page into clean text
    flat      whether it takes flattened text, not HTML
    modules   the modules that it needs
    """

    answer: Callable[[str], str | None]
    flat: bool = False
    modules: tuple[str, ...] = ()


def require_peers(names: list[str]) -> None:
    """Raise `ImportError` with what to install, if a module that the peers need is missing."""
    for name in names:
        for module in PEERS[name].modules:
            try:
                import_module(module)
            except ImportError as error:
                raise ImportError(f"{name}: {error}: make .venv/.peers brings it") from error


def _run_trafilatura(page: str) -> str | None:
    from trafilatura import extract

    return extract(page, include_comments=False)


def _run_trafilatura_fast(page: str) -> str | None:
    from trafilatura import extract

    return extract(page, include_comments=False, fast=True)


def _run_rs_trafilatura(page: str) -> str:
    """The crate of that name, through its bindings with wheels."""
    from trafipy import extract

    return str(extract(page).text)


def _run_resiliparse(page: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(page, main_content=True, alt_texts=False))


def _run_readability(page: str) -> str:
    from html_text import extract_text
    from readability import Document

    return str(extract_text(Document(page).summary()))


def _run_justext(page: str) -> str:
    """With English stop words for every page: it needs the language, which is not known in advance."""
    from justext import get_stoplist, justext

    return "\n".join(p.text for p in justext(page, get_stoplist("English")) if not p.is_boilerplate)


def _parse_only(page: str) -> None:
    """No extraction, to measure the time of parsing alone."""
    turbohtml.parse(page, positions=False)


def _keep_all(page: str) -> str:
    """No cleaning: the text as it is in a corpus of flattened text."""
    return page


def _filter_c4_lines(page: str) -> str:
    """The line rules of the C4 corpus (Raffel et al. 2020, section 2.2)."""
    return "\n".join(line for raw in page.splitlines() if _is_c4_line(line := raw.strip()))


def _is_c4_line(line: str) -> bool:
    is_sentence = line.endswith(_C4_END) and not line.endswith("...") and len(line.split()) >= 3
    return is_sentence and not any(bad in line.lower() for bad in _C4_BAD)


def _filter_long_lines(page: str) -> str:
    """Long lines that end like a sentence, in any script."""
    lines = (line.strip() for line in page.splitlines())
    return "\n".join(line for line in lines if len(line) >= MIN_SENTENCE_CHARS and _SENTENCE_END.search(line))


PARSE_ONLY = "parse only"
PEERS = {
    "trafilatura": Peer(_run_trafilatura, modules=("trafilatura",)),
    "trafilatura_fast": Peer(_run_trafilatura_fast, modules=("trafilatura",)),
    "rs_trafilatura": Peer(_run_rs_trafilatura, modules=("trafipy",)),
    "resiliparse": Peer(_run_resiliparse, modules=("resiliparse",)),
    "readability": Peer(_run_readability, modules=("readability", "html_text")),
    "justext": Peer(_run_justext, modules=("justext",)),
    PARSE_ONLY: Peer(_parse_only),
    "keep_all": Peer(_keep_all, flat=True),
    "c4_lines": Peer(_filter_c4_lines, flat=True),
    "long_lines": Peer(_filter_long_lines, flat=True),
}
