"""The peers that cases are checked with, each as page → answer. HTML as bytes; a tool gets flattened text as it is."""

# ruff: noqa: PLC0415 - a peer is imported when it is used: nobody has to install the others

from collections.abc import Callable, Mapping
from typing import Any

from evaluation.peers import PEERS as TEXT_PEERS

Answer = Mapping[str, Any]
"""What a tool says of a page: text, full_text, title, authors, published; dek, markdown and flags where it has them."""


def _decode(page: bytes) -> str:
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    return str(bytes_to_str(page, detect_encoding(page, html5_compatible=True)))


def _run_trafilatura(page: bytes, is_text: bool) -> Answer:
    import trafilatura

    source = page.decode() if is_text else page
    text = trafilatura.extract(source, include_comments=False) or ""
    markdown = trafilatura.extract(source, include_comments=False, output_format="markdown") or ""
    document = trafilatura.bare_extraction(source, include_comments=False, with_metadata=True)
    authors = [name.strip() for name in (getattr(document, "author", None) or "").split(";") if name.strip()]
    fields = {"title": getattr(document, "title", None), "published": getattr(document, "date", None)}
    return {"text": text, "full_text": text, "markdown": markdown, "authors": authors, **fields}


def _run_readability(page: bytes, is_text: bool) -> Answer:
    from readability import Document

    source = page.decode() if is_text else _decode(page)
    text, title = TEXT_PEERS["readability"].answer(source), Document(source).short_title()
    return {"text": text, "full_text": text, "title": title, "authors": [], "published": None}


def _run_resiliparse(page: bytes, is_text: bool) -> Answer:
    from resiliparse.parse.html import HTMLTree

    source = page.decode() if is_text else _decode(page)
    text, title = TEXT_PEERS["resiliparse"].answer(source), HTMLTree.parse(source).title
    return {"text": text, "full_text": text, "title": title, "authors": [], "published": None}


def _answer_safely(run: Callable[[bytes, bool], Answer]) -> Callable[[bytes, bool], Answer]:
    """A tool that fails has no answer: no text and no fields."""

    def answer(page: bytes, is_text: bool) -> Answer:
        try:
            return run(page, is_text)
        except Exception as error:  # noqa: BLE001 - whatever a peer raises
            print(f"{run.__name__.removeprefix('_run_')}: {type(error).__name__}: {error}")
            return {"text": "", "full_text": "", "title": None, "authors": [], "published": None}

    return answer


PEERS: Mapping[str, Callable[[bytes, bool], Answer]] = {
    "trafilatura": _answer_safely(_run_trafilatura),
    "readability": _answer_safely(_run_readability),
    "resiliparse": _answer_safely(_run_resiliparse),
}
"""By name of the tool what answers a page; `make .venv/.peers` installs them."""
