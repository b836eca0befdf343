import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cleancopy.article import Article
from cleancopy.article_data import Passage
from cleancopy.block import Mark, MarkKind, Role
from cleancopy.render import render

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
# The tokens that a document of ours may hold; everything else would be words read as markup.
CONSTRUCTS = re.compile(
    r"(heading|paragraph|bullet_list|list_item|blockquote|em|table|thead|tbody|tr|th|td)_(open|close)|inline|text"
    r"|text_special|fence"
)
MARKUP = [*"#*_`~[]()<>!|\\-+=:.&;/", "1.", "12)", "a", "b c", " ", "é", "中", "\u00a0", "http://a.b/_c_d"]
words_with_markup = st.lists(st.sampled_from(MARKUP), max_size=12).map("".join) | st.text(
    st.characters(exclude_categories=("Cs", "Cc")), max_size=20
)
LIST_OR_TEXT = [Role.PARAGRAPH, Role.QUOTE, Role.SUBHEADING, Role.LIST_ITEM]


def tokens(markdown: str) -> list[Token]:
    found = []
    for token in PARSER.parse(markdown):
        found += [token, *(token.children or ())]
    return found


def words(markdown: str) -> list[str]:
    return " ".join(t.content for t in tokens(markdown) if t.type in ("text", "text_special", "fence")).split()


def letters(text: str) -> str:
    return "".join(text.split())


def parsed_back(markdown: str) -> str:
    """Give the characters a reader of the parsed document sees, without white space."""
    return letters("".join(t.content for t in tokens(markdown) if t.type in ("text", "text_special", "fence")))


def markdown(*body: Passage, title: str | None = None, dek: str | None = None) -> str:
    return render(Article(body=body, title=title, dek=dek), "markdown")


def paragraph(text: str) -> str:
    return markdown(Passage(Role.PARAGRAPH, text))


def test_title_dek_and_body_in_order() -> None:
    body = (
        Passage(Role.PARAGRAPH, "First."),
        Passage(Role.SUBHEADING, "Part", 3),
        Passage(Role.QUOTE, "Said."),
        Passage(Role.QUOTE, "Said again."),
        Passage(Role.PARAGRAPH, "Last."),
    )
    assert markdown(*body, title="Title", dek="Dek") == (
        "# Title\n\n*Dek*\n\nFirst.\n\n### Part\n\n> Said.\n>\n> Said again.\n\nLast."
    )


@pytest.mark.parametrize("level, marks", [(0, "##"), (1, "##"), (2, "##"), (4, "####"), (6, "######"), (9, "######")])
def test_subheadings_stand_under_the_title(level: int, marks: str) -> None:
    assert markdown(Passage(Role.SUBHEADING, "Part", level)) == f"{marks} Part"


def test_nothing_gives_nothing() -> None:
    assert markdown() == ""
    assert markdown(Passage(Role.PARAGRAPH, " "), Passage(Role.LIST_ITEM, ""), title=" ", dek="\u00a0") == ""


def items(*levels_and_texts: tuple[int, str]) -> str:
    return markdown(*(Passage(Role.LIST_ITEM, text, level) for level, text in levels_and_texts))


def test_lists_nest() -> None:
    assert items((1, "a"), (2, "b"), (2, "c"), (1, "d")) == "- a\n  - b\n  - c\n- d"


def test_an_item_is_never_more_than_one_step_deeper() -> None:
    assert items((3, "a"), (6, "b"), (0, "c")) == "- a\n  - b\n- c"


def test_the_bullet_of_flattened_text_becomes_the_bullet() -> None:
    assert items((0, "• a"), (0, "- b"), (0, "-c")) == "- a\n- b\n- -c"


def test_code_keeps_its_indent_in_one_fence() -> None:
    lines = (Passage(Role.CODE, "if x:"), Passage(Role.CODE, "return *y*", indent=4))
    assert markdown(*lines) == "```\nif x:\n    return *y*\n```"


def test_a_fence_is_longer_than_any_run_of_backticks_inside() -> None:
    assert markdown(Passage(Role.CODE, "a ```` b\n``` c")) == "`````\na ```` b\n``` c\n`````"


