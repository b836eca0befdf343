import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleancopy.block import Element, Layout, Mark, MarkKind, is_inside
from cleancopy.metadata.page_scan import (
    BlocksInside,
    find_below,
    find_largest,
    find_lines_with_digits,
    find_lines_with_opening,
    find_with_any,
    group_marks,
    has_name_words,
    has_word_beginning,
    list_column,
)

PARENTS = st.lists(st.integers(-1, 5), max_size=12).map(lambda found: [min(p, i - 1) for i, p in enumerate(found)])


@pytest.mark.parametrize("line, n_digits", [("", 0), ("1 of 20", 3), ("٣٤x", 2), ("2024", 4), ("é", 0)])
def test_a_line_has_as_many_digits_as_it_may_have(line, n_digits):
    assert find_lines_with_digits(["", line], n_digits + 1) == []
    assert 1 in find_lines_with_digits(["", line], n_digits)


@given(st.data())
def test_an_element_has_the_blocks_of_its_descendants(data):
    n_elements = data.draw(st.integers(1, 8))
    parents = [-1, *(data.draw(st.integers(-1, i - 1)) for i in range(1, n_elements))]
    blocks = data.draw(st.lists(st.tuples(st.integers(-1, n_elements - 1), st.text(max_size=3), st.booleans())))
    layouts = [Layout.ALT if is_alt else Layout.TEXT for _, _, is_alt in blocks]
    inside = BlocksInside(parents, [e for e, _, _ in blocks], [t for _, t, _ in blocks], layouts, Layout.ALT)
    elements = [Element("div", parent, 0, ()) for parent in parents]
    for element in range(n_elements):
        own = [i for i, (e, _, is_alt) in enumerate(blocks) if not is_alt and is_inside(elements, e, element)]
        n_chars = sum(len(blocks[i][1]) for i in own)
        assert inside.measure(element) == (len(own), n_chars, min(own, default=0), max(own, default=0))
        filled = [e for e in range(n_elements) if inside.measure(e)[0] and is_inside(elements, element, e)]
        assert inside.find_box(element) == max(filled, default=-1)
    for unknown in (-1, n_elements):
        with pytest.raises(IndexError):
            inside.measure(unknown)
        with pytest.raises(IndexError):
            inside.find_box(unknown)


@given(PARENTS, st.sets(st.integers(0, 11)), st.integers(1, 3))
def test_a_few_levels_are_counted_below_the_innermost_of_some_elements(parents, tops, n_levels):
    tops = sorted(top for top in tops if top < len(parents))
    for element, levels in enumerate(find_below(parents, tops, n_levels)):
        above, n_steps = element, 0
        while above >= 0 and above not in tops:
            above, n_steps = parents[above], n_steps + 1
        assert levels == (max(0, n_levels - n_steps) if above >= 0 else 0)


@given(st.lists(st.floats(0, 1)), st.integers(0, 4))
def test_of_equal_values_the_first_is_the_largest(values, count):
    assert find_largest(values, count) == sorted(range(len(values)), key=lambda i: -values[i])[:count]


def test_a_line_opens_with_a_word_or_with_what_may_stand_before_it():
    good = ["by Jane", "  --By: Jane", "....... by", "Jane and x", "Jane & x", "Jane】", "x] by"]
    bad = ["........ by", "byline", "Jane andx", "x by", "", "..."]
    assert find_lines_with_opening(good + bad, range(len(good + bad)), frozenset({"by"})) == [*range(len(good))]


LIKE_NAMES = (
    "Jane Doe|Jane de la Doe|JaneDoe|Jane d'x Doe|Jane, 3 Doe|Jane x@y|Jane (née x) Doe|O'brien Smith|김민수|جين دو|"
    "E\u0301mile Zola|ÜBER UNS"
)


@pytest.mark.parametrize("line", LIKE_NAMES.split("|"))
def test_words_of_a_name_are_two_capitals_with_only_particles_between(line):
    assert has_name_words(line, frozenset({"de", "la"}))


@pytest.mark.parametrize("line", "Jane|JANE|jane doe|Jane met Doe|Über uns|by Jane|x Jane y Doe||12:30".split("|"))
def test_a_line_without_two_such_words_has_no_name(line):
    assert not has_name_words(line, frozenset({"de", "la"}))


@pytest.mark.parametrize("text", ["Photo: x", "a photo", "(PHOTO", "图"])
def test_a_word_begins_with_some_characters(text):
    assert has_word_beginning(text, frozenset({"pho"}))


@pytest.mark.parametrize("text", ["aphoto", "_photo", "9pho", "ph", ""])
def test_no_word_begins_with_some_characters(text):
    assert not has_word_beginning(text, frozenset({"pho"}))


def test_a_column_is_one_field_of_each_row():
    assert list_column([Mark(MarkKind.LINK, 1, 2), Mark(MarkKind.TIME, 3, 4)], 1) == [1, 3]
    with pytest.raises(TypeError):
        list_column(["x"], 0)


def test_marks_are_grouped_by_kind_with_the_index_of_their_block():
    link, time = Mark(MarkKind.LINK, 0, 1), Mark(MarkKind.TIME, 0, 1)
    grouped = group_marks([(link,), (), (time, link)], (MarkKind.LINK, MarkKind.TIME, MarkKind.CODE))
    assert grouped == {MarkKind.LINK: [(0, link), (2, link)], MarkKind.TIME: [(2, time)], MarkKind.CODE: []}
    with pytest.raises(TypeError):
        group_marks([("x",)], (MarkKind.LINK,))


def test_names_with_any_of_some_words_are_found():
    assert find_with_any([("a", "b"), (), ("b",)], frozenset("a")) == [0]
