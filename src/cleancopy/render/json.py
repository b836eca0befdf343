"""An article as one line of JSON, under a versioned schema: `article.schema.json` beside this module.

Keys are only ever added within a version; a key that changes its meaning or goes away raises it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Final

from cleancopy.article import Article, Passage

VERSION: Final = 1
"""The schema's version, the value of `version` in every document."""

_WHERE_KNOWN = ("group", "item", "number", "language", "author", "note")
"""Keys of a passage that stand only where there is something to say."""

# JSON-LD may spell half of a surrogate pair ("\ud83d"), which no UTF-8 can hold.
_SURROGATE = re.compile("[\ud800-\udfff]")


def render_json(article: Article) -> str:
    """Return one JSON object without a line feed, fit for a line of NDJSON and for UTF-8."""
    return write_json(to_dict(article))


def write_json(document: Mapping[str, object]) -> str:
    """Return a document of `to_dict` as one line."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False)


def to_dict(article: Article) -> dict[str, object]:
    """Return the document as plain dicts, lists, strings, numbers, booleans and None, which UTF-8 can hold."""
    return {key: _plain(value) for key, value in _document(article).items()}


def _plain(value: object) -> object:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", str(value))  # a role is a str of its own type
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _document(article: Article) -> dict[str, object]:
    return {
        "version": VERSION,
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
        "cuts": [cut._asdict() for cut in article.cuts],
        "text": article.text,
        "full_text": article.full_text,
        "body": [_passage(p) for p in article.body],
        "comments": [_passage(p) for p in article.comments],
        "member": article.member,
        "message": article.message,
    }


def _passage(passage: Passage) -> dict[str, object]:
    known: dict[str, object] = {"role": passage.role, "text": passage.text, "level": passage.level}
    for key in _WHERE_KNOWN:
        if (value := getattr(passage, key)) not in (None, 0) or (key == "number" and value == 0):
            known[key] = value
    if passage.cells:
        known["cells"] = [cell._asdict() for cell in passage.cells]
    if passage.marks:
        known["marks"] = [mark._asdict() for mark in passage.marks]
    return known
