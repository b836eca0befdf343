"""The flow: a page in, an article out, or the trace of how it came to be.

bytes → decode → Page → segment → [Block] → features → matrix → classify → [Role, score] → assemble → Article
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal, NamedTuple

import numpy as np

from cleancopy.article import Article
from cleancopy.assemble import article_of, assemble
from cleancopy.block import Block, Element, Segmentation
from cleancopy.classify.artifact import Model, feature_names, load
from cleancopy.classify.classifier import Verdict, judge
from cleancopy.classify.occlude import Occlusion, occlusions
from cleancopy.containers import open_pages, single_page, with_known
from cleancopy.decode import EMPTY_INPUT, NOT_TEXT, decode
from cleancopy.dom import Tree
from cleancopy.features import Features, featurise
from cleancopy.flags import FROM_DATA, HIDDEN_TEXT, NO_RUNNING_TEXT, PAYWALL, UNCLOSED_TAIL
from cleancopy.limits import LIMITS, Limits, cut_before, flags_of
from cleancopy.links import absolute
from cleancopy.markup import DEGRADED, explodes, strip, without_options
from cleancopy.metadata.aside import name_dek
from cleancopy.metadata.bylines import author_candidates
from cleancopy.metadata.candidate import Candidate, field_trace
from cleancopy.metadata.datelines import date_candidates
from cleancopy.metadata.fields import Fields, Stated
from cleancopy.metadata.images import article_images, lead_image
from cleancopy.metadata.language import language_of, locale_of
from cleancopy.metadata.linedates import LineDates
from cleancopy.metadata.linked import linked_candidates
from cleancopy.metadata.merge import Bounds, merge
from cleancopy.metadata.meta import meta_candidates, read_stated
from cleancopy.metadata.pictures import figures, picture_candidates
from cleancopy.metadata.sight import Sight
from cleancopy.metadata.visible import dek_candidates, site_candidates, title_candidates
from cleancopy.options import Kind, Known, Mode, Options, check_page
from cleancopy.page import Page
from cleancopy.segment.html import segment_html
from cleancopy.segment.text import segment_text
from cleancopy.trace import BlockTrace, Trace

Models = Callable[[Literal["html", "text"]], Model]
"""Gives the model for a kind of page."""

REASONS = 5
"""So many of the features that decided are told for each block."""


STRIPPED_TAGS = 10
"""Times as many tags as `Limits.tags` may a page have whose markup is stripped: that takes a tenth of the time."""


class _Reading(NamedTuple):
    """A page as far as the model needs it.

    stated      what its head says of it, and the candidates for fields that it has
    """

    page: Page
    segmentation: Segmentation
    stated: Stated
    heads: tuple[Candidate, ...]
    features: Features | None
    model: Model | None


def extract(  # noqa: PLR0913 - all but the page have a name
    page: bytes | str,
    url: str | None = None,
    kind: Kind = "auto",
    mode: Mode = "balanced",
    *,
    fetched: str | None = None,
    charset: str | None = None,
    limits: Limits = LIMITS,
) -> Article:
    """Give the clean copy of a page.

    page      HTML or flattened text, as bytes or decoded
    url       where it came from, if known
    kind      ``html``, ``text``, or ``auto`` to find out
    mode      ``precision``, ``balanced`` or ``recall``
    fetched   the day on which it was fetched, if known, in ISO 8601: no date of the article is later
    charset   that of the HTTP header ``Content-Type``, if known; it outranks what the page says of itself
    limits    how much of it is read; `Article.cuts` tells what was not

    Raises `TypeError` or `ValueError` for wrong arguments. Any page gives an article; one without running
    text has an empty `Article.text` and a flag that says why.
    """
    check_page(page)
    return run(page, Options(url, kind, mode, fetched, limits, charset), load)


def extract_each(  # noqa: PLR0913 - all but the page have a name
    page: bytes | str,
    url: str | None = None,
    kind: Kind = "auto",
    mode: Mode = "balanced",
    *,
    fetched: str | None = None,
    charset: str | None = None,
    limits: Limits = LIMITS,
) -> Iterator[Article]:
    """Give the clean copy of each page of a book (EPUB), a feed (RSS, Atom, JSON Feed) or a mailbox (mbox), in order.

    Any other input is one page. `Article.member` tells where a page stands in its file, and `Article.message` why one
    that cannot be read (encrypted, damaged, beyond a limit) is empty. Takes the arguments of `extract`.
    """
    check_page(page)
    options = Options(url, kind, mode, fetched, limits, charset)
    return (run(inner, known, load) for inner, known in open_pages(page, options))


def extract_text(page: bytes | str, url: str | None = None, kind: Kind = "auto", mode: Mode = "balanced") -> str:
    """Give the running text of a page, one paragraph a line: ``extract(page).text``, without work for other fields."""
    check_page(page)
    options = Options(url, kind, mode)
    page, options = single_page(page, options)
    reading = _read(page, options, load, fields=False)
    return _answer(reading, _Told(Fields(), (), _judge(reading, options)), options.known).text


def explain(  # noqa: PLR0913 - all but the page have a name
    page: bytes | str,
    url: str | None = None,
    kind: Kind = "auto",
    mode: Mode = "balanced",
    *,
    fetched: str | None = None,
    charset: str | None = None,
    limits: Limits = LIMITS,
) -> Trace:
    """Give the article with every block of the page, its role, its score and the features that decided.

    For each field it has the values that were weighed, which won, and what was said for each. Takes the arguments of
    `extract`, and some twenty times its time: each feature is taken away in turn.
    """
    check_page(page)
    return explained(page, Options(url, kind, mode, fetched, limits, charset))


def explained(page: bytes | str, options: Options) -> Trace:
    """`explain` with its options in one piece."""
    page, options = single_page(page, options)
    reading = _read(page, options, load)
    told = _tell(reading, options, _judge(reading, options), every=True)
    article = _answer(reading, told, options.known)
    weights = reading.model.fields if reading.model else {}
    fields = tuple(field_trace(value, weights.get(value.field, {})) for value in told.fields.candidates)
    if told.verdict is None or reading.features is None or reading.model is None:
        return Trace(reading.page, article, fields=fields)
    segmentation = reading.segmentation
    falls = occlusions(reading.features, reading.model, feature_names("html" if segmentation.elements else "text"))
    blocks = _trace(segmentation, list(falls), told.verdict, has_body=bool(article.body))
    return Trace(reading.page, article, blocks, fields)


def run(page: bytes | str, options: Options, models: Models, *, stripped: bool = False) -> Article:
    """Extraction as a pure function of a page, options and models: `extract` with the shipped models.

    stripped   have the page's markup stripped, not parsed, and its text judged as flattened text
    """
    page, options = single_page(page, options)
    reading = _read(page, options, models, stripped=stripped)
    return _answer(reading, _tell(reading, options, _judge(reading, options)), options.known)


def _read(
    raw: bytes | str, options: Options, models: Models, *, stripped: bool = False, fields: bool = True
) -> _Reading:
    """Read a page.

    stripped   have its markup stripped, not parsed
    fields     also take the candidates for fields that its head has
    """
    page, segmentation, stated, heads, words = _open(raw, options, stripped=stripped, fields=fields)
    if page.kind == "neither":
        return _Reading(page, segmentation, stated, heads, None, None)
    blocks = bool(segmentation.blocks)
    features = featurise(segmentation, stated.title, stated.description, words) if blocks else None
    return _Reading(page, segmentation, stated, heads, features, models(page.kind))


class _Opened(NamedTuple):
    """A page in blocks, and what it says of itself: its tree is gone by now."""

    page: Page
    segmentation: Segmentation
    stated: Stated = Stated()
    heads: tuple[Candidate, ...] = ()
    words: tuple[str, ...] = ()


def _open(raw: bytes | str, options: Options, *, stripped: bool, fields: bool) -> _Opened:
    page = decode(raw, options.kind, options.charset, options.limits)
    tree = None if stripped or page.kind != "html" else _tree_of(page.text, options.limits)
    if tree is None:
        if page.kind == "html":
            page = _flatten(page, options.limits)
        return _Opened(page, segment_text(page.text, options.limits))
    if tree.is_unclosed():
        page = replace(page, flags=page.flags | {UNCLOSED_TAIL})
    segmentation, stated, words = segment_html(tree, options.limits), read_stated(tree), tree.words()
    heads: tuple[Candidate, ...] = ()
    if fields:
        heads = (*linked_candidates(tree.json_ld(), options.url or stated.url), *meta_candidates(tree, options.url))
    return _Opened(page, segmentation, stated, heads, words)


def _tree_of(markup: str, limits: Limits) -> Tree | None:
    """The page's tree; None where it would take too much to build."""
    markup = without_options(markup)
    if markup.count("<") > limits.tags or explodes(markup):
        return None
    try:
        return Tree(markup)
    except MemoryError:
        return None


