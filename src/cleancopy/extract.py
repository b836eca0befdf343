"""The flow: a page in, an article out, or the trace of how it came to be.

bytes → decode → Page → segment → [Block] → features → matrix → classify → [Role, score] → assemble → Article
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np

from cleancopy.article import Article
from cleancopy.assemble import assemble
from cleancopy.block import Block, Element, Segmentation
from cleancopy.classify.artifact import Model, feature_names, load
from cleancopy.classify.classifier import Occlusion, Verdict, judge, occlusions
from cleancopy.decode import MOJIBAKE_SUSPECTED, decode
from cleancopy.dom import Tree
from cleancopy.features import Features, featurise
from cleancopy.flags import FROM_DATA, HIDDEN_TEXT, NO_RUNNING_TEXT
from cleancopy.metadata.fields import Fields
from cleancopy.metadata.merge import merge
from cleancopy.metadata.meta import read_meta
from cleancopy.metadata.visible import read_visible
from cleancopy.options import Kind, Mode, Options
from cleancopy.page import Page
from cleancopy.segment.html import segment_html
from cleancopy.segment.text import segment_text
from cleancopy.trace import BlockTrace, Reason, Trace

Models = Callable[[Literal["html", "text"]], Model]
"""Gives the model for a kind of page."""

REASONS = 5
"""So many of the features that decided are told for each block."""


class _Reading(NamedTuple):
    """A page as far as the model needs it."""

    page: Page
    segmentation: Segmentation
    stated: Fields
    features: Features | None
    model: Model | None


def extract(page: bytes | str, url: str | None = None, kind: Kind = "auto", mode: Mode = "balanced") -> Article:
    """Give the clean copy of a page.

    page   HTML or flattened text, as bytes or decoded
    url    where it came from, if known
    kind   ``html``, ``text``, or ``auto`` to find out
    mode   ``precision``, ``balanced`` or ``recall``

    Raises `TypeError` or `ValueError` for wrong arguments. Any page gives an article; one without running
    text has an empty `Article.text` and a flag that says why.
    """
    return run(page, _options(page, url, kind, mode), load)


def extract_text(page: bytes | str, url: str | None = None, kind: Kind = "auto", mode: Mode = "balanced") -> str:
    """Give the running text of a page, one paragraph a line: the short form of ``extract(page).text``."""
    return extract(page, url, kind, mode).text


def explain(page: bytes | str, url: str | None = None, kind: Kind = "auto", mode: Mode = "balanced") -> Trace:
    """Give the article with every block of the page, its role, its score and the features that decided.

    Takes the arguments of `extract`. Some hundred times its time: each feature is taken away in turn.
    """
    options = _options(page, url, kind, mode)
    reading = _read(page, options, load)
    verdict = _judge(reading, options)
    article = _answer(reading, options, verdict)
    if verdict is None or reading.features is None or reading.model is None:
        return Trace(reading.page, article)
    segmentation = reading.segmentation
    falls = occlusions(reading.features, reading.model, feature_names("html" if segmentation.elements else "text"))
    return Trace(reading.page, article, _trace(segmentation, list(falls), verdict, has_body=bool(article.body)))


def run(page: bytes | str, options: Options, models: Models) -> Article:
    """Extraction as a pure function of a page, options and models: `extract` with the shipped models."""
    reading = _read(page, options, models)
    return _answer(reading, options, _judge(reading, options))


def _options(page: object, url: str | None, kind: Kind, mode: Mode) -> Options:
    if not isinstance(page, bytes | str):
        raise TypeError(f"page must be bytes or str, not {type(page).__name__}")
    return Options(url, kind, mode)


def _read(raw: bytes | str, options: Options, models: Models) -> _Reading:
    page = decode(raw, options.kind)
    stated = Fields()
    words: tuple[str, ...] = ()
    if page.kind == "html":
        tree = Tree(page.text)
        segmentation, stated, words = segment_html(tree), read_meta(tree), tree.words()
    else:
        segmentation = segment_text(page.text)
    if not segmentation.blocks or page.kind == "neither":
        return _Reading(page, segmentation, stated, None, None)
    features = featurise(segmentation, stated.title, stated.description, words)
    return _Reading(page, segmentation, stated, features, models(page.kind))


def _judge(reading: _Reading, options: Options) -> Verdict | None:
    if reading.features is None or reading.model is None:
        return None
    return judge(reading.segmentation.blocks, reading.features, reading.model, options.mode)


def _answer(reading: _Reading, options: Options, verdict: Verdict | None) -> Article:
    flags = reading.page.flags | _sources(reading.segmentation)
    if verdict is None or reading.model is None:
        fields = merge(Fields(), reading.stated, options.url)
        if flags <= {MOJIBAKE_SUSPECTED}:  # which says nothing of why there is no text
            flags |= {NO_RUNNING_TEXT}
        return Article(title=fields.title, site=fields.site, url=fields.url, flags=flags)
    blocks = reading.segmentation.blocks
    visible = read_visible(blocks, verdict, reading.model)
    return assemble(blocks, verdict, merge(visible, reading.stated, options.url), None, flags)


def _sources(segmentation: Segmentation) -> frozenset[str]:
    """Flags for text that does not stand in plain sight."""
    flags = {HIDDEN_TEXT: segmentation.revealed, FROM_DATA: segmentation.carried}
    return frozenset(flag for flag, holds in flags.items() if holds)


def _trace(
    segmentation: Segmentation, falls: list[Occlusion], verdict: Verdict, *, has_body: bool
) -> tuple[BlockTrace, ...]:
    weights = np.stack([f.falls for f in falls])
    strongest = np.argsort(-np.abs(weights), axis=0, kind="stable")[:REASONS]
    return tuple(
        BlockTrace(
            block,
            _place(block, segmentation.elements),
            verdict.roles[i],
            float(verdict.scores[i]),
            bool(verdict.kept[i]) and has_body,
            tuple(Reason(falls[j].feature, float(falls[j].values[i]), float(weights[j, i])) for j in strongest[:, i]),
        )
        for i, block in enumerate(segmentation.blocks)
    )


def _place(block: Block, elements: tuple[Element, ...]) -> str:
    if not elements:
        return f"line {block.line + 1}"
    tags, at = [], block.element
    while at >= 0:
        tags.append(elements[at].tag)
        at = elements[at].parent
    return "/".join(reversed(tags))
