import pytest

from cleancopy.block import Block, Layout
from cleancopy.block_fields import find_boxes, find_layout, list_texts

BLOCKS = [Block("a", Layout.ALT), Block("b", element=1), Block("c", Layout.ALT, element=0)]


def test_one_field_of_each_block_is_asked_for():
    assert list_texts(BLOCKS) == ["a", "b", "c"]
    assert find_layout(BLOCKS, Layout.ALT) == [0, 2]
    assert find_boxes(BLOCKS, [5, 7]) == [-1, 7, 5]


def test_what_is_no_block_is_refused():
    with pytest.raises(TypeError):
        list_texts([object()])
    with pytest.raises(IndexError):
        find_boxes(BLOCKS, [5])
