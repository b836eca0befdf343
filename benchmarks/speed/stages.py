"""How the time of an extraction divides: the stages of `cleancopy.extract`, called in its order.

The first pass checks that they give what `extract` gives: a flow that changes there has to change here, too.
"""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from time import process_time
from typing import Any

import numpy as np

import cleancopy
from benchmarks.speed.figures import Times
from benchmarks.speed.pages import FORMS, Sample, labelled
from benchmarks.speed.settings import Settings
from cleancopy.article import Article
from cleancopy.classify.artifact import load
from cleancopy.decode import decode
from cleancopy.dom import Tree
from cleancopy.extract import _answer, _judge, _Reading, _tell
from cleancopy.features import featurise
from cleancopy.markup import explodes
from cleancopy.metadata.fields import Stated
from cleancopy.metadata.linked import linked_candidates
from cleancopy.metadata.meta import meta_candidates, read_stated
from cleancopy.options import Options
from cleancopy.segment.html import segment_html
from cleancopy.segment.text import segment_text

Step = tuple[str, object]
"""The name of a stage that has just ended, and what it gave."""

APART = ("markdown",)
"""Stages that come on top, where somebody asks for them."""


def measure(settings: Settings) -> dict[str, Any]:
    """By set and form."""
    return {source: dict(_forms(source, settings)) for source in settings.sets}


def _forms(source: str, settings: Settings) -> Iterator[tuple[str, Any]]:
    for form, kind in FORMS.items():
        samples = [s for s in labelled(source, form, settings.pages) if kind == "text" or not explodes(s.text)]
        settings.say(f"stages: {source} {form}, {len(samples)} pages")
        steps = html_steps if kind == "html" else text_steps
        check(steps, samples[:5], Options(kind=kind))
        yield form, summary(timed(steps, samples, Options(kind=kind), settings.rounds))


def html_steps(raw: bytes | str, options: Options) -> Iterator[Step]:
    """The stages of a page whose tree does not explode, each told as it ends."""
    page = decode(raw, options.kind, options.charset, options.limits)
    yield "decode", page
    explodes(page.text)
    tree = Tree(page.text)
    tree.is_unclosed()
    yield "parse", tree
    segmentation = segment_html(tree, options.limits)
    yield "segment", segmentation
    stated, words = read_stated(tree), tree.words()
    heads = (*linked_candidates(tree.json_ld(), options.url or stated.url), *meta_candidates(tree, options.url))
    yield "heads", heads
    has_blocks = bool(segmentation.blocks)
    features = featurise(segmentation, stated.title, stated.description, words) if has_blocks else None
    yield "features", features
    yield from _rest(_Reading(page, segmentation, stated, heads, features, load("html")), options)


def text_steps(raw: bytes | str, options: Options) -> Iterator[Step]:
    """The stages of flattened text."""
    page = decode(raw, options.kind, options.charset, options.limits)
    yield "decode", page
    segmentation = segment_text(page.text, options.limits)
    yield "segment", segmentation
    features = featurise(segmentation, None, None, ()) if segmentation.blocks else None
    yield "features", features
    yield from _rest(_Reading(page, segmentation, Stated(), (), features, load("text")), options)


def _rest(reading: _Reading, options: Options) -> Iterator[Step]:
    verdict = _judge(reading, options)
    yield "classify", verdict
    told = _tell(reading, options, verdict)
    yield "fields", told
    article = _answer(reading, told, options.known)
    yield "assemble", article
    yield "text", article.full_text
    yield "markdown", article.render("markdown")


Steps = Callable[[bytes | str, Options], Iterator[Step]]


def check(steps: Steps, samples: Sequence[Sample], options: Options) -> None:
    """Raise unless the stages give the articles that `extract` gives."""
    for sample in samples:
        given = dict(steps(sample.page, options))["assemble"]
        wanted = cleancopy.extract(sample.page, kind=options.kind)
        # Flags of the tree are no stage.
        if not isinstance(given, Article) or replace(given, flags=wanted.flags) != wanted:
            raise SystemExit("benchmarks.speed.stages does not follow cleancopy.extract any more")


def timed(steps: Steps, samples: Sequence[Sample], options: Options, rounds: int) -> dict[str, Times]:
    """Times of each stage, rounds × pages."""
    turns = [[laps(steps(sample.page, options)) for sample in samples] for _ in range(rounds)]
    return {name: np.array([[page[name] for page in turn] for turn in turns]) for name in turns[0][0]}


def laps(steps: Iterator[Step]) -> dict[str, float]:
    """The time of each step."""
    gc.collect()
    out, began = {}, process_time()
    for name, _ in steps:
        out[name] = process_time() - began
        began = process_time()
    return out


def summary(times: Mapping[str, Times]) -> dict[str, Any]:
    """Milliseconds of each stage a page, shares, and all that comes after the parse over the parse."""
    each = {name: 1000 * float(t.min(axis=0).mean()) for name, t in times.items()}
    usual = {name: ms for name, ms in each.items() if name not in APART}
    whole = sum(usual.values())
    out: dict[str, Any] = {"ms": each, "share": {name: ms / whole for name, ms in usual.items()}, "whole_ms": whole}
    if "parse" in each:
        out["after_parse_over_parse"] = (whole - each["decode"] - each["parse"]) / each["parse"]
    return out
