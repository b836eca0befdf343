import pytest

from cleancopy.article import Article
from cleancopy.article_data import Image, Passage
from cleancopy.block import Role
from cleancopy.render.nodes import Code, Figure, Item, Listing, Paragraph, Table
from cleancopy.render.outline import MAX_LIST_DEPTH, build_outline, get_separate_dek


def nested(listing: Listing) -> list[object]:
    def said(item: Item) -> list[object]:
        return [nested(p) if isinstance(p, Listing) else p.text for p in item.parts]

    return [listing.start, *map(said, listing.items)]


def lists(*items: tuple[str, int, int | None]) -> list[object]:
    body = tuple(Passage(Role.LIST_ITEM, text, level, group=1, number=number) for text, level, number in items)
    return [nested(part) for part in build_outline(Article(body=body)) if isinstance(part, Listing)]


def test_lists_nest_by_levels() -> None:
    items = [("a", 2, None), ("b", 4, 1), ("c", 4, 2), ("d", 3, 3), ("e", 2, None), ("f", 1, None)]
    assert lists(*items) == [[None, ["a", [1, ["b"], ["c"], ["d"]]], ["e"], ["f"]]]


def test_a_list_ends_where_its_numbers_do_not_go_on() -> None:
    assert lists(("a", 1, 1), ("b", 1, 2), ("c", 1, 4), ("d", 1, None)) == [
        [1, ["a"], ["b"]],
        [4, ["c"]],
        [None, ["d"]],
    ]


def test_numbers_that_no_document_can_hold_are_none() -> None:
    assert lists(("a", 1, -1), ("b", 1, 10**9)) == [[None, ["a"], ["b"]]]


def test_lists_are_nested_so_deep_and_no_deeper() -> None:
    (found,) = lists(*((f"{n}", n, None) for n in range(1, 50)))
    assert str(found).count("[None") == MAX_LIST_DEPTH


def test_a_picture_never_parts_a_construct() -> None:
    body = (
        Passage(Role.PARAGRAPH, "a"),
        Passage(Role.CODE, "b"),
        Passage(Role.CODE, "c"),
        Passage(Role.PARAGRAPH, "d"),
    )
    images = (
        Image("x", passage_index=2),
        Image("y", passage_index=4),
        Image("lead", lead=True),
        Image("outside"),
        Image(passage_index=1),
    )
    found = [
        p.image.src if isinstance(p, Figure) else type(p) for p in build_outline(Article(body=body, images=images))
    ]
    assert found == ["lead", Paragraph, Code, "x", Paragraph, "y"]


def test_tables_of_different_groups_stay_apart() -> None:
    body = tuple(Passage(Role.TABLE_ROW, "a\tb", group=group) for group in (1, 1, 2))
    assert [len(p.rows) for p in build_outline(Article(body=body)) if isinstance(p, Table)] == [2, 1]


@pytest.mark.parametrize(
    "dek, role, text, shown",
    [
        ("It opened on Monday.", Role.PARAGRAPH, "It opened on Tuesday.", "It opened on Monday."),
        ("It opened on Monday.", Role.PARAGRAPH, "It  opened on MONDAY", ""),
        ("It opened on Monday.", Role.DEK, "It opened on Monday.", "It opened on Monday."),
        ("It opened on Monday.", Role.LIST_ITEM, "“It opened on Monday”", ""),
        ("***", Role.PARAGRAPH, "***", "***"),
    ],
)
def test_a_dek_that_is_a_paragraph_of_the_body_is_not_shown_again(dek: str, role: Role, text: str, shown: str) -> None:
    assert get_separate_dek(Article(body=(Passage(role, text),), dek=dek)) == shown