def rows(*texts: str) -> str:
    return markdown(*(Passage(Role.TABLE_ROW, text) for text in texts))


def test_rows_of_html_become_a_table() -> None:
    assert rows("Boat\tFare", "Gan|net\t£3") == "| Boat | Fare |\n| --- | --- |\n| Gan\\|net | £3 |"


def test_short_rows_of_html_are_filled_up() -> None:
    assert rows("Fares", "Boat\t\tFare") == "| Fares |  |  |\n| --- | --- | --- |\n| Boat |  | Fare |"


def test_columns_of_flattened_text_become_a_table_when_they_line_up() -> None:
    assert rows("Boat     Fare", "Gannet   £3") == "| Boat | Fare |\n| --- | --- |\n| Gannet | £3 |"


def test_ragged_columns_of_flattened_text_stay_as_they_stood() -> None:
    assert rows("Boat     Fare", "Gannet") == "```\nBoat     Fare\nGannet\n```"


def test_rows_of_one_cell_are_paragraphs() -> None:
    assert rows("A sentence.", "Another.") == "A sentence.\n\nAnother."


@pytest.mark.parametrize(
    "text",
    [
        *("# not a heading", "#", "- not an item", "+ 3", "---", "- - -", "***", "___", "> said", "1. first"),
        *("12) x", "*stars* and **more**", "_under_ snake_case __init__", "`code`", "[a](b) ![c](d)"),
        *("[a]: http://b.c", "<b>bold</b> <!-- x --> <?php 1 < 2", "<http://a.b>", "&amp; &#35; AT&T"),
        *("~~gone~~ ~x~", "a\\", "\\*a\\*", "```", "~~~", "| a | b |", "C:\\dir\\file", "    indented"),
        *("trailing  ", "a\nb", "2 * 3 * 4", "==="),
    ],
)
def test_markup_in_words_survives(text: str) -> None:
    assert words(paragraph(text)) == text.split()
    assert [t.type for t in PARSER.parse(paragraph(text))] == ["paragraph_open", "inline", "paragraph_close"]


@pytest.mark.parametrize("text", ["Well-known - 3.5 (a) x_y http://a.b/~c/d_e?f=1&g=2", "AT&T: 5 < 6 > 4 = #tag"])
def test_ordinary_text_stays_readable(text: str) -> None:
    assert paragraph(text) == text


@pytest.mark.parametrize("text", ["#", "a #", "a ##", "a#", "# a", "a \\#", "###"])
def test_number_signs_in_headings_survive(text: str) -> None:
    assert words(markdown(title=text)) == text.split()


@given(st.lists(st.tuples(st.sampled_from(LIST_OR_TEXT), words_with_markup, st.integers(0, 7)), max_size=6))
def test_the_words_come_back(passages: list[tuple[Role, str, int]]) -> None:
    body = [Passage(role, f"x{text}" if role is Role.LIST_ITEM else text, level) for role, text, level in passages]
    document = markdown(*body)
    assert parsed_back(document) == letters("".join(p.text for p in body))
    assert all(CONSTRUCTS.fullmatch(token.type) for token in tokens(document))


@given(words_with_markup, words_with_markup)
@example("a", "*")
def test_title_and_dek_come_back(title: str, dek: str) -> None:
    document = markdown(title=title, dek=dek)
    assert parsed_back(document) == letters(title + dek)
    assert ("em_open" in {token.type for token in tokens(document)}) == bool(dek.strip())


@given(st.lists(st.lists(words_with_markup, min_size=2, max_size=4), min_size=1, max_size=4))
def test_cells_come_back(cells: list[list[str]]) -> None:
    document = rows(*("\t".join(row) for row in cells))
    assert parsed_back(document) == letters("".join(map("".join, cells)))
    assert tokens(document)[0].type == "table_open"


@given(st.lists(words_with_markup, min_size=1, max_size=5), st.integers(0, 8))
def test_code_comes_back_to_the_letter(lines: list[str], indent: int) -> None:
    (fence,) = PARSER.parse(markdown(*(Passage(Role.CODE, line, indent=indent) for line in lines)))
    assert fence.content == "".join(" " * indent + line + "\n" for line in lines)


