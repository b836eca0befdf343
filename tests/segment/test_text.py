"""Flattened text to blocks: what is joined, what stays apart, and that no word goes astray."""

import importlib.util
import os
import re
import textwrap
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleancopy.block import Block, Layout
from cleancopy.limits import Limits
from cleancopy.segment.text import segment_text

_CJK = "\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_CJK}]|(?:(?![{_CJK}])\w)+")
BENCH = Path(os.environ.get("CLEANCOPY_BENCH", Path(__file__).parents[2] / "../shared/bench"))

MENU = ["Home", "News", "Sport", "Contact us"]
PROSE = [
    (
        "The ferry left the island an hour late on Monday because a cow had walked on board and would not be "
        "led off again by anybody, not even by the captain, who had grown up on a farm."
    ),
    (
        "Passengers took it well. Some of them fed the animal, others took pictures, and a retired teacher from "
        "the mainland gave a short talk about the history of cattle on the island, which was much applauded."
    ),
    (
        "By noon the cow had gone ashore by itself. Nobody has claimed it, and the harbour office asks its owner "
        "to come forward before the end of the week."
    ),
]


def blocks(text: str) -> tuple[Block, ...]:
    return segment_text(text).blocks


def texts(text: str) -> list[str]:
    return [block.text for block in blocks(text)]


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def test_a_line_is_a_block() -> None:
    first, second, third = blocks("Home\n  News of   the day\n\n\nSport")
    assert (first.text, first.line, first.gap, first.indent) == ("Home", 0, 0, 0)
    assert (second.text, second.line, second.gap, second.indent) == ("News of the day", 1, 0, 2)
    assert (third.text, third.line, third.gap) == ("Sport", 4, 2)
    assert blocks("") == blocks(" \n\n") == ()
    assert blocks("\tx")[0].indent == 8


@pytest.mark.parametrize("width", [45, 60, 72, 80, 120])
@pytest.mark.parametrize("blank", ["\n", "\n\n"])
def test_hard_wrapped_paragraphs_are_joined_and_a_menu_is_not(width: int, blank: str) -> None:
    page = blank.join(textwrap.fill(line, width) for line in MENU + PROSE)
    assert texts(page) == MENU + PROSE


def test_the_first_line_may_be_indented() -> None:
    page = "\n".join(textwrap.fill("    " + line, 72) for line in PROSE)
    assert texts(page) == PROSE


@pytest.mark.parametrize("separator", ["\n", "\n\n"])
def test_lines_of_a_page_that_is_not_wrapped_stay_apart(separator: str) -> None:
    lines = [*MENU, "A headline that is about as long as a wrapped line would be, and more", *PROSE, *MENU]
    assert texts(separator.join(lines)) == lines


def test_verse_stays_apart() -> None:
    verse = [
        "the rain came down all night",
        "and nobody saw it on the long road",
        "where it fell on the stones",
        "of the old bridge, in the dark",
        "while the town slept",
        "and the river rose under the trees",
    ]
    assert texts("\n".join(verse)) == verse


def test_a_mail_with_quotes() -> None:
    quote = textwrap.fill(PROSE[0], 70, initial_indent="> ", subsequent_indent="> ")
    page = f"On Monday Ann wrote:\n{quote}\n\n{textwrap.fill(PROSE[1], 72)}"
    head, quoted, answer = blocks(page)
    assert (head.text, head.layout) == ("On Monday Ann wrote:", Layout.TEXT)
    assert (quoted.text, quoted.layout, quoted.lines) == (PROSE[0], Layout.QUOTE, 3)
    assert answer.text == PROSE[1]


def test_list_items() -> None:
    page = "* One\n  - Two\n    • Three\n* Four\n\n1. First\n2. Second\n\n19. October\na) yes"
    found = [(b.text, b.layout, b.level) for b in blocks(page)]
    item = Layout.LIST_ITEM
    assert found == [
        ("One", item, 1),
        ("Two", item, 2),
        ("Three", item, 3),
        ("Four", item, 1),
        ("1. First", item, 1),
        ("2. Second", item, 1),
        ("19. October", Layout.TEXT, 0),
        ("a) yes", item, 1),
    ]


def test_wrapped_list_items_hang() -> None:
    page = "\n".join(textwrap.fill(line, 72, initial_indent="- ", subsequent_indent="  ") for line in PROSE)
    assert [(b.text, b.layout) for b in blocks(page)] == [(line, Layout.LIST_ITEM) for line in PROSE]


