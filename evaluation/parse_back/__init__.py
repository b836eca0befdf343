"""Whether a document says what its article does: each output is parsed, and its blocks, lists and tables compared."""

import json
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from jsonschema import Draft202012Validator

from cleancopy.article import Article, Passage
from cleancopy.render import render
from cleancopy.render.parts import without
from evaluation.parse_back import html, markdown, tei
from evaluation.parse_back.expected import Block, expected
from evaluation.parse_back.tei import tei_schema

__all__ = ["OUTPUTS", "fault", "tei_schema"]

OUTPUTS = ("markdown", "html", "json", "tei")
_PARSERS: dict[str, Callable[[str], list[Block]]] = {
    "markdown": markdown.blocks_of,
    "html": html.blocks_of,
    "tei": tei.blocks_of,
}


def fault(article: Article, output: str, **keep: bool) -> str | None:
    """What is wrong with a document of an article, None if nothing is; `keep` as `render` has it."""
    shown = without(article, **{"links": True, "images": True, "comments": False, "tables": True} | keep)
    document = render(article, output, **keep)
    if output == "json":
        return _json_fault(document, shown)
    try:
        found = _PARSERS[output](document)
    except ValueError as error:
        return str(error)
    wanted = list(expected(shown, output))
    if output == "markdown":  # whose parser gathers footnotes at the end, in the order of their references
        wanted = [b for b in wanted if b[0] != "note"] + sorted(b for b in wanted if b[0] == "note")
        found = [b for b in found if b[0] != "note"] + sorted(b for b in found if b[0] == "note")
    for place, (one, other) in enumerate(zip(wanted, found, strict=False)):
        if one != other:
            return f"block {place}: {one!r} came back as {other!r}"
    return None if len(wanted) == len(found) else f"{len(wanted)} blocks came back as {len(found)}"


@cache
def _json_schema() -> Draft202012Validator:
    return Draft202012Validator(
        json.loads(files("cleancopy.render").joinpath("article.schema.json").read_text("utf-8"))
    )


def _json_fault(document: str, article: Article) -> str | None:
    parsed = json.loads(document)
    for error in _json_schema().iter_errors(parsed):
        return f"not valid: {error.json_path}: {error.message[:200]}"
    for name in ("body", "comments"):
        passages: tuple[Passage, ...] = getattr(article, name)
        for told, passage in zip(parsed[name], passages, strict=True):
            if len(told["text"]) != len(passage.text) or len(told.get("marks", ())) != len(passage.marks):
                return f"{name}: {passage!r} came back as {told!r}"
    return None