def linked(text: str, *spans: tuple[MarkKind, int, int]) -> str:
    marks = tuple(Mark(kind, start, end, "https://a.b/") for kind, start, end in spans)
    return markdown(Passage(Role.PARAGRAPH, text, marks=marks))


@pytest.mark.parametrize(
    "text, spans, expected",
    [
        ("go there now", [(MarkKind.LINK, 3, 8)], "go [there](https://a.b/) now"),
        ("go there now", [(MarkKind.LINK, 2, 9)], "go [there](https://a.b/) now"),
        ("Wow!see", [(MarkKind.LINK, 4, 7)], "Wow\\![see](https://a.b/)"),
        ("Wow!see", [(MarkKind.STRONG, 0, 4), (MarkKind.LINK, 4, 7)], "Wow\\![see](https://a.b/)"),
        ("a]b", [(MarkKind.LINK, 0, 3)], "[a\\]b](https://a.b/)"),
        ("a b", [(MarkKind.STRONG, 0, 3), (MarkKind.LINK, 2, 3)], "**a [b](https://a.b/)**"),
        ("a b", [(MarkKind.STRONG, 0, 3), (MarkKind.EMPHASIS, 2, 3)], "**a b**"),
        ('a"b"c', [(MarkKind.STRONG, 1, 4)], 'a"b"c'),  # a parser would not see the emphasis
        ("中文字", [(MarkKind.STRONG, 1, 2)], "中**文**字"),
        ("ab", [(MarkKind.STRONG, 0, 1), (MarkKind.EMPHASIS, 1, 2)], "**a**b"),
        ("a `b", [(MarkKind.CODE, 2, 4)], "a `` `b ``"),
        ("ab", [(MarkKind.CODE, 0, 1), (MarkKind.CODE, 1, 2)], "`a`b"),
        ("ab", [(MarkKind.CODE, 0, 2), (MarkKind.LINK, 0, 2)], "[`ab`](https://a.b/)"),
        ("- a", [(MarkKind.STRONG, 2, 3)], "\\- **a**"),
        ("a_b_c", [(MarkKind.STRONG, 0, 1)], "**a**\\_b\\_c"),
    ],
)
def test_marks(text: str, spans: list[tuple[MarkKind, int, int]], expected: str) -> None:
    assert linked(text, *spans) == expected


def test_neighbouring_lists_stay_apart() -> None:
    body = [Passage(Role.LIST_ITEM, text, 1, group=group) for text, group in (("a", 1), ("b", 2), ("c", 2), ("d", 3))]
    assert markdown(*body) == "- a\n\n* b\n* c\n\n- d"


def test_numbered_items_keep_their_numbers() -> None:
    body = [Passage(Role.LIST_ITEM, f"{n}. item", 1, group=1, number=n) for n in (9, 10, 12)]
    assert markdown(*body) == "9. item\n10. item\n\n12) item"


def test_the_parts_of_an_item_stand_under_each_other() -> None:
    body = [
        Passage(Role.LIST_ITEM, "a", 1, group=1, item=1, number=10),
        Passage(Role.LIST_ITEM, "b", 1, group=1, item=1, number=10),
        Passage(Role.LIST_ITEM, "c", 2, group=1, item=2),
        Passage(Role.LIST_ITEM, "d", 1, group=1, item=1, number=10),
    ]
    assert markdown(*body) == "10. a\n\n    b\n    - c\n\n    d"


def test_the_author_of_a_quote_is_named_once() -> None:
    words, signature = Passage(Role.QUOTE, "Said.", author="Ann"), Passage(Role.QUOTE, "— Ann", author="Ann")
    assert markdown(words) == markdown(words, signature) == "> Said.\n>\n> — Ann"


def test_a_footnote_that_nothing_refers_to_is_a_paragraph() -> None:
    assert markdown(Passage(Role.PARAGRAPH, "Note.", note="1")) == "Note."