def test_tables_keep_their_columns() -> None:
    page = "Town      People   Area\nAdorf       1200     14\nBedorf       300      9\n\nThat is all.  Nothing more."
    found = blocks(page)
    assert [b.layout for b in found] == [Layout.TABLE_ROW] * 3 + [Layout.TEXT]
    assert found[1].text == "Adorf       1200     14"
    assert found[3].text == "That is all. Nothing more."
    assert [b.layout for b in blocks("a\tb\nc\td")] == [Layout.TABLE_ROW] * 2
    assert [b.layout for b in blocks("| a | b |\n| c | d |")] == [Layout.TABLE_ROW] * 2


def test_prose_beside_a_menu_is_parted_from_it() -> None:
    left, right = blocks(f"About us          {PROSE[0]}")
    assert (left.text, left.line, left.layout) == ("About us", 0, Layout.TEXT)
    assert (right.text, right.line, right.indent, right.gap) == (PROSE[0], 0, 18, 0)


def test_code() -> None:
    code = "def add(a, b):\n    total = a + b\n\n    return total"
    page = "Write this:\n\n" + textwrap.indent(code, "    ") + "\n\nand run it."
    before, found, after = blocks(page)
    assert (found.layout, found.text, found.lines) == (Layout.CODE, code, 4)
    assert (before.text, after.text, after.gap) == ("Write this:", "and run it.", 1)


def test_fenced_code() -> None:
    name, code = blocks("```python\nx = 1\n  y\n```")
    assert (name.text, name.layout) == ("python", Layout.TEXT)
    assert (code.text, code.layout) == ("x = 1\n  y", Layout.CODE)
    assert texts("```\nnever closed") == ["```", "never closed"]


def test_indented_prose_is_no_code() -> None:
    page = "\n".join(f"        {line}" for line in PROSE)
    assert [b.layout for b in blocks(page)] == [Layout.TEXT] * 3


def test_heading_marks() -> None:
    first, second, third = blocks("# Title\n\n### Part #\n\n#hashtag")
    assert (first.text, first.layout, first.level) == ("Title", Layout.HEADING, 1)
    assert (second.text, second.layout, second.level) == ("Part", Layout.HEADING, 3)
    assert (third.text, third.layout) == ("#hashtag", Layout.TEXT)


def test_scripts_without_spaces_are_joined_without_one() -> None:
    line = "昨天晚上这座城市下了一场很大的雨街上没有行人商店也都关了门只有几只猫坐在屋檐下面看着雨水流过" * 4
    page = "\n".join(textwrap.wrap(line, 36))
    assert texts(page) == [line]


_piece = st.sampled_from(
    [
        "word",
        "Word",
        "long" * 9,
        "-",
        "*",
        ">",
        "#",
        "1.",
        "a)",
        "|",
        "```",
        "{",
        "x = 1;",
        "中文",
        "é",
        "\u3000",
        ".",
        "+",
        "\n",
        "\n\n",
        " ",
        "  ",
        "    ",
        "\t",
        "\x0c",
        "\u2028",
    ]
)


_page = st.lists(_piece).map("".join) | st.lists(_piece).map(" ".join) | st.text()


@given(_page)
def test_no_word_is_lost_doubled_or_fused(text: str) -> None:
    assert words(" ".join(texts(text))) == words(text)


@given(st.lists(st.sampled_from(MENU + PROSE)), st.integers(30, 130), st.sampled_from(["\n", "\n\n"]))
@settings(max_examples=50)
def test_wrapping_moves_no_word(lines: list[str], width: int, separator: str) -> None:
    page = separator.join(textwrap.fill(line, width) for line in lines)
    assert words(" ".join(texts(page))) == words(page)


@pytest.mark.parametrize(
    "page",
    [
        "x y\n" * 100000,
        "word " * 400000,
        "word    " * 250000,
        " " * 2000000 + "x",
        "> " * 500000,
        "* a\n" * 100000,
        "if " * 500000,
        "    foo();\n" * 50000,
        "```\n" * 50000,
        ("x " * 100 + "\nshort\nshort\n") * 10000,
    ],
    ids=lambda page: repr(page[:8]),
)
def test_hostile_shapes_take_linear_time(page: str) -> None:
    every = segment_text(page, Limits(blocks=len(page))).blocks
    assert words(" ".join(b.text for b in every)) == words(page)


