"""Lines of flattened text that belong to the program that wrote it, not to the page: drawn lines, links, page numbers.

No labelled page has such lines, so the network has not learnt them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from cleancopy.block import Block, Role
from cleancopy.block_fields import list_texts
from cleancopy.classify.arrays import BoolArray, Float64Array
from cleancopy.classify.flattened_captions import find_captions
from cleancopy.classify.flattened_sections import find_sections
from cleancopy.lexicon import DRAWN_WITH, is_drawn_line
from cleancopy.lines import find_beginning, find_digits

MIN_LINKS = 2
_LINK_LINE = re.compile(r"(?:\d{1,4}\.\s*)?(?:https?|ftp|file|mailto):\S+")
_PAGE_WORDS = (
    "page|pg|seite|página|pagina|pàgina|strona|str|стр|страница|сторінка|sida|side|sivu|oldal|sayfa|σελίδα|trang|halaman|"
    "หน้า|पृष्ठ|صفحة|صفحه|עמוד|페이지|ページ"
)
_PAGE_NUMBER = re.compile(
    rf"(?:^|\s)(?:{_PAGE_WORDS})\.?\s?(\d{{1,4}})(?:\s*(?:/|of|von|de|di|van|z|из|av|af)\s*\d{{1,4}})?$|"
    rf"^(?:{_PAGE_WORDS})\.?\s?(\d{{1,4}})(?=\s)|^[-–—]\s?(\d{{1,4}})\s?[-–—]$|"
    r"(?:^|\s)(\d{1,4})\s?/\s?\d{1,4}$|第\s?(\d{1,4})\s?[页頁]|^(\d{1,4})\s?(?:페이지|ページ)$",
    re.IGNORECASE,
)
_PAGE_BEGINNING = re.compile(rf"{_PAGE_WORDS}|[-–—]", re.IGNORECASE)
_PAGE_CHARS = 100
"""Characters of the longest line that is taken for the header or the footer of a page."""


def flattened_furniture(blocks: Sequence[Block], scores: Float64Array, kept: BoolArray) -> dict[int, Role]:
    """The lines of flattened text that are no part of the page, by index."""
    if not blocks or blocks[0].element >= 0:
        return {}
    furniture = drawn_lines(blocks) | link_lists(blocks) | page_headers(blocks)
    return furniture | find_captions(blocks, scores, kept) | find_sections(blocks, scores, kept)


def drawn_lines(blocks: Sequence[Block]) -> dict[int, Role]:
    """Lines drawn across the text ("-----"). They have no word, so no figure changes."""
    texts = list_texts(blocks)
    return {i: Role.OTHER for i in find_beginning(texts, DRAWN_WITH) if is_drawn_line(texts[i])}


def link_lists(blocks: Sequence[Block]) -> dict[int, Role]:
    """Addresses alone at the end of the text are the list of its links, with the short line above them.

    Text browsers write it: "References", "1. https://…". On the labelled pages, flattened two ways, it changes nothing.
    """
    end = len(blocks)
    start = end
    while start > 0 and _LINK_LINE.fullmatch(blocks[start - 1].text):
        start -= 1
    if end - start < MIN_LINKS:
        return {}
    has_heading = start > 0 and len(blocks[start - 1].text.split()) == 1
    return dict.fromkeys(range(start - has_heading, end), Role.NAVIGATION)


def page_headers(blocks: Sequence[Block]) -> dict[int, Role]:
    """The headers and footers of pages, as from a PDF: lines that are alike but for a number that counts up by one.

    A line right above or below such a line belongs to it if another one has the same neighbour.
    """
    found = sorted(set(_find_counted(list(_find_page_numbers(blocks)))))
    near = {j for i in found for j in (i - 1, i + 1) if 0 <= j < len(blocks) and len(blocks[j].text) <= _PAGE_CHARS}
    times = Counter(blocks[j].text for j in near)
    return dict.fromkeys([*found, *(j for j in near if times[blocks[j].text] > 1)], Role.OTHER)


def _find_page_numbers(blocks: Sequence[Block]) -> Iterator[tuple[int, str, int]]:
    """The lines that may number a page: index, text without the number, number."""
    for i in find_digits(list_texts(blocks), _PAGE_CHARS):
        text = blocks[i].text
        if _may_number(text) and (match := _PAGE_NUMBER.search(text)):
            group = match.lastindex or 0
            yield i, text[: match.start(group)] + text[match.end(group) :], int(match[group])


def _may_number(text: str) -> bool:
    """Whether `_PAGE_NUMBER` may find a number: most lines with digits neither end in them nor begin like a header."""
    last = text.rstrip()[-1:]
    return last.isdecimal() or last in "지ジ" or "第" in text or _PAGE_BEGINNING.match(text) is not None


def _find_counted(numbers: Sequence[tuple[int, str, int]]) -> Iterator[int]:
    """The indices of two lines with the same text whose numbers follow each other."""
    last: dict[str, tuple[int, int]] = {}
    for i, text, number in numbers:
        above = last.get(text)
        if above is not None and number == above[1] + 1:
            yield from (above[0], i)
        last[text] = (i, number)
