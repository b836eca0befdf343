"""The features of small pages, on either side of each bound, compared with listings of all that is not 0."""

# ruff: noqa: E501 - a page stands on one line, in any script

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from cleancopy.block import Block, Element, Layout, Segmentation
from cleancopy.dom import Tree
from cleancopy.features import COLUMNS, Features, TokenBags, compute_features, describe_feature, describe_word
from cleancopy.features.char_table import BIT, char_table
from cleancopy.features.table import ANCESTOR_TAGS, INLINE_TAGS, TAGS
from cleancopy.segment.html import segment_html
from cleancopy.segment.text import segment_text
from tests.golden import assert_listing

HERE = Path(__file__).parent
LONGEST_SHOWN = 70


def shown(text: str) -> str:
    return repr(text) if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]!r}… {len(text)} long"


def rounded(values: Iterable[float]) -> list[str]:
    return [f"{round(float(value), 4) + 0:g}" for value in values]


def column_lines(dense: npt.NDArray[np.float32], columns: Sequence[str]) -> Iterator[str]:
    """A line for each column that is not 0 everywhere; `= v` where all blocks have one value."""
    for name, column in zip(columns, dense.T, strict=True):
        values = rounded(column)
        if name not in SHAPE and set(values) != {"0"}:
            yield f"  {name:<17} " + (f"= {values[0]}" if len(set(values)) == 1 else " ".join(values))


def words_of(bags: TokenBags) -> list[str]:
    return [" ".join(w if len(w) <= LONGEST_SHOWN else f"{w[:9]}…{len(w)}" for w in text) for text in bags.bags()]


def listed(
    page: Segmentation, features: Features, at: Sequence[int] | None = None, *, with_words: bool = False
) -> Iterator[str]:
    """The features of the blocks at some indices, else of all."""
    at = range(len(page.blocks)) if at is None else at
    yield from (f"  {i} {page.blocks[i].layout} {shown(page.blocks[i].text)}" for i in at)
    yield from column_lines(features.dense[list(at)], COLUMNS["html" if page.elements else "text"])
    if with_words:
        yield from (f"  words {i}: {words}" for i, words in enumerate(words_of(features.text)))
    yield from (f"  own {i}: {' '.join(own)}" for i, own in enumerate(features.inline_names) if own)
    yield from (f"  names {i}: {' '.join(names)}" for i, names in enumerate(features.element_names))
    if page.elements:
        yield from (f"  above {i}: {' '.join(map(str, row))}" for i, row in enumerate(features.ancestor_kinds.tolist()))
    yield from (f"  group {i}: {' '.join(map(str, way))}" for i, way in enumerate(features.groups[list(at)].T.tolist()))


def flat(*texts: str) -> Segmentation:
    return Segmentation(tuple(map(Block, texts)))


SHAPE = COLUMNS["text"][: COLUMNS["text"].index("position")]
FAR = "x" * 290

