import pytest

from cleancopy.block import Element
from cleancopy.elements import find_elements, find_innermost, find_outermost

# html > ul.menu > li > ul > li, and a paragraph
ELEMENTS = [
    Element("html", -1, 0, ()),
    Element("ul", 0, 1, ("menu",)),
    Element("li", 1, 2, ()),
    Element("ul", 2, 3, ()),
    Element("li", 3, 4, ("last", "item")),
    Element("p", 0, 1, ()),
]


def test_elements_are_found_by_tag_or_word():
    assert find_elements(ELEMENTS, frozenset({"p", "html"})) == [0, 5]
    assert find_elements(ELEMENTS, frozenset({"p"}), frozenset({"item", "menu"})) == [1, 4, 5]


def test_elements_are_found_by_any_of_their_words():
    elements = [Element("div", -1, 0, words) for words in ((), ("post",), ("x", "author"), ("byline", "author"))]
    assert find_elements(elements, frozenset(), frozenset({"author", "post"})) == [1, 2, 3]


def test_each_element_knows_the_innermost_and_the_outermost_around_it():
    assert find_innermost(ELEMENTS, {2, 4}) == [-1, -1, 2, 2, 4, -1]
    assert find_outermost(ELEMENTS, "li") == [-1, -1, 2, 2, 2, -1]


def test_what_is_no_element_is_refused():
    with pytest.raises(TypeError):
        find_elements([object()], frozenset())
