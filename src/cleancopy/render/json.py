"""An article as one line of JSON, under a versioned schema: `article.schema.json` beside this module.

Within a version keys are only added. If a key changes its meaning or is removed, the version increases.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Final

from cleancopy.article_data import ArticleData, Passage
from cleancopy.block import Cell

SCHEMA_VERSION: Final = 2
"""The value of `version` in every document."""

_OPTIONAL_KEYS = ("group", "item", "number", "language", "author", "note", "term", "post")
"""Keys of a passage that are left out if they have no value."""

# JSON-LD may hold half of a surrogate pair ("\ud83d"), which UTF-8 cannot encode.
_SURROGATE = re.compile("[\ud800-\udfff]")


def render_json(article: ArticleData) -> str:
    """Return one JSON object without a line feed, which can be a line of NDJSON and encoded as UTF-8."""
    return dump_json(to_dict(article))


def dump_json(document: Mapping[str, object]) -> str:
    """Return a document of `to_dict` as one line of JSON."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False)


def to_dict(article: ArticleData) -> dict[str, object]:
    """Return the document as plain dicts, lists, strings, numbers, booleans and None, all encodable as UTF-8."""
    return {key: _to_plain(value) for key, value in _build_document(article).items()}


def _to_plain(value: object) -> object:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", str(value))  # a role is a subclass of str
    if isinstance(value, Mapping):
        return {key: _to_plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_to_plain(inner) for inner in value]
    return value


def _build_document(article: ArticleData) -> dict[str, object]:
    return {
        "version": SCHEMA_VERSION,
        "title": article.title,
        "dek": article.dek,
        "authors": article.authors,
        "published": article.published,
        "modified": article.modified,
        "site": article.site,
        "section": article.section,
        "language": article.language,
        "url": article.url,
        "license": article.license,
        "paywalled": article.paywalled,
        "headings": article.headings,
        "images": [asdict(image) for image in article.images],
        "captions": article.captions,
        "credits": article.credits,
        "tags": article.tags,
        "confidence": article.confidence,
        "flags": sorted(article.flags),
        "truncations": [truncation._asdict() for truncation in article.truncations],
        "text": article.text,
        "full_text": article.full_text,
        "body": [_passage_to_dict(p) for p in article.body],
        "comments": [_passage_to_dict(p) for p in article.comments],
        "posts": [asdict(post) for post in article.posts],
        "member": article.member,
        "message": article.message,
        "page_type": article.page_type,
        "page_type_probability": article.page_type_probability,
    }


def _passage_to_dict(passage: Passage) -> dict[str, object]:
    document: dict[str, object] = {"role": passage.role, "text": passage.text, "level": passage.level}
    for key in _OPTIONAL_KEYS:
        if (value := getattr(passage, key)) not in (None, 0) or (key == "number" and value == 0):
            document[key] = value
    if passage.cells:
        document["cells"] = [_cell_to_dict(cell) for cell in passage.cells]
    if passage.marks:
        document["marks"] = [mark._asdict() for mark in passage.marks]
    return document


def _cell_to_dict(cell: Cell) -> dict[str, object]:
    document = {"text": cell.text, "header": cell.header, "columns": cell.columns, "rows": cell.rows}
    if not cell.parts:
        return document
    parts = [part._asdict() | {"marks": [mark._asdict() for mark in part.marks]} for part in cell.parts]
    return document | {"parts": parts}