TEXTS = (
    # Scripts
    "The harbour board met on Tuesday.", "Совет порта собрался во вторник.", "Το λιμάνι άνοιξε; Ναι·", "اجتمع المجلس، ثم وافق؟",
    "המועצה נפגשה ביום שלישי.", "港务局周二开会，同意拓宽航道。", "港の会議は「火曜日」に開かれた。", "항만 위원회가 화요일에 회의를 열었다.",
    "คณะกรรมการประชุมวันอังคาร", "बोर्ड की बैठक मंगलवार को हुई।", "ÉTÉ à Ōsaka", "İstanbul ΣΑΣ", "\u3040\u30ff\u3400\u9fff\uf900\ufaff\u0e00\u0e7f",
    "\u303f\u3100\u33ff\ua000\uf8ff\ufb00\u0dff\u0e80", "𠀀𠀁 \U0003ffff", "\U00040000 \U0001ffff", "𝐀b 𐐀c", "𐐨d", "𝟏 𝟐", "😀 smile 👍", "\uffff\U00010000",
    # Lengths and words
    "a", "ab", " ", "  two  words ", "a b c d e f g h i j k", "supercalifragilisticexpialidocious", "x" * 20, "x" * 21, "版", "版权", "版权 a", "no\u00a0break", "tab\tline\nend",
    "x" * 238 + " A b", "x" * 239 + " A b", "A b C d", "ALL CAPS HERE", "2024 May", "_under", "camelCase wordsHere",
    # Ends
    "End.", "End!", "End?", "End…", "End...", "End..", "End […]", "End [...]", "End ]", "End:", "End：", "End)", "End】", "End”", "End.”", "End.) ", "End).", "“", "”)", "End:)", "End.\u2019»", "。", "End |", "End»",
    # Starts
    "lower", "Upper", "9 digits", "²x", "½x", "“Quote", "- dash", "— dash", "– dash", "'tis", "(bracket", "#tag", "_x", "🙂 x", "·dot", "ªx", "ǅx",
    # Addresses, money, marks
    "http://a", "https:x", "http x", "www.a", "www", "a@b", "a @b", "@a", "x.com", "x.comma", "x.org", "x.net/", "x.edu", FAR + "x     www.", FAR + "xxx     www.", "say .com or not", "www.a http://b a@b",
    "$5", "$ 5", "$  5", "5 €", "5€", "5  €", "€x", "5$", "5 EUR", "5 EURO", "5EUR", "5 USD", "USD 5", "£3", "₹9", "9₽", "₽9", "¥1", "1 ¥",
    "© 2024", "a ® b", "(c) x", "a | b", "a • b", "a · b", "» x", "→", "a × b", FAR + "x" * 9 + "©", FAR + "x" * 10 + "©", FAR + "x" * 9 + "|", FAR + "x" * 10 + "|",
    # Times and years
    "1:30", "12:30 h", "1.30", "3h15", "3-15", "1:3", "1:305", "1:30a", "1:30_", "1:30.", ":30", "a:30", "1900", "1899", "1999", "2000", "2099", "2100", "1800", "2199", "12000", "19999", "x1999", "2024b",
    "19a9", "199", "1 999", "2024 1:30", "١٩٩٩", "٢٠٢٤ 1", "1٩99", "12:٣٠ 1", FAR + " " * 6 + "2024", FAR + " " * 7 + "2024", FAR + " " * 7 + "12345", FAR + " " * 6 + "1:30", FAR + " " * 7 + "1:30",
    # Counts
    "a, b; c: d", "a. b! c? d", "“a” ‘b’ «c» 'd' \"e\"", "+ = ~ ^ %", "a-b/c&d", "1234567890", "1,234.5",
)  # fmt: skip


def shape_lines() -> Iterator[str]:
    dense = compute_features(flat(*TEXTS)).dense[:, : len(SHAPE)]
    for text, row in zip(TEXTS, dense, strict=True):
        told = [f"{name}={value}" for name, value in zip(SHAPE, rounded(row), strict=True) if value != "0"]
        yield " ".join([shown(text), *told])


def test_shapes_of_texts():
    assert_listing(HERE / "golden/shapes.txt", list(shape_lines()))


SEAM = "p" * 230 + " abcdefghijklm" + " mid" * 40 + " " + "q" * 9 + " rst"
WORDS = (
    *TEXTS[:41],
    SEAM[:320], SEAM[:319] + "zz", SEAM, "版权" + SEAM[:318], "版权" + SEAM[:319], "版权" + SEAM, "Σ" + SEAM[:319], "Σ" + SEAM[:320],
    "p" * 239 + "ab" + " " * 79 + "yz", "p" * 239 + "ab" + " " * 80 + "yz", "…", "— !", "a版b权利c", "ΟΔΟΣ İI", "snake_case x-y", "a" + "b" * 200,
)  # fmt: skip


def test_words_of_texts():
    bags = compute_features(flat(*WORDS)).text
    lines = [f"{shown(text)}: {words}" for text, words in zip(WORDS, words_of(bags), strict=True)]
    assert_listing(HERE / "golden/words.txt", lines)


