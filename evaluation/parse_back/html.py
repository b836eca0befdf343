"""Parses a fragment of HTML into blocks, like a browser; it must not contain anything active."""

from collections.abc import Iterator

import turbohtml

from evaluation.parse_back.expected import Block, join_letters

_TAGS = frozenset(
    "article header h1 h2 h3 h4 h5 h6 p address time ul ol li blockquote footer cite table thead tbody tr th td pre "
    "code figure img figcaption small aside section dl dt dd a strong em kbd del ins mark abbr sup sub span br".split()
)
_BLOCKS_IN_ITEMS = frozenset({"ul", "ol", "dl", "p", "pre", "table", "blockquote"})
_ATTRIBUTES = frozenset("lang class datetime start colspan rowspan src alt id role href rel title".split())
_SCHEMES = ("http://", "https://", "mailto:", "#")


def parse_blocks(document: str) -> list[Block]:
    article = turbohtml.parse(document, positions=False).find("article")
    if article is None:
        raise ValueError("no article")
    _check_markup(article)
    return list(_parse_children(article, 0))


def _check_markup(article: turbohtml.Element) -> None:
    stack = [article]
    while stack:
        element = stack.pop()
        if element.tag not in _TAGS or not _ATTRIBUTES.issuperset(element.attrs):
            raise ValueError(f"markup that we never write: {element.tag} {dict(element.attrs)}")
        for name in {"href", "src"} & set(element.attrs):
            if not (element.attr(name) or "").startswith(_SCHEMES):
                raise ValueError(f"an address that we never write: {element.attr(name)!r}")
        stack.extend(_list_children(element))


def _list_children(element: turbohtml.Element) -> list[turbohtml.Element]:
    return [child for child in element.children if isinstance(child, turbohtml.Element)]


def _parse_children(above: turbohtml.Element, depth: int) -> Iterator[Block]:
    for element in _list_children(above):
        match element.tag:
            case "ul" | "ol" | "dl":
                yield from _parse_list(element, depth + 1)
            case "table":
                yield from _parse_table(element)
            case "header":
                pass
            case _:
                yield from _parse_element(element)


def _parse_element(element: turbohtml.Element) -> Iterator[Block]:
    inside = _list_children(element)
    match element.tag:
        case "p":
            yield "paragraph", join_letters(element.text)
        case "blockquote":
            yield "quote", *(join_letters(p.text) for p in inside if p.tag == "p")
            yield from (("signature", join_letters(f.text)) for f in inside if f.tag == "footer")
        case "pre":
            yield "code", (inside[0].attr("class") or "").removeprefix("language-") or None, inside[0].text
        case "figure":
            yield "figure", next((i.attr("src") for i in inside if i.tag == "img"), None)
        case "aside":
            yield "note", *(join_letters(p.text) for p in inside)
        case "section":
            yield from (("comment", join_letters(p.text)) for p in inside)
        case tag:
            yield "heading", int(tag[1]), join_letters(element.text)


def _parse_list(listing: turbohtml.Element, depth: int) -> Iterator[Block]:
    yield "list", depth, int(listing.attr("start") or 1) if listing.tag == "ol" else None
    for item in _list_children(listing):
        if item.tag != "dd":  # a description belongs to its term
            yield "item", depth
        yield from _parse_item(item, depth)


def _parse_item(item: turbohtml.Element, depth: int) -> Iterator[Block]:
    bare = ""
    for child in item.children:
        if isinstance(child, turbohtml.Element) and child.tag in _BLOCKS_IN_ITEMS:
            yield from _parse_text(bare, depth)
            bare = ""
            yield from _parse_block_in_item(child, depth)
        else:
            bare += child.text if isinstance(child, turbohtml.Element) else child.data
    yield from _parse_text(bare, depth)


def _parse_block_in_item(element: turbohtml.Element, depth: int) -> Iterator[Block]:
    match element.tag:
        case "p":
            yield from _parse_text(element.text, depth)
        case "ul" | "ol" | "dl":
            yield from _parse_list(element, depth + 1)
        case "table":
            yield from _parse_table(element)
        case _:
            yield from _parse_element(element)


def _parse_table(table: turbohtml.Element) -> Iterator[Block]:
    yield ("table",)
    yield from (("row", *(join_letters(c.text) for c in _list_children(row))) for row in table.find_all("tr"))


def _parse_text(text: str, depth: int) -> Iterator[Block]:
    if said := join_letters(text):
        yield "said", depth, said
