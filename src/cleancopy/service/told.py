"""What workers make of a page for the service: documents, ready to be sent."""

import json
from dataclasses import asdict
from typing import NamedTuple

from cleancopy.article import Article
from cleancopy.classify.occlude import CLASS_NAMES, TEXT_WORDS
from cleancopy.extract import explained
from cleancopy.features import FEATURES
from cleancopy.guard.terms import FAULTS
from cleancopy.options import Options
from cleancopy.render import render
from cleancopy.trace import BlockTrace, Reason, Trace

_MEANINGS = {feature.name: feature.meaning for feature in FEATURES} | {
    TEXT_WORDS: "all its words that the model knows; the phrase names the one that weighs most",
    CLASS_NAMES: "all names of elements around it that the model knows; the phrase names the one that weighs most",
}
_PAGE_FIELDS = ("kind", "encoding", "encoding_source")


class Document(NamedTuple):
    """A document as UTF-8, with what is counted: what came of the page (ok, empty or failed), and its flags."""

    body: bytes
    outcome: str
    flags: frozenset[str]


def document(article: Article, output: str, parts: dict[str, bool]) -> Document:
    """An article as one of the outputs."""
    return _document(render(article, output, **parts), article)


def explanation(page: bytes | str, options: Options) -> Document:
    """The trace of a page as JSON."""
    trace = explained(page, options)
    return _document(json.dumps(_trace(trace), ensure_ascii=False, allow_nan=False), trace.article)


def _document(text: str, article: Article) -> Document:
    outcome = "ok" if article.text else "failed" if article.flags & FAULTS else "empty"
    # JSON-LD may spell half of a surrogate pair, which no UTF-8 can hold.
    return Document(text.encode("utf-8", "replace"), outcome, article.flags)


def _trace(trace: Trace) -> dict[str, object]:
    page = trace.page
    return {
        "page": {
            **{name: getattr(page, name) for name in _PAGE_FIELDS},
            "characters": len(page.text),
            "flags": sorted(page.flags),
            "cuts": [cut._asdict() for cut in page.cuts],
        },
        "article": json.loads(render(trace.article, "json", comments=True)),
        "text": trace.article.text,
        "full_text": trace.article.full_text,
        "blocks": [_block(i, block) for i, block in enumerate(trace.blocks)],
        "fields": [field._asdict() for field in trace.fields],
    }


def _block(number: int, traced: BlockTrace) -> dict[str, object]:
    return {
        "number": number,
        "text": traced.block.text,
        "layout": traced.block.layout,
        "level": traced.block.level,
        "place": traced.place,
        "role": traced.role,
        "fate": traced.fate,
        "score": round(traced.score, 6),
        "kept": traced.kept,
        "reasons": [_reason(reason) for reason in traced.reasons],
    }


def _reason(reason: Reason) -> dict[str, object]:
    return {**asdict(reason), "meaning": _MEANINGS.get(reason.feature, "")}