WHOLE = ("cjk", "punct", "sentence", "comma", "quote", "name", "end", "closer", "colon", "dots", "bracket", "copyright",
         "bar", "currency", "at", "clock", "label", "open", "opener", "contextual")  # fmt: skip
LATIN = ("space", "digit", "upper", "lower", "symbol", "capital", "word", "decimal")
"""Classes that Unicode adds to from year to year are listed as far as its first 256 characters."""


def class_line(name: str, size: int) -> str:
    table = char_table()
    codes = np.flatnonzero(table.class_masks[table.kind_of_code[:size]] & BIT[name]).tolist()
    runs = [[code for _, code in run] for _, run in groupby(enumerate(codes), lambda pair: pair[1] - pair[0])]
    return f"{name}: " + " ".join(f"{r[0]:x}-{r[-1]:x}" if len(r) > 1 else f"{r[0]:x}" for r in runs)


def test_classes_of_characters():
    lines = [class_line(name, 0x10000) for name in WHOLE] + [class_line(name, 0x100) for name in LATIN]
    assert_listing(HERE / "golden/classes.txt", lines)


PROSE = "The harbour board met on Tuesday and agreed to widen the northern channel before the winter storms come."
OTHER = "Fishing crews asked whether dredging would close their usual berths during the busy autumn herring season."
THIRD = "Parents painted classrooms last weekend while volunteers repaired benches around the village school garden."
SHORT = "Home", "News", "Sport", "Weather", "Contact", "About"


