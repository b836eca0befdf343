"""Measures the time of each stage of `cleancopy.extract`, called in the same order.

First it checks that the stages give the same articles as `extract`: if its flow changes, this file must change, too.
"""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from time import process_time
from typing import Any, NamedTuple

import numpy as np

import cleancopy
from benchmarks.speed.figures import Times
from benchmarks.speed.pages import FORMS, Sample, read_samples
from benchmarks.speed.settings import Settings
from cleancopy.article import Article
from cleancopy.assemble import assemble
from cleancopy.block import Segmentation
from cleancopy.classify import classify_blocks, load_model
from cleancopy.dom import Tree
from cleancopy.features import Features, compute_features
from cleancopy.input import decode, is_parse_bomb
from cleancopy.metadata import Candidate, HeadMetadata, extract_fields, head_candidates, read_head
from cleancopy.options import Options
from cleancopy.page import Page
from cleancopy.segment import segment_html, segment_text

Step = tuple[str, object]
"""The name of a stage that has just ended, and its result."""

EXTRA_STAGES = ("markdown",)
"""Stages that are not part of an extraction."""


def measure(settings: Settings) -> dict[str, Any]:
    """By set and form."""
    return {source: dict(_measure_forms(source, settings)) for source in settings.sets}


def _measure_forms(source: str, settings: Settings) -> Iterator[tuple[str, Any]]:
    for form, kind in FORMS.items():
        samples = [s for s in read_samples(source, form, settings.pages) if kind == "text" or not is_parse_bomb(s.text)]
        settings.log(f"stages: {source} {form}, {len(samples)} pages")
        steps = run_html_stages if kind == "html" else run_text_stages
        check_stages(steps, samples[:5], Options(kind=kind))
        yield form, summarize(time_stages(steps, samples, Options(kind=kind), settings.rounds))


def run_html_stages(raw: bytes | str, options: Options) -> Iterator[Step]:
    """The stages of an HTML page that is not a parse bomb; yields after each stage."""
    page = decode(raw, options.kind, options.charset, options.limits)
    yield "decode", page
    is_parse_bomb(page.text)
    tree = Tree(page.text)
    tree.has_swallowed_markup()
    yield "parse", tree
    segmentation = segment_html(tree, options.limits)
    yield "segment", segmentation
    head, words = read_head(tree), tree.find_page_words()
    candidates = head_candidates(tree, head, options.url)
    yield "heads", candidates
    has_blocks = bool(segmentation.blocks)
    features = compute_features(segmentation, head.title, head.description, words) if has_blocks else None
    yield "features", features
    yield from _finish(page, segmentation, features, options, _Heads(head, candidates, words))


def run_text_stages(raw: bytes | str, options: Options) -> Iterator[Step]:
    """The stages of flattened text; yields after each stage."""
    page = decode(raw, options.kind, options.charset, options.limits)
    yield "decode", page
    segmentation = segment_text(page.text, options.limits)
    yield "segment", segmentation
    features = compute_features(segmentation, None, None, ()) if segmentation.blocks else None
    yield "features", features
    yield from _finish(page, segmentation, features, options, _Heads(HeadMetadata(), (), ()))


class _Heads(NamedTuple):
    """What the head of a page says, and the page of its kind."""

    head: HeadMetadata
    candidates: tuple[Candidate, ...]
    words: tuple[str, ...]


def _finish(
    page: Page, segmentation: Segmentation, features: Features | None, options: Options, heads: _Heads
) -> Iterator[Step]:
    model = load_model("html" if page.kind == "html" else "text")
    head, candidates, words = heads
    predictions = classify_blocks(segmentation, features, model, options.mode, head.title, words) if features else None
    yield "classify", predictions
    weights, url, day = model.field_weights, options.url, options.fetch_date
    fields = extract_fields(segmentation, predictions, head, candidates, weights, url=url, fetch_date=day)
    yield "fields", fields
    article = assemble(page, segmentation, fields.predictions, fields.fields)
    yield "assemble", article
    yield "text", article.full_text
    yield "markdown", article.render("markdown")


Steps = Callable[[bytes | str, Options], Iterator[Step]]


def check_stages(steps: Steps, samples: Sequence[Sample], options: Options) -> None:
    """Raise `SystemExit` unless the stages give the same articles as `extract`."""
    for sample in samples:
        given = dict(steps(sample.page, options))["assemble"]
        wanted = cleancopy.extract(sample.page, kind=options.kind)
        # The flags of the tree are not part of a stage.
        if not isinstance(given, Article) or replace(given, flags=wanted.flags) != wanted:
            raise SystemExit("benchmarks.speed.stages does not follow cleancopy.extract any more")


def time_stages(steps: Steps, samples: Sequence[Sample], options: Options, rounds: int) -> dict[str, Times]:
    """Times of each stage, rounds × pages."""
    turns = [[time_steps(steps(sample.page, options)) for sample in samples] for _ in range(rounds)]
    return {name: np.array([[page[name] for page in turn] for turn in turns]) for name in turns[0][0]}


def time_steps(steps: Iterator[Step]) -> dict[str, float]:
    """The time of each step."""
    gc.collect()
    out, began = {}, process_time()
    for name, _ in steps:
        out[name] = process_time() - began
        began = process_time()
    return out


def summarize(times: Mapping[str, Times]) -> dict[str, Any]:
    """Milliseconds of each stage per page, shares, and the ratio of the time after the parse to that of the parse."""
    each = {name: 1000 * float(t.min(axis=0).mean()) for name, t in times.items()}
    usual = {name: ms for name, ms in each.items() if name not in EXTRA_STAGES}
    whole = sum(usual.values())
    out: dict[str, Any] = {"ms": each, "share": {name: ms / whole for name, ms in usual.items()}, "whole_ms": whole}
    if "parse" in each:
        out["after_parse_over_parse"] = (whole - each["decode"] - each["parse"]) / each["parse"]
    return out
