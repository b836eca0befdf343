"""Checks that a document says the same as its article: parses each output and compares blocks, lists and tables."""

import json
from functools import cache
from importlib.resources import files

from jsonschema import Draft202012Validator

from cleancopy.article import Article
from cleancopy.article_data import Passage
from cleancopy.render import render, select_parts
from cleancopy.render.outline import has_formulas
from evaluation.parse_back import html, markdown, tei
from evaluation.parse_back.expected import Block, list_expected_blocks
from evaluation.parse_back.tei import load_tei_schema

__all__ = ["OUTPUTS", "find_fault", "load_tei_schema"]

OUTPUTS = ("markdown", "html", "json", "tei")


def find_fault(article: Article, output: str, **keep: bool) -> str | None:
    """The first fault of a document of an article; None if there is no fault. `keep` has the options of `render`."""
    shown = select_parts(article, **{"links": True, "images": True, "comments": False, "tables": True} | keep)
    document = render(article, output, **keep)
    if output == "json":
        return _find_json_fault(document, shown)
    try:
        parsed = _parse(document, output, math=has_formulas(shown))
    except ValueError as error:
        return str(error)
    wanted = list(list_expected_blocks(shown, output))
    if output == "markdown":  # its parser gathers footnotes at the end, in the order of their references
        wanted = [b for b in wanted if b[0] != "note"] + sorted(b for b in wanted if b[0] == "note")
        parsed = [b for b in parsed if b[0] != "note"] + sorted(b for b in parsed if b[0] == "note")
    for block_index, (one, other) in enumerate(zip(wanted, parsed, strict=False)):
        if one != other:
            return f"block {block_index}: {one!r} came back as {other!r}"
    return None if len(wanted) == len(parsed) else f"{len(wanted)} blocks came back as {len(parsed)}"


def _parse(document: str, output: str, *, math: bool) -> list[Block]:
    if output == "markdown":
        return markdown.parse_blocks(document, math=math)
    return html.parse_blocks(document) if output == "html" else tei.parse_blocks(document)


@cache
def _load_json_schema() -> Draft202012Validator:
    return Draft202012Validator(
        json.loads(files("cleancopy.render").joinpath("article.schema.json").read_text("utf-8"))
    )


def _find_json_fault(document: str, article: Article) -> str | None:
    parsed = json.loads(document)
    for error in _load_json_schema().iter_errors(parsed):
        return f"not valid: {error.json_path}: {error.message[:200]}"
    for name in ("body", "comments"):
        passages: tuple[Passage, ...] = getattr(article, name)
        for entry, passage in zip(parsed[name], passages, strict=True):
            if len(entry["text"]) != len(passage.text) or len(entry.get("marks", ())) != len(passage.marks):
                return f"{name}: {passage!r} came back as {entry!r}"
    return None
