import numpy as np
import pytest

pytest.importorskip("torch")

from cleancopy.classify.page_types import PageTypeWeights, find_page_type
from cleancopy.page_type import PageType
from training.page_types import MIN_SITES, TypedPage, fit_types
from training.prepare import PAGE_TYPES

ARTICLE, PRODUCT = map(PAGE_TYPES.index, (PageType.ARTICLE, PageType.PRODUCT))


def page(site, page_type, article=0.9, words=()):
    """A page that the network takes for an article, as surely as it is said."""
    chances = np.full(len(PAGE_TYPES), (1 - article) / (len(PAGE_TYPES) - 1), np.float32)
    chances[ARTICLE] = article
    return TypedPage(f"site{site}", page_type, chances, words)


def answer(pages, asked):
    fitted = fit_types(pages)
    weights = PageTypeWeights(PAGE_TYPES, fitted["factor"], fitted["constants"], fitted["words"])
    return find_page_type(asked.probabilities.astype(np.float64), weights, asked.words)


def test_types_are_as_likely_as_they_are_often_right():
    pages = [page(i, ARTICLE if i % 2 else PRODUCT) for i in range(100)]
    assert answer(pages, page(0, ARTICLE)).probability == pytest.approx(0.5, abs=0.05)


def test_what_pages_state_counts_where_it_tells_types_apart():
    pages = [page(i, PRODUCT, words=("ld:product", "og:website")) for i in range(20)]
    pages += [page(20 + i, ARTICLE, words=("og:website",)) for i in range(40)]
    assert answer(pages, page(0, PRODUCT, words=("ld:product",))).type is PageType.PRODUCT
    assert answer(pages, page(0, ARTICLE, words=("og:website",))).type is PageType.ARTICLE


def test_words_of_few_sites_and_class_names_have_no_weight():
    few = [page(i % (MIN_SITES - 1), PRODUCT, words=("ld:product",)) for i in range(20)]
    many = [page(i, PRODUCT, words=("shop",)) for i in range(20)]
    assert fit_types([*few, *many])["words"] == {}
