"""The flow: a page in, an article out.

bytes → decode → parse → segment → features → classify → fields → assemble → article
"""

from collections.abc import Callable, Set
from dataclasses import replace
from typing import Literal, NamedTuple

from cleancopy.article import Article
from cleancopy.assemble import assemble
from cleancopy.block import Segmentation
from cleancopy.classify import Model, classify_blocks, load_model
from cleancopy.containers import single_page, with_container_metadata
from cleancopy.features import Features, compute_features
from cleancopy.metadata import FieldResult, Fields, extract_fields
from cleancopy.options import FIELD_NAMES, Options
from cleancopy.page import Page
from cleancopy.page_reader import read_page

Models = Callable[[Literal["html", "text"]], Model]
"""Gives the model for a kind of page."""
_EMPTY = Article()


class PageState(NamedTuple):
    """A page with what the stages made of it.

    model      None where the page is no text
    features   None where the page has no blocks
    fields     the article's fields, what they were chosen from, and the predictions for the blocks
    """

    page: Page
    segmentation: Segmentation
    model: Model | None
    features: Features | None
    fields: FieldResult
    article: Article


def process_page(
    raw: bytes | str,
    options: Options,
    models: Models,
    *,
    strip_markup: bool = False,
    with_fields: bool = True,
    include_losers: bool = False,
) -> PageState:
    """Take a page through all stages: a pure function of the page, the options and the models.

    `include_losers` also weighs values for fields that cannot win. The other switches are those of `read_page`.
    """
    raw, options = single_page(raw, options)
    read = read_page(raw, options, strip_markup=strip_markup, with_fields=with_fields)
    page, segmentation, head, candidates, page_words = read
    model = None if page.kind == "neither" else models(page.kind)
    features = predictions = None
    if model is not None and segmentation.blocks:
        features = compute_features(segmentation, head.title, head.description, page_words)
        predictions = classify_blocks(segmentation, features, model, options.mode, head.title, page_words)
    fields, weights = FieldResult(Fields(), (), predictions), model.field_weights if model else {}
    if with_fields:
        origin = {"url": options.url, "fetch_date": options.fetch_date}
        wanted = FIELD_NAMES if options.fields is None else options.fields
        fields = extract_fields(
            segmentation, predictions, head, candidates, weights, **origin, wanted=wanted, include_losers=include_losers
        )
    article = assemble(page, segmentation, fields.predictions, fields.fields)
    if options.container is not None:
        article = with_container_metadata(article, options.container)
    if options.fields is not None:
        article = _keep_fields(article, options.fields)
    return PageState(page, segmentation, model, features, fields, article)


def _keep_fields(article: Article, names: Set[str]) -> Article:
    """An article with all fields empty but those of some names."""
    return replace(article, **{name: getattr(_EMPTY, name) for name in FIELD_NAMES if name not in names})


def extract_page(
    page: bytes | str, options: Options, models: Models = load_model, *, strip_markup: bool = False
) -> Article:
    """Extract a page: `cleancopy.extract` with its options in one object, and any models."""
    return process_page(page, options, models, strip_markup=strip_markup).article
