"""The guarantees of the design, on generated pages and on all pages of one labelled set."""

import random
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from turbohtml import Element, Text, parse

import cleancopy
from cleancopy.dom import Tree
from cleancopy.segment.data import carried_markup
from cleancopy.segment.html import segment_html
from tests.property.pages import HTML_PAGES, Made, text_pages
from training.flatten import FLATTEN
from training.labels import words_of
from training.prepare import bench_path, read_set

PAGES = settings(max_examples=2000)


def is_subsequence(some: Iterable[str], whole: Iterable[str]) -> bool:
    rest = iter(whole)
    return all(word in rest for word in some)


def check(article: cleancopy.Article, visible: list[str]) -> None:
    """Words whole and in order, nothing invented, and a flag wherever nothing is given."""
    shown = words_of(" ".join(visible))
    assert is_subsequence(words_of(article.text), shown)
    assert is_subsequence(words_of(article.full_text), shown)
    assert article.text or article.flags
    assert 0 <= article.confidence <= 1


@PAGES
@given(HTML_PAGES)
def test_html_words_are_an_ordered_part_of_the_visible_ones(made: Made) -> None:
    check(cleancopy.extract(made.source, kind="html"), made.words)


@PAGES
@given(text_pages())
def test_text_words_are_an_ordered_part_of_the_visible_ones(made: Made) -> None:
    check(cleancopy.extract(made.source, kind="text"), made.words)


@PAGES
@given(HTML_PAGES, text_pages())
def test_an_answer_depends_on_nothing_that_ran_before(page: Made, other: Made) -> None:
    first = cleancopy.extract(page.source)
    cleancopy.extract(other.source)
    assert cleancopy.extract(page.source) == first


@PAGES
@given(HTML_PAGES)
def test_every_visible_word_is_in_some_block_once(made: Made) -> None:
    blocks = segment_html(Tree(made.source)).blocks
    assert " ".join(b.text for b in blocks).split() == made.words


def calls(page: str) -> int:
    """Python and C calls that an extraction makes: its time without the noise of a clock."""
    count = 0

    def profile(frame: object, event: str, arg: object) -> None:
        nonlocal count
        count += event.endswith("call")

    sys.setprofile(profile)
    try:
        cleancopy.extract(page)
    finally:
        sys.setprofile(None)
    return count


ARTICLE = (
    "<div class=story><p>The board met on Tuesday, and the vote was close.</p><ul><li><a href=x>More</a></ul></div>"
)
SHAPES = {
    "paragraphs": ARTICLE,
    "one paragraph": "the board met, ",
    "nested": "<div>x",
    "lists": "<ul><li>x",
    "rows": "<table><tr><td>a<td>b</table>",
    "links": "<a href=x>word</a> ",
    "breaks": "x<br><br>",
    "images": "<img alt='a dog'>",
    "lines": "The board met on Tuesday, and the vote was close.\n",
    "blank lines": "\n\nx",
    "bullets": "* one\n",
    "wrapped": "a paragraph that was wrapped by somebody who likes his lines to be short,\n",
    "columns": "a      b      c\n",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_work_grows_linearly_with_the_page(shape: str) -> None:
    piece = SHAPES[shape]
    cleancopy.extract(piece * 4)  # what is loaded once is not the page's
    small, large = calls(piece * 400), calls(piece * 3200)
    assert large <= 8 * small * 1.2


def visible_words(html: str) -> list[str]:
    """What the page shows, by a reading of its own: character runs between white space, block tags part words."""
    inline = {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
              "kbd", "label", "mark", "nobr", "q", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong",
              "sub", "sup", "time", "tt", "u", "var", "wbr"}  # fmt: skip
    out: list[str] = []
    stack: list[object] = [parse(html)]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            out.append(node)
        elif isinstance(node, Text):
            out.append(node.data)
        elif isinstance(node, Element) and node.tag in {"script", "style", "template", "head", "iframe"}:
            continue
        else:
            parts = not (isinstance(node, Element) and node.tag in inline)
            stack += [" "] * parts
            stack += reversed(list(node.children))  # type: ignore[attr-defined]
            stack += [" "] * parts
    return "".join(out).split()


SET = "news-world"


@pytest.fixture(scope="module")
def rows() -> list[dict[str, object]]:
    if not (Path(bench_path()) / "sets" / f"{SET}.parquet").exists():
        pytest.skip("needs the labelled pages (CLEANCOPY_BENCH)")
    return read_set(SET)


def test_real_html_pages(rows):
    for row in rows:
        html = row["html"].decode("utf-8", "replace")
        article = cleancopy.extract(html, kind="html")
        letters = "".join(words_of(article.full_text))
        of_data = "from_data" in article.flags
        source = carried_markup(Tree(html).scripts()) or "" if of_data else html
        assert is_subsequence(letters, "".join(words_of(" ".join(visible_words(source))))), row["id"]
        assert article.text or article.flags


@pytest.mark.parametrize("flattening", ["wet", "inscriptis", "wrapped-tight"])
def test_real_flattened_pages(rows, flattening):
    for row in rows:
        flat = FLATTEN[flattening](row["html"])
        check(cleancopy.extract(flat, kind="text"), flat.split())


def test_order_and_repetition_change_nothing(rows):
    pages = [row["html"] for row in rows[:20]]
    first = [cleancopy.extract(p) for p in pages]
    order = list(range(len(pages))) * 3
    random.Random(0).shuffle(order)
    assert all(cleancopy.extract(pages[i]) == first[i] for i in order)
