"""At which width a page was wrapped, and which lines go on, on either side of each bound.

A page is written as a pattern, a sign for each line; every line begins with a word of ten letters.
"""

# ruff: noqa: E501 - examples stand side by side

from itertools import pairwise, product
from pathlib import Path

from cleancopy.segment.lines import parse_lines
from cleancopy.segment.text import segment_text
from cleancopy.segment.wrapping import MAX_WIDTH, find_wrap_widths, is_continued
from tests.golden import assert_listing

HERE = Path(__file__).parent
WIDTH = 60
FIRST = "harbourman"


def line(first: str, columns: int) -> str:
    """Words of so many columns; the second is a short one."""
    rest = "of the sea " * (columns // 11 + 1)
    return f"{first} {rest}"[: columns - 1] + "x"


LINES = {
    "l": line(FIRST, WIDTH),  # full, in lower case
    "U": line(FIRST.capitalize(), WIDTH),
    "i": line(FIRST, 40),  # not full, but more than half
    "s": line(FIRST.capitalize(), 40),
    "h": line(FIRST.capitalize(), 30),
    "t": line(FIRST.capitalize(), 20),
    "w": line(FIRST, 90),  # wider
    "a": "A" * 90,  # an address: wider, and cannot be broken
    "L": line(FIRST, MAX_WIDTH + 1),  # a paragraph of its own
    "c": "港" * WIDTH,
    "k": "港" * 45,
    "e": "港" * (WIDTH - 1) + "x",
    "d": "- " + line(FIRST, WIDTH - 2),
    "q": "> " + line(FIRST, WIDTH - 2),
    "Q": "> " + line(FIRST.capitalize(), 38),
    "1": "1923 " + line("was", WIDTH - 5),  # no letter at its beginning
    ".": "",
}


def written(pattern: str) -> str:
    return "\n".join(LINES[sign] for sign in pattern)


def widths(page: str) -> str:
    """The widths of the page's lines, runs of one width once, and of how many lines its blocks were joined."""
    found = find_wrap_widths(parse_lines(page), set())
    changes = [str(w) for i, w in enumerate(found) if i == 0 or w != found[i - 1]]
    return f"{' '.join(changes)} as {' '.join(str(block.lines) for block in segment_text(page).blocks)}"


def patterns() -> list[str]:
    counted = [
        "l" * low + "U" * up + short * number
        for low, up, short, number in product((1, 2, 3, 4, 5), (0, 2, 4, 6, 8, 10, 12), "si", (0, 2, 5))
        if number or short == "s"
    ]
    cased = [
        f"{first}{'l' * low}{rest}"
        for first in "ULc"
        for low in (1, 3, 4, 5)
        for rest in ("", "L", "s", "h", "t", "w", "a")
    ]
    mixed = ["s" * n + "U" + "l" * low for n in range(1, 12) for low in (1, 3)]
    chinese = ["c" * n + "k" * k for n in range(1, 7) for k in range(4)] + [
        "cccclUUk",
        "eeeek",
        "cecek",
        "cllllc",
        "klklkl",
    ]
    quoted = ["qqqq", "qqqqqQ", "llllqqqqq", "lqlqlqlq", "qqqq.llll", "QQQQQ"]
    others = [
        "ld", "llld", "llllldl", "dlll", "dlldll", "ddd", "1111", "l1l1l", "l.l.l.l", "ll.ll.ll", "lll.UlU.Uls", "wwllll",
        "lllllllw", "llllllllw", "LlllL", "LllllL", "LlllllL", "lllllLiiiii", "UUUUUUUU", "ssssss", "iiiiii", "tttttt",
    ]  # fmt: skip
    return [*counted, *cased, *mixed, *chinese, *quoted, *others]


def test_widths_of_patterns():
    assert_listing(HERE / "golden/wrapping.txt", [f"{p} {widths(written(p))}" for p in patterns()])


def test_widths_of_many_columns():
    bounds = (28, 29, 30, 31, 32, 48, 49, 50, 51, 52, 128, 129, 130, 131, 132)
    pages = {
        f"{columns} columns, {count} lines": "\n".join([line("Harbourman", columns), *[line(FIRST, columns)] * count])
        for columns in bounds
        for count in (1, 2, 3, 4, 6)
    }
    assert_listing(HERE / "golden/columns.txt", [f"{name}: {widths(page)}" for name, page in pages.items()])


def test_which_lines_go_on():
    ends = ["Then it ended" + sign for sign in ("", *'.!?…:;。！？"”»,)')]
    belows = [
        "and went on",
        "Home",
        "Home.",
        "- and",
        "- And",
        "-",
        "– and",
        "* and",
        "1. and",
        "9 and",
        "海",
        "ก",
        "(and",
        '"And so',
    ]
    pages = [
        (above, below, after)
        for above in [*ends, "- so", "海", "海x", "Thenitended", "1. so"]
        for below in belows
        for after in ("", "Home goes on", "\nHome goes on")
    ]
    assert_listing(HERE / "golden/is_continued.txt", [line for page in pages for line in joins(*page)])


def joins(above: str, below: str, after: str) -> list[str]:
    """The first and the last of the widths from 1 to 30 at which the line goes on."""
    lines = parse_lines("\n".join([above, below, after]))
    third = lines[2] if len(lines) > 2 else None
    if len(lines) < 2 or not lines[1].body:
        return []
    found = [w for w in range(1, 31) if is_continued(lines[0], lines[1], third, w)]
    runs = [w for i, w in enumerate(found) if i == 0 or found[i - 1] != w - 1 or i == len(found) - 1]
    return [f"{above!r} {below!r} {after!r}: {' '.join(map(str, runs)) or 'never'}"]


def test_indents_and_hanging_lines():
    base = [line(FIRST, WIDTH)] * 5
    first = line("Harbourman", WIDTH)
    pages = {
        f"{head!r}, {hang} then {rest}": "\n".join(
            [head + first, " " * hang + base[0], *[" " * rest + b for b in base]]
        )
        for head, hang, rest in product(("", "    ", "- ", "  - ", "> ", "1. "), (0, 2, 4, 6), (0, 2, 4))
    }
    assert_listing(HERE / "golden/hanging.txt", [f"{name}: {widths(page)}" for name, page in pages.items()])


def test_joined_text():
    pages = [written(p) for p in ("cccc", "cecec", "lllls", "Ulllldl")]
    pages.append("# Title of it\n" + written("lllll"))
    pages.append(f"{LINES['U']}\n- {LINES['l'][:50]}\n{written('lllll')}")
    pages.append(f"{LINES['U']}\n– {LINES['l'][:50]}\n{written('lllll')}")
    texts = [f"  {block.layout} {block.text}" for page in pages for block in segment_text(page).blocks]
    assert_listing(HERE / "golden/joined.txt", texts)


def test_skipped_lines_have_no_width():
    lines = parse_lines(written("Ulllll"))
    assert find_wrap_widths(lines, set()) == [WIDTH] * 6
    assert find_wrap_widths(lines, {0, 1, 2, 3, 4, 5}) == [0] * 6
    assert find_wrap_widths(lines, {2}) == [WIDTH, WIDTH, 0, WIDTH, WIDTH, WIDTH]
    assert all(above.number + 1 == below.number for above, below in pairwise(lines))
