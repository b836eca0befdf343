import numpy as np
import pytest

from cleancopy.classify.page_types import STATED_PROBABILITY, PageTypeWeights, find_page_type
from cleancopy.flags import Flag
from cleancopy.page_type import PageType

TYPES = (PageType.ARTICLE, PageType.LISTING, PageType.PRODUCT)
EVEN = PageTypeWeights(TYPES, 1.0, (0.0, 0.0, 0.0))


def find(*probabilities, words=(), wall=None, weights=EVEN):
    return find_page_type(np.array(probabilities), weights, words, wall)


def test_the_likeliest_type_wins():
    assert find(0.2, 0.7, 0.1) == (PageType.LISTING, 0.7)


def test_a_factor_makes_the_network_less_sure_of_the_same_type():
    assert find(0.2, 0.7, 0.1, weights=EVEN._replace(factor=0.5)) == (PageType.LISTING, 0.5229)


def test_a_probability_of_zero_is_a_number():
    assert find(1.0, 0.0, 0.0) == (PageType.ARTICLE, 1.0)


def test_a_type_that_the_network_names_too_seldom_gets_a_constant():
    assert find(0.6, 0.4, 0.0, weights=EVEN._replace(constants=(0.0, 1.0, 0.0))).type is PageType.LISTING


def test_what_a_page_says_of_itself_counts_as_much_as_was_found():
    weights = EVEN._replace(words={"ld:product": (-1.0, 0.0, 3.0)})
    assert find(0.8, 0.1, 0.1, words=["ld:product", "ld:person"], weights=weights).type is PageType.PRODUCT
    assert find(0.8, 0.1, 0.1, words=["ld:person"], weights=weights).type is PageType.ARTICLE


@pytest.mark.parametrize(
    "words, expected",
    [
        (["og:website", "ld:searchresultspage"], PageType.SEARCH),
        (["ld:musicevent"], PageType.EVENT),
        (["ld:event", "ld:organization"], PageType.EVENT),
        (["ld:newsarticle"], PageType.ARTICLE),
        (["event"], PageType.ARTICLE),
    ],
)
def test_what_a_page_says_of_itself_counts_for_types_that_no_set_labels(words, expected):
    assert find(0.9, 0.05, 0.05, words=words).type is expected


def test_a_listing_with_events_in_its_data_stays_one():
    assert find(0.1, 0.8, 0.1, words=["ld:event"]) == (PageType.LISTING, 0.8)


def test_an_error_page_is_one_whatever_the_network_says():
    assert find(0.9, 0.05, 0.05, wall=Flag.ERROR_PAGE) == (PageType.ERROR, STATED_PROBABILITY)
    assert find(0.9, 0.05, 0.05, wall=Flag.LOGIN_WALL).type is PageType.ARTICLE


def test_a_model_that_knows_no_types_says_none():
    assert find_page_type(np.zeros(0), PageTypeWeights()) is None