@pytest.mark.skipif(not (BENCH / "flatten.py").exists(), reason="no bench: set CLEANCOPY_BENCH")
@pytest.mark.parametrize("flattener", ["wet", "inscriptis"])
def test_no_word_of_real_pages_goes_astray(flattener: str) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    flatten = getattr(_load(BENCH / "flatten.py"), flattener)
    for html in parquet.read_table(BENCH / "sets/news-world.parquet", columns=["html"])["html"].to_pylist():
        text = flatten(html)
        assert words(" ".join(texts(text))) == words(text)


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_lines_of_a_script_without_spaces_are_no_wrapped_text():
    lines = ["หน้าแรก", "การเมือง", "เศรษฐกิจ", "สังคม", "กีฬา", "บันเทิง", "ตลาดน้ำคลองสวนหลวงกลับมาเปิดอีกครั้ง"]
    assert [b.text for b in segment_text("\n".join(lines)).blocks] == lines


WRAPPED = """The ferry to the outer islands sails again, after ele-
ven weeks in the yard at the mouth of the river, where
nobody could say why it had taken so long.

From next week on there will be as many as six cross-
ings a day, and twice as many on Sundays, until the
end of the month. It is the old timetable.

The old fare stays as it is. Bicycles, which used to
travel for nothing, cost one pound from now on, and
dogs half of that, if they sit."""


def join_wrapped(*changes):
    text = WRAPPED
    for old, new in changes:
        text = text.replace(old, new)
    return "\n".join(block.text for block in segment_text(text).blocks)


def test_words_that_the_end_of_a_line_cuts_are_joined():
    assert "after eleven weeks" in join_wrapped()
    assert "six crossings a day" in join_wrapped()


def test_hyphens_of_words_stay():
    # As many hyphens within lines as at their ends: these are hyphens of words.
    assert "ele- ven" in join_wrapped(("outer islands", "far-off-isles"))
    assert "after eleven weeks" in join_wrapped(("outer islands", "far-off isles"))
    assert "six cross- und" in join_wrapped(("ings a day", "und a day"))
    assert "ele- ven" in join_wrapped(("cross-\nings", "cross\nings"))  # one alone is no habit


def test_numbers_of_links_go_where_the_links_are_listed():
    page = "[1]Home\n\nThe [2]ferry sails [3].\n\n   1. https://a.example/\n   2. https://a.example/f"
    assert [block.text for block in segment_text(page).blocks][:2] == ["Home", "The ferry sails [3]."]
    page = "[1]Home\n\nThe [2]ferry sails.\n\n   1. The fares"
    assert [block.text for block in segment_text(page).blocks][:2] == ["[1]Home", "The [2]ferry sails."]


@pytest.mark.parametrize(
    "text, headings",
    [
        ("Ferry\n=====\n\nIt sails.", ["Ferry"]),
        ("------\nThe ferry\n------\nIt sails.", ["The ferry"]),
        ("Text before.\n\nThe ferry\n---------\nIt sails.", ["The ferry"]),
        ("A paragraph of one line that a rule follows.\n-----\nIt sails.", []),
        ("Text before.\nThe ferry\n---------\nIt sails.", []),
        ("The ferry\n\n---------\nIt sails.", []),
        ("> The ferry\n> ---------\nIt sails.", []),
        ("-----\n=====\n-----", []),
        (f"{'x' * 101}\n{'=' * 101}\n\nIt sails.", []),
        ("It sails.\n=====", []),
    ],
)
def test_an_underlined_line_is_a_heading(text, headings):
    assert [b.text for b in segment_text(text).blocks if b.layout is Layout.HEADING] == headings


def test_a_drawn_line_ends_a_paragraph():
    words = "the harbour board met on Tuesday and agreed to widen the northern channel before winter storms come " * 4
    text = textwrap.fill(words, 60)
    blocks = segment_text(f"{text}\n{'-' * 60}\n{text}").blocks
    assert [b.text for b in blocks] == [words.strip(), "-" * 60, words.strip()]


def test_lines_with_parts_at_both_margins_do_not_hide_that_text_is_wrapped():
    header = "HARBOUR POST" + " " * 50 + "Page {}"
    text = "The ferry to the outer islands\nsails again, after eleven weeks\nin the yard, and nobody could say\nwhy."
    blocks = segment_text("\n\n".join([header.format(1), text, header.format(2), text])).blocks
    assert [len(b.text.split()) for b in blocks] == [4, 19, 4, 19]


@pytest.mark.parametrize(
    "link", ["[edit]", "[ edit | edit source ]", "[Bearbeiten]", "[править | править код]", "[編集]"]
)
def test_links_to_edit_a_section_are_dropped(link):
    text = f"Origin{link}\n\nThe game is old.\n\nRules{link}\n\nTwo players sit."
    assert [b.text for b in segment_text(text).blocks] == ["Origin", "The game is old.", "Rules", "Two players sit."]


def test_a_single_link_to_edit_may_be_text():
    assert segment_text("Click on [edit]\n\nThen write.").blocks[0].text == "Click on [edit]"