def _flatten(page: Page, limits: Limits) -> Page:
    """The page as flattened text, for a tree is too much. Text behind very many tags is not lost so."""
    markup, of_tags = cut_before(page.text, "<", STRIPPED_TAGS * limits.tags)
    text, of_lines = cut_before(strip(without_options(markup)), "\n", limits.tags)
    cuts = (*page.cuts, *of_tags, *of_lines)
    return replace(page, text=text, kind="text", flags=page.flags | flags_of(cuts) | {DEGRADED}, cuts=cuts)


def _judge(reading: _Reading, options: Options) -> Verdict | None:
    if reading.features is None or reading.model is None:
        return None
    return judge(reading.segmentation.blocks, reading.features, reading.model, options.mode)


class _Told(NamedTuple):
    """The fields of an article, what they were chosen from, and the verdict as they settle it."""

    fields: Fields
    candidates: tuple[Candidate, ...]
    verdict: Verdict | None


def _answer(reading: _Reading, told: _Told, known: Known | None) -> Article:
    article = _article(reading, told)
    return article if known is None else with_known(article, known)


def _article(reading: _Reading, told: _Told) -> Article:
    flags = reading.page.flags | _sources(reading.segmentation) | flags_of(reading.segmentation.cuts)
    cuts = (*reading.page.cuts, *reading.segmentation.cuts)
    if told.verdict is not None:
        return replace(assemble(reading.segmentation, told.verdict, told.fields, flags), cuts=cuts)
    if not flags & {EMPTY_INPUT, NOT_TEXT}:
        flags |= {NO_RUNNING_TEXT}
    if told.fields.paywalled:
        flags |= {PAYWALL}
    return replace(article_of(told.fields), flags=flags, cuts=cuts, message=reading.page.message)


