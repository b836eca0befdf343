"""What single tags, signs and names do, compared with listings."""

# ruff: noqa: E501 - examples stand side by side

from pathlib import Path

import pytest

from cleancopy.dom import Tree
from cleancopy.segment.html import segment_html
from cleancopy.segment.inline import CHUNK_OF_TAG, MARK_OF_TAG, SPAN_TAGS
from cleancopy.segment.lines import is_cjk, is_unspaced, parse_lines
from cleancopy.segment.names import split_identifiers
from cleancopy.segment.shapes import find_code_runs, find_table_rows
from tests.golden import assert_listing

HERE = Path(__file__).parent
TAGS = (
    "address article aside blockquote button caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol optgroup option p pre search "
    "section select summary table tbody td textarea tfoot th thead tr ul xmp"
).split()


def shape(markup: str) -> str:
    page = segment_html(Tree(markup))
    return " ".join(f"{b.layout}{b.level or ''}:{b.text!r}" for b in page.blocks)


def test_every_tag_of_a_block():
    lines = [f"{tag}: {shape(f'<div>a<{tag}>b</{tag}>c')}" for tag in TAGS]
    held = [f"in {tag}: {shape(f'<ul><li>a<{tag}>b<li>c</{tag}>')}" for tag in TAGS]
    table = [f"table in {tag}: {shape(f'<{tag}><table><tr><td>a<td>b</table>c')}" for tag in ("h2", "li", "pre", "dd")]
    assert_listing(HERE / "golden/tags.txt", [*lines, *held, *table])


def test_every_tag_of_a_mark():
    lines = []
    for tag in sorted({*MARK_OF_TAG, *SPAN_TAGS, *CHUNK_OF_TAG, "u", "sup"}):
        (block,) = segment_html(Tree(f"<figcaption>one<{tag} class=fn href=/h datetime=2024> two </{tag}>three")).blocks
        marks = " ".join(f"{m.kind} {m.start}-{m.end} {m.value!r}" for m in block.marks)
        lines.append(
            f"{tag}: {block.text!r} {block.links} {block.link_chars} {block.bold_chars} {block.inline_names} {marks}"
        )
    assert_listing(HERE / "golden/marks.txt", lines)


@pytest.mark.parametrize("others", [6, 7, 8, 9])
def test_a_part_inside_of_more_than_seven_others_is_not_kept(others):
    page = "<p>" + "<span class=fn>" * others + "<span class=credit>deep</span>" + "</span>" * others
    (block,) = segment_html(Tree(page)).blocks
    assert [m.value for m in block.marks] == ["credit"] * (others < 8) + ["fn"] * min(others, 8)


@pytest.mark.parametrize(
    "class_and_id, words",
    [
        ("", ()),
        ("a b c", ()),
        ("ab-cd ef_gh1ij", ("ab", "cd", "ef", "gh", "ij")),
        ("topBar", ("top", "bar")),
        ("TOP bar", ("top", "bar")),
        ("x1 Y2 Zz", ("zz",)),
        (" ".join(["aa"] * 13), ("aa",) * 12),
        (" ".join(["Aa"] * 13), ("aa",) * 12),
        (" ".join(["Aa"] * 11), ("aa",) * 11),
    ],
)
def test_names_are_cut_into_words(class_and_id, words):
    assert split_identifiers(class_and_id) == words


def test_bounds_of_scripts():
    bounds = (
        0x2E80,
        0x9FFF,
        0xF900,
        0xFAFF,
        0xFF00,
        0xFF65,
        0x20000,
        0x3FFFF,
        0xE00,
        0xEFF,
        0x1000,
        0x109F,
        0x1780,
        0x17FF,
    )
    points = [point for bound in bounds for point in (bound - 1, bound, bound + 1)]
    lines = [f"{p:x} {is_cjk(chr(p))} {is_unspaced(chr(p))}" for p in [0x41, 0xDFF, *points]]
    assert_listing(HERE / "golden/scripts.txt", lines)


def fields(line):
    return (line.number, line.indent, line.quoted, line.mark, line.body, line.raw, line.width)


def test_lines_of_text():
    page = (
        "a\n b\n\tc\n  \td\n-\n- \n* e\n> f\n> > g\n>h\n>\n>>> x\n(a) b\n(1) c\n1) d\n2. e\n2. f\n3.g\n4. h\nB) i\nb) i\n"
        "a) j\nC) k\nc) l\n(c) l\n> - m\n> 1. n\n>   o\n–\tp\n– q\n+r\n  \u2003s\né) t\n٣. u\n0. v\n1. w\n999. x\ny  \n"
    )
    assert_listing(HERE / "golden/lines.txt", [str(fields(line)) for line in parse_lines(page)])


def test_rows_and_code_of_lines():
    pages = [
        "a   b\nc   d", "a   b\n\nc   d", "a   b\nc    d", "a  b  c\nd  e  f", "a  b\nc  d", "a.  b   c\nd.  e   f",
        "a: b\nc", "a|b\nc|d", "a | b\nc | d", "a | b | c\nd | e | f", "a | b | c\nd | e", "a | b | c\nd\te\tf", "a\tb\tc\nd | e | f", "a | b | c\nd\te", "|a|", "||", "|", "| |", "|a",
        "a\tb\nc\td", "a\tb\tc", "a\t\tb\nc\t\td", "a   b   c", "a   b  c", "x y\na   b\nc   d\ne f", "  a   b\n  c   d",
        "  a   b\na   b", "  a   b\nabc   d", "a\tb   c\nd\te   f", "a?  b  c!  d\ne?  f  g!  h", "a   b\nx\nc   d",
    ]  # fmt: skip
    codes = [
        "    x = 1;\n    y = 2;", "    x = 1;", "   x = 1;\n   y = 2;", "    x = 1;\n\n    y = 2;", "    x = 1;\n\n\n    y = 2;",
        "f(x) {\n    y = 2;\n}", "f x\n    y = 2;\n    z = 3;\nword", ">>> x\n>>> y", ">>> x\n... y", "... x\n... y",
        "    a b\n    x = 1;\n    y = 2;\n    c d", "    x = 1;\n    y = 2;\n    c d\n    e f", "<div>\n    <p>\n    </p>\n</div>",
        "#include <x>\n    y = 2;", "import x.\n    y = 2;\n    z = 1;", "    x = 1;\n    y = 2;\n    f()\n    g h\n    i j",
        "    x = 1;\n    y = 2;\n    g h\n    i j\n    f()\n    k l", "a b\n\n    x = 1;\n    y = 2;\n\na b", "x);\n    y = 2;",
        "a, b)\n    y = 2;", "x => y:\n    y = 2;", "> x\n    y = 2;\n    y = 2;", "    y = 2;\n    y = 2;\n> x = 1;\n    y = 1;\n    y = 3;",
    ]  # fmt: skip
    rows = [f"{page!r}: {sorted(find_table_rows(ls := parse_lines(page), range(len(ls))))}" for page in pages]
    assert_listing(
        HERE / "golden/rows.txt", rows + [f"{page!r}: {find_code_runs(parse_lines(page))}" for page in codes]
    )
