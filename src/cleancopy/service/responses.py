"""Build the response documents of a page. Runs in the workers."""

import json
from dataclasses import asdict
from typing import NamedTuple

from cleancopy import explanation
from cleancopy.article import Article
from cleancopy.classify import CLASS_NAMES, TEXT_WORDS
from cleancopy.features import FEATURES
from cleancopy.options import Options
from cleancopy.render import render
from cleancopy.trace import BlockTrace, Reason, Trace
from cleancopy.workers import WORKER_FAULTS

_MEANINGS = {feature.name: feature.meaning for feature in FEATURES} | {
    TEXT_WORDS: "all words of the block that the model knows; the phrase names the most important one",
    CLASS_NAMES: "all names of surrounding elements that the model knows; the phrase names the most important one",
}
_PAGE_FIELDS = ("kind", "encoding", "encoding_source")


class Document(NamedTuple):
    """A document as UTF-8, with the outcome of the page (``ok``, ``empty`` or ``failed``) and its flags."""

    body: bytes
    outcome: str
    flags: frozenset[str]


def render_document(article: Article, output: str, parts: dict[str, bool]) -> Document:
    """Render an article as one of the outputs."""
    return _make_document(render(article, output, **parts), article)


def explain_page(page: bytes | str, options: Options) -> Document:
    """Return the trace of a page as JSON."""
    trace = explanation.explain_page(page, options)
    return _make_document(json.dumps(_serialize_trace(trace), ensure_ascii=False, allow_nan=False), trace.article)


def _make_document(text: str, article: Article) -> Document:
    outcome = "ok" if article.text else "failed" if article.flags & WORKER_FAULTS else "empty"
    # JSON-LD may contain a lone surrogate, which UTF-8 cannot encode.
    return Document(text.encode("utf-8", "replace"), outcome, article.flags)


def _serialize_trace(trace: Trace) -> dict[str, object]:
    page = trace.page
    return {
        "page": {
            **{name: getattr(page, name) for name in _PAGE_FIELDS},
            "characters": len(page.text),
            "flags": sorted(page.flags),
            "truncations": [cut._asdict() for cut in page.truncations],
        },
        "article": json.loads(render(trace.article, "json", comments=True)),
        "text": trace.article.text,
        "full_text": trace.article.full_text,
        "blocks": [_serialize_block(i, block) for i, block in enumerate(trace.blocks)],
        "fields": [field._asdict() for field in trace.fields],
    }


def _serialize_block(index: int, traced: BlockTrace) -> dict[str, object]:
    return {
        "index": index,
        "text": traced.block.text,
        "layout": traced.block.layout,
        "level": traced.block.level,
        "location": traced.location,
        "role": traced.role,
        "fate": traced.fate,
        "score": round(traced.score, 6),
        "kept": traced.kept,
        "reasons": [_serialize_reason(reason) for reason in traced.reasons],
    }


def _serialize_reason(reason: Reason) -> dict[str, object]:
    return {**asdict(reason), "meaning": _MEANINGS.get(reason.feature, "")}