def _tell(reading: _Reading, options: Options, verdict: Verdict | None, *, every: bool = False) -> _Told:
    """Weigh the fields of an article over all sources; of a page without blocks only what its head states.

    every   weigh values too that cannot win
    """
    bounds = Bounds(options.url, options.fetched)
    if verdict is None or reading.model is None:
        weights = reading.model.fields if reading.model else {}
        stated = merge(reading.heads, reading.stated, weights, bounds, None, every=every)
        base = _base(reading, stated)
        return _Told(replace(stated, images=lead_image(reading.stated.image, base), base=base), reading.heads, None)
    blocks, pictures = reading.segmentation.blocks, reading.segmentation.pictures
    language = language_of("\n".join(b.text for b, kept in zip(blocks, verdict.kept.tolist(), strict=True) if kept))
    locale = locale_of(language, reading.stated.locale, options.url or reading.stated.url)
    sight = Sight(reading.segmentation, verdict, reading.model)
    dates = LineDates(sight.texts, locale)
    beside = figures(sight, pictures)
    candidates = (
        *title_candidates(sight),
        *dek_candidates(sight),
        *author_candidates(sight, dates),
        *date_candidates(sight, dates, locale),
        *site_candidates(sight),
        *reading.heads,
        *picture_candidates(sight, beside),
    )
    fields = merge(candidates, reading.stated, reading.model.fields, bounds, language, every=every)
    verdict = name_dek(blocks, verdict, fields.dek)
    base = _base(reading, fields)
    images = article_images(sight, pictures, beside, fields.candidates, base, reading.stated.image)
    return _Told(replace(fields, images=images, base=base), candidates, verdict)


def _base(reading: _Reading, fields: Fields) -> str | None:
    """What relative addresses of the page start from."""
    return absolute(reading.stated.base or "", fields.url) or fields.url


def candidates_of(page: bytes | str, options: Options, models: Models) -> tuple[Candidate, ...]:
    """What the sources of a page give for its fields before it is weighed: what the ranker is trained on."""
    reading = _read(page, options, models)
    return _tell(reading, options, _judge(reading, options)).candidates


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
            tuple(falls[j].reason(i) for j in strongest[:, i]),
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
