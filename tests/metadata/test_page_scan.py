import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleancopy.block import Element, Layout, is_inside
from cleancopy.metadata.page_scan import BlocksInside, find_lines_with_digits


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
    for unknown in (-1, n_elements):
        with pytest.raises(IndexError):
            inside.measure(unknown)
