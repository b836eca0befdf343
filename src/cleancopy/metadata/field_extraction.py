"""All steps from a classified page to the fields of its article."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from cleancopy.article_data import Image
from cleancopy.block import Segmentation
from cleancopy.classify import BlockPredictions
from cleancopy.metadata.byline_role import assign_byline_role
from cleancopy.metadata.bylines import author_candidates
from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.caption_candidates import caption_candidates
from cleancopy.metadata.dates_in_blocks import date_candidates
from cleancopy.metadata.dek_evidence import list_stated_deks
from cleancopy.metadata.dek_role import assign_dek_role
from cleancopy.metadata.fields import Fields, HeadMetadata
from cleancopy.metadata.figures import Figure, find_figures
from cleancopy.metadata.headline_dek import dek_candidates, site_candidates, title_candidates
from cleancopy.metadata.images import make_lead_image, select_images
from cleancopy.metadata.language import choose_locale, identify_language
from cleancopy.metadata.line_dates import LineDates
from cleancopy.metadata.merge import PageOrigin, merge_candidates
from cleancopy.metadata.page_view import PageView
from cleancopy.metadata.posts import find_posts
from cleancopy.options import FIELD_NAMES
from cleancopy.urls import absolute_url

_BESIDE_IMAGES = frozenset({"images", "captions", "credits"})
"""Fields that need what stands beside the images of a page."""


class FieldResult(NamedTuple):
    """The fields of an article, and what they were chosen from.

    candidates    all candidates of the page, before they were weighed
    predictions   the predictions with the roles of dek and bylines settled; None for a page without blocks
    """

    fields: Fields
    candidates: tuple[Candidate, ...]
    predictions: BlockPredictions | None


def extract_fields(  # noqa: PLR0913 - one argument for each stage before this one
    segmentation: Segmentation,
    predictions: BlockPredictions | None,
    head: HeadMetadata,
    head_candidates: tuple[Candidate, ...],
    weights: Mapping[str, Mapping[str, float]],
    *,
    url: str | None,
    fetch_date: str | None,
    wanted: Collection[str] = FIELD_NAMES,
    include_losers: bool = False,
) -> FieldResult:
    """Choose the fields of an article from all sources of a page.

    predictions       what the model says of the blocks; None for a page without blocks: then only the head counts
    head              what the head of an HTML page states
    head_candidates   the candidates of the head
    weights           the ranker's weights, by field and signal
    url, fetch_date   as the caller gave them
    wanted            the names of the fields that the caller needs. The others may be there or not, but what decides
                      the roles of blocks is found in any case
    include_losers    also weigh values that cannot win, for people to see
    """
    origin = PageOrigin(url, fetch_date)
    if predictions is None:
        fields = merge_candidates(head_candidates, head, weights, origin, None, include_losers=include_losers)
        base = _find_base(head, fields)
        fields = replace(fields, images=make_lead_image(head.image, base), base=base)
        return FieldResult(fields, head_candidates, None)
    view = PageView(segmentation, predictions)
    language = _identify_language(view)
    locale = choose_locale(language, head.locale, url or head.url)
    dates = LineDates(view.texts, locale)
    candidates = _collect_candidates(view, dates, locale, head_candidates)
    figures = _find_figures(view, segmentation, candidates, wanted)
    if figures is not None:
        candidates = (*candidates, *caption_candidates(view, figures))
    fields = merge_candidates(candidates, head, weights, origin, language, include_losers=include_losers)
    base = _find_base(head, fields)
    images: tuple[Image, ...] = ()
    if "images" in wanted:
        images = select_images(view, segmentation.pictures, figures or (), fields.candidates, base, head.image)
    posts = find_posts(view, dates, locale, next(iter(fields.authors), None), fields.published)
    predictions = assign_byline_role(view, assign_dek_role(view, fields.dek), dates, fields.authors)
    return FieldResult(replace(fields, images=images, base=base, posts=posts), candidates, predictions)


def _find_figures(
    view: PageView, segmentation: Segmentation, candidates: Sequence[Candidate], wanted: Collection[str]
) -> Sequence[Figure] | None:
    """The figures of a page; None where no field needs them. A dek does: no caption is one."""
    if _BESIDE_IMAGES.isdisjoint(wanted) and not any(c.field == "dek" for c in candidates):
        return None
    return find_figures(view, segmentation.pictures)


def _identify_language(view: PageView) -> str | None:
    return identify_language("\n".join(text for text, kept in zip(view.texts, view.kept, strict=True) if kept))


def _collect_candidates(
    view: PageView, dates: LineDates, locale: str | None, head_candidates: tuple[Candidate, ...]
) -> tuple[Candidate, ...]:
    """All candidates of a page but captions and credits. Their order decides between values of the same score."""
    return (
        *title_candidates(view),
        *dek_candidates(view, list_stated_deks(head_candidates)),
        *author_candidates(view, dates),
        *date_candidates(view, dates, locale),
        *site_candidates(view),
        *head_candidates,
    )


def _find_base(head: HeadMetadata, fields: Fields) -> str | None:
    """The address that relative addresses of the page start from."""
    return absolute_url(head.base or "", fields.url) or fields.url
