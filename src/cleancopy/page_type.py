"""The types of pages: what a page is for."""

from typing import NamedTuple

from cleancopy.string_enum import StringEnum


class PageType(StringEnum):
    """What a page is for, as `Article.page_type` says. A member equals its string: ``article.page_type == "forum"``.

    ARTICLE         a text to read: news, a blog's post, an essay
    LISTING         entries of one kind, such as jobs, places, results of a league
    COLLECTION      products of a shop, or works of a gallery, on one page
    PRODUCT         one product, with its description
    SERVICE         what a firm or an institution offers
    FORUM           posts of several people: a thread, a question with answers
    DOCUMENTATION   instructions and reference
    RECIPE          ingredients and steps
    EVENT           one event, with place and time
    SEARCH          the results of a search
    ERROR           the page says that something went wrong, such as 404
    """

    ARTICLE = "article"
    LISTING = "listing"
    COLLECTION = "collection"
    PRODUCT = "product"
    SERVICE = "service"
    FORUM = "forum"
    DOCUMENTATION = "documentation"
    RECIPE = "recipe"
    EVENT = "event"
    SEARCH = "search"
    ERROR = "error"


class LikelyPageType(NamedTuple):
    """The likeliest type of a page and how likely it is, 0..1."""

    type: PageType
    probability: float
