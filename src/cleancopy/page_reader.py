"""The first stages: the bytes of a page to blocks, and what its head states."""

from typing import NamedTuple

from cleancopy.block import Segmentation
from cleancopy.input import decode
from cleancopy.metadata import Candidate, HeadMetadata, head_candidates, read_head
from cleancopy.options import Options
from cleancopy.page import Page
from cleancopy.parse import parse_page
from cleancopy.segment import segment_html, segment_text


class ReadPage(NamedTuple):
    """A page in blocks. Its tree is gone: the next stages make large arrays.

    head              what the head of an HTML page states
    head_candidates   values for fields that the head has
    page_words        what the page says of its kind, see `dom.Tree.find_page_words`
    """

    page: Page
    segmentation: Segmentation
    head: HeadMetadata = HeadMetadata()
    head_candidates: tuple[Candidate, ...] = ()
    page_words: tuple[str, ...] = ()


def read_page(raw: bytes | str, options: Options, *, strip_markup: bool, with_fields: bool) -> ReadPage:
    """Decode, parse and segment a page.

    strip_markup   strip the markup of HTML instead of parsing it, and read the page as flattened text
    with_fields    read the values for fields from its head, too
    """
    page = decode(raw, options.kind, options.charset, options.limits)
    page, tree = parse_page(page, options.limits, strip=strip_markup)
    if tree is None:
        return ReadPage(page, segment_text(page.text, options.limits))
    segmentation, head = segment_html(tree, options.limits), read_head(tree)
    candidates = head_candidates(tree, head, options.url) if with_fields else ()
    return ReadPage(page, segmentation, head, candidates, tree.find_page_words())