def prose(size: int) -> str:
    return (f"{PROSE} " * (size // len(PROSE) + 1))[: size - 1].replace("\n", " ") + "."


def gaps(*sizes: int) -> list[str]:
    """Prose with so many short blocks between."""
    return [PROSE, *(text for size in sizes for text in (*SHORT[:size], OTHER))]


FLAT = {
    "one short block": flat("Home"),
    "one block of prose": flat(PROSE),
    "no prose": flat(*SHORT, "Home", "Home (", "More) here)"),
    "prose from 80 characters": flat(prose(79), prose(80), prose(81)),
    "runs of prose, three and four blocks apart": flat(*gaps(3, 4, 1)),
    "runs of prose, the first longest": flat(*SHORT[:2], PROSE * 3, *SHORT[:5], OTHER, *SHORT[:4], THIRD, "End"),
    "credits": flat(
        "© Ann Lee",
        "(c) Ann Lee",
        "(C) Ann",
        "c) Ann",
        "Photo: Ann Lee",
        "A pier (Photo: Ann Lee)",
        "A pier (Reuters)",
        "A pier ( Reuters ) ",
        "A pier [AFP]",
        "Ann (aged 9)",
        "© " + "x" * 158,
        "© " + "x" * 159,
        "Sea. " + "a" * 200 + " (AP)",
        "(" + "w " * 70 + "EPA Photo)",
        "写真：花子",
        "Sea | Foto: Ann",
        "Note: see the board: all of it",
        "Plain",
        "Photo | Ann",
    ),
    "brackets and twins": flat("A (", "B )", "B )", "C ()", "D ((", "E", "E", "E", "F"),
    "patterns": flat(
        "Anna Lee, 3 May 2024",
        "Bo Hall, 12 June 23",
        "bo Hall, 12 June 23",
        "Cy Ng, 1 July 9",
        "x" * 60,
        "y" * 60,
        "z" * 61,
        "q" * 61,
        "Élan A1",
        "Été B22",
        "Ωa 1",
        "Жa 2",
        "ωa 1",
        "Dan Poe, 8 May 1999",
        "1 a 1",
        "22 a 333",
        "a1b",
        "a22b",
        "",
        "Ed Oh, 5 May 2020",
        "Flo Up, 6 May 2021",
        "Gus In, 7 May 2022",
        "Hal On, 8 May 2022",
    ),
    "neighbours": flat(
        "The harbour",
        "The harbour board",
        "The harbour ",
        "The harbour boxes",
        "The harbour boarx",
        "The harbour board met",
        "Another",
        "Some harbour board",
        "The harbour board met",
        "The herbour board met",
        "A",
        "The harbour board",
        "The harbour",
        "The harbour board m…",
        "The harbour board",
    ),
    "twelve characters": flat(
        "abcdefghijkl", "abcdefghijkl", "abcdefghijk", "abcdefghijk", "-", "-", "abcdefghijkl more", "abcdef_hijkl more"
    ),
    "first words": flat(
        "one two six ten red blue",
        "one two six ten red green",
        "one two six ten grey blue",
        "one two six ten",
        "one two six ten",
        "…",
        "…",
        "— !",
        "one",
        "One",
        "one.",
    ),
    "vocabulary": flat(
        "harbour board met",
        f"{PROSE}",
        "the met and was",
        "wien über 港口 ab",
        f"{OTHER} harbour harbour",
        "dredging harbour harbour",
        THIRD,
        "herring",
        "港口 über " + THIRD,
    ),
    "a word used two hundred times": flat(*["harbour " * 40] * 6, "harbour", "harbour board"),
    "the usual length of prose": flat("ab", "abc", prose(80), prose(90), prose(2200), "x"),
    "an empty block": flat(""),
    "two blocks": flat("a", "bcd"),
    "a block that another holds, three blocks apart": flat(PROSE, "a", "b", PROSE, "c"),
    "neighbours whose last two characters differ": flat(
        "The harbour pier", "The harbour piXY", "c", "abcdefghijkl", "abcdefghijkl more"
    ),
    "credits of 160 characters and of 161": flat("Sea (AP" + " " * 155 + "x)", "Sea (AP" + " " * 156 + "x)", "Sea"),
    "a block with one word of four letters, its mark counted": flat("is sea", f"{THIRD} is sea", "was sea", "ab"),
    "a code point behind the basic plane": flat("\U00010000"),
    "two blocks of prose": flat(prose(100), "a" * 40, "a" * 41, prose(160)),
}
WITH_WORDS = {"vocabulary", "first words"}


def test_pages_of_flattened_text():
    lines = [
        line
        for name, page in FLAT.items()
        for line in (name, *listed(page, compute_features(page), with_words=name in WITH_WORDS))
    ]
    assert_listing(HERE / "golden/flat.txt", lines)


def test_flattened_text_has_no_names():
    features = compute_features(flat("Home", PROSE))
    assert features.element_names == ()
    assert features.ancestor_kinds.tolist() == [[-1] * 9] * 2


def test_a_long_page_of_flattened_text():
    page = flat("Top", PROSE, *(f"Item {i}" if i % 3 else "Item" for i in range(45)), OTHER, *["x"] * 43)
    at = (0, 1, 2, 3, 5, 6, 7, 8, 9, 40, 41, 42, 43, 46, 47, 48, 52, 53, 86, 87, 88, 89, 90)
    assert_listing(HERE / "golden/far.txt", list(listed(page, compute_features(page), at)))


def made(size: int, **fields: object) -> Block:
    return Block(prose(size), **fields)


FIELDS = {
    "links and alternative texts are no prose": Segmentation((
        made(100, link_chars=49), made(100, link_chars=50), made(100, link_chars=51), made(101, link_chars=50), made(100, layout=Layout.ALT), made(80), made(79),
    )),
    "lines": Segmentation(tuple(
        Block("line", gap=gap, indent=indent, lines=lines)
        for gap, indent, lines in ((0, 0, 1), (1, 1, 2), (2, 4, 1), (3, 4, 1), (4, 40, 5), (5, 0, 1), (4, 0, 1), (3, 0, 1))
    )),
    "layouts": Segmentation(tuple(Block("laid out", layout) for layout in Layout)),
    "looks": Segmentation((
        Block("a" * 40), Block("b" * 41), Block("c", gap=3), Block("d", gap=4), Block("e", gap=2), Block("f", indent=4), Block("g", indent=5), Block("h", Layout.CODE),
        made(80), made(90, link_chars=60), Block("i", Layout.ALT, gap=3, indent=2), Block("j", Layout.TEXT, gap=0, indent=3), Block("k"), Block("a", Layout.HEADING),
        Block("l", indent=1), Block("m" * 50, Layout.HEADING), Block("n", gap=1), Block("o", gap=2, indent=1), made(80, gap=3), made(85, gap=4),
    )),
    "text as it is segmented": segment_text(f"Home\nNews\n\n\n{PROSE}\n\n  * one\n  * two\n\n> quoted\n\n# Head\n\n{OTHER}\n\n\n\n\n\n© 2024"),
}  # fmt: skip


def test_fields_of_blocks():
    lines = [line for name, page in FIELDS.items() for line in (name, *listed(page, compute_features(page)))]
    assert_listing(HERE / "golden/fields.txt", lines)


STORY = f"<title>Channel to be widened</title><body class=page><nav class=top><ul><li><a href=/>Home</a><li><a href=/n>News</a></ul></nav><main><article class='story main'><h1>Channel to be <b>widened</b></h1><p class=dek>{OTHER}<p>{PROSE}<div class=aside><p>Related</p><p>{THIRD}</p></div><p>{PROSE} Again.</article></main><aside><h2>More</h2><ul><li>one<li class=x>two<li>three</ul></aside><footer>© 2024 Post</footer>"
CARDS = "".join(
    f"<div class=card><div class=in><h3><a href=/{i}>Story {i}</a></h3><p>{text}</p></div></div>"
    for i, text in enumerate((PROSE, "Short", OTHER))
)
DEEP = "<div>" * 9 + f"<p>{PROSE}</p>" + "</div>" * 4 + "<p>five up</p>" + "</div>" * 5 + "<p>beside</p>"
HTML = {
    "a story": (STORY, "Channel to be widened", "The harbour board agreed to widen the channel", ("og:article",)),
    "cards": (CARDS, None, None, ()),
    "a deep page": (DEEP, None, None, ("x", "y")),
    "a text alone": ("loose", None, None, ()),
    "a paragraph of prose alone": (f"<p>{PROSE}", "The harbour", None, ()),
    "tables, forms, quotes, code": (
        f"<table class=t><tr><th>Name<th>Age<tr><td>Ann<td>7</table><form><label>Mail</label><select><option>one<option>two</select><button>Send</button></form><blockquote><p>{PROSE}</p></blockquote><pre>x = 1</pre><dl><dt>term<dd>meaning</dl><details><summary>more</summary>hidden</details><figure><img src=a alt='A pier'><figcaption>The pier <small class=credit>Ann</small></figcaption></figure>",
        "pier", "", (),
    ),
    "inline elements": (
        "<p><a href=/a>link</a> <span>s</span> <time>t</time> <em>e</em> <i>i</i> <b>b</b> <strong>st</strong></p><p><img src=x alt=y> <label>l</label> <small>sm</small> <code>c</code> <sup>1</sup></p><p><b><a href=/b>all bold link</a></b></p><p><u>u</u></p><p>" + "<a href=/a>ab</a> cd " * 3,
        None, None, (),
    ),
    "lists in lists": (f"<ul><li>a<ol><li>b<ul><li>c<li>{PROSE}</ul></ol><li>d</ul><h6>six</h6><h2>two</h2><p>{OTHER}", None, None, ()),
    "prose before the headline": (f"<div><p>{PROSE}</p></div><div class=x><p>{OTHER}</p></div><section><h1>Northern channel widened</h1><p>short</p></section>", "Northern channel widened", None, ()),
    "no prose, a headline": ("<p>Home</p><section><h1>Northern channel</h1><p>short</p></section><p>end</p>", "Northern channel", None, ()),
    "two bodies, as much in children as in twice the grandchildren": (
        f"<section class=a><div><p>{PROSE}</p><p>{PROSE}</p></div></section><section class=b><p>{OTHER}</p></section><section class=c>{THIRD}</section><section class=d><p>{THIRD}</p><p>{THIRD}</p><div><p>{THIRD}</p></div></section>",
        None, None, (),
    ),
    "a body with two paragraphs, and a text of its own": (f"<div><section>{PROSE}<p>{OTHER}<p>{THIRD}</section></div>", None, None, ()),
    "one with one paragraph": (f"<div><section>{PROSE}<p>{OTHER}</section></div>", None, None, ()),
    "one character in links": ("<p><a href=/>x</a></p><p>yz</p>", None, None, ()),
    "a link of one character alone": ("<p><a href=/>x</a></p>", None, "x", ()),
    "no word": ("<p>…</p>", "…", None, ()),
    "a block at each depth": ("<div>a<div>b<div>c<div>d<div>e<div>f<div>g<div>h<div>i<div>j", None, None, ()),
    "two blocks at each depth": ("".join(f"<div class=x{i}><p>a{i}</p><p>b{i}</p>" for i in range(7)), "a3", None, ()),
    "loose text beside elements": (f"loose<p>{PROSE}</p>more loose<div>in a div<p>{OTHER}</p></div>", "loose", "more loose", ()),
}  # fmt: skip


def html_lines() -> Iterator[str]:
    for name, (markup, *stated) in HTML.items():
        page = segment_html(Tree(markup))
        yield from (name, *listed(page, compute_features(page, *stated)))


def test_pages_of_html():
    assert_listing(HERE / "golden/html.txt", list(html_lines()))


def apart(tags: Sequence[str], inner: Sequence[tuple[str, ...]] = ()) -> Segmentation:
    """Elements side by side, each with a block, and a block in none."""
    blocks = (Block("x", element=i, inline_names=inner[i] if inner else ()) for i in range(len(tags)))
    return Segmentation((*blocks, Block("x")), tuple(Element(tag, -1, 1, ()) for tag in tags))


@pytest.mark.parametrize(
    "page, prefix",
    [
        (apart((*TAGS, "other")), "tag_"),
        (apart((*ANCESTOR_TAGS, "other")), "above_"),
        (
            apart(("p",) * (len(INLINE_TAGS) + 2), [*((tag, tag, "x") for tag in INLINE_TAGS), INLINE_TAGS, ()]),
            "inner_",
        ),
    ],
)
def test_each_element_has_its_column(page: Segmentation, prefix: str) -> None:
    dense = compute_features(page).dense
    columns = [i for i, name in enumerate(COLUMNS["html"]) if name.startswith(prefix)]
    n = len(columns)
    assert dense[:n, columns].tolist() == np.eye(n).tolist()
    assert dense[n:, columns].tolist() == ([[1] * n, [0] * n, [0] * n] if prefix == "inner_" else [[0] * n] * 2)


@pytest.mark.parametrize(
    "title, heading, found",
    [
        ("alpha beta gamma", "alpha beta", True),  # three of its four words, `beta$` aside
        ("alpha beta gamma", "beta alpha", False),  # two of four
        ("alpha beta c d e f", "alpha beta", True),  # three of the title's eight
        ("alpha beta c d e f g", "alpha beta", False),  # three of nine
        ("alpha", "alpha", True),
        ("", "alpha", False),
        (None, "alpha", False),
    ],
)
def test_the_headline_is_what_holds_much_of_the_title(title: str | None, heading: str, *, found: bool) -> None:
    page = segment_html(Tree(f"<p>zero<h1>{heading}</h1><p>two<p>three"))
    past = compute_features(page, title).dense[:, COLUMNS["html"].index("headline_offset")]
    assert rounded(past) == (["-0.6931", "0", "0.6931", "1.0986"] if found else ["0"] * 4)


def test_a_great_page_is_as_its_texts_are():
    """What a text is made of does not depend on the others."""
    texts = [f"{'12:30 2024 ' * 24} {i} Äb 𠀀𝐀 ©" + " word" * 40 * (i % 2) for i in range(230)] + [
        "y" * 70000 + " 𝐁.",
        "End 1999",
    ]
    assert sum(map(len, texts)) > 2 << 16
    whole = compute_features(flat(*texts))
    each = [compute_features(flat(text)) for text in texts]
    assert np.array_equal(whole.dense[:, : len(SHAPE)], np.concatenate([f.dense[:, : len(SHAPE)] for f in each]))
    assert words_of(whole.text) == [words_of(f.text)[0] for f in each]


@pytest.mark.parametrize(
    "name, value, said",
    [
        ("ends_sentence", 0.5, "does not"), ("ends_sentence", 0.51, "ends like"), ("layout_code", 0.5, "is not"), ("layout_code", 1, "is laid"),
        ("prose", 0.5, "no prose"), ("prose", 0.51, "is prose"),
        ("digits", 0, "0 %"), ("digits", 0.0049, "<1 %"), ("digits", 0.005, "0 %"), ("digits", 0.006, "1 %"), ("digits", 1, "100 %"),
        ("chars", 0, "no character"), ("chars", math.log1p(1), "1 character"), ("chars", math.log1p(2), "2 characters"),
        ("repeats", 0, "1 time"), ("repeats", math.log(2), "2 times"), ("line_count", math.log(2), "2 lines"),
        ("to_lead", 0, "its element"), ("to_lead", math.log1p(1), "element 1 above it"), ("from_lead", 0, "the element of the first prose"), ("from_lead", math.log1p(3), "3 above the first prose"),
        ("headline_offset", math.log1p(1), "1 block after"), ("headline_offset", -math.log1p(1), "1 block before"), ("headline_offset", 0, "at the headline"),
        ("to_prose_above", math.log1p(39), "39 blocks"), ("to_prose_above", math.log1p(40), "within 40"), ("to_prose_below", math.log1p(1), "1 block"),
        ("gap", 0, "no blank line"), ("gap", 1, "1 blank line"), ("gap", 3, "3 blank lines"), ("gap", 4, "4 or more"), ("gap_usual", 1.25, "1.2"),
        ("masked_repeats", 0, "no other"), ("masked_repeats", math.log(2), "1 other"), ("masked_repeats", math.log(3), "2 other"),
        ("siblings_1", math.log(2), "1 sibling"), ("siblings_1", math.log(3), "2 siblings"),
        ("open_bracket", 0, "leaves"), ("open_bracket", 1, "opens"), ("open_bracket", -1, "closes"),
        ("word_length", 0.52, "5.2"), ("commas", 0.12, "12 commas"), ("commas", 0.01, "1 comma "), ("topic", math.log1p(2.5), "2.5 times"), ("prose_rank", math.log(0.5), "50 %"),
        ("level", 0, "no level"), ("level", 0.5, "level 3"), ("prose_1", 1, "its element has"), ("prose_2", 1, "its parent"), ("prose_3", 1, "element 2 above"), ("prose_5", 1, "element 4 above"),
    ],
)  # fmt: skip
def test_phrases_on_either_side_of_bounds(name: str, value: float, said: str) -> None:
    phrase = describe_feature(name, value)
    assert said in phrase
    assert not phrase.partition(said)[2][:1].isalpha()


@pytest.mark.parametrize(
    "word, source, said",
    [
        ("^by", "text", "begins with `by`"), ("by$", "text", "ends with `by`"), ("by", "text", "says `by`"),
        ("<tr", "own", "element is `tr`"), ("<tr", "above", "inside `tr`"), ("nav", "above", "around it is called `nav`"), ("nav", "page", "page is called `nav`"),
    ],
)  # fmt: skip
def test_where_words_stand(word: str, source: str, said: str) -> None:
    assert said in describe_word(word, source)
