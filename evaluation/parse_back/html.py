"""The blocks of a fragment of HTML, as a browser's parser reads it; nothing may be in it that acts."""

from collections.abc import Iterator

import turbohtml

from evaluation.parse_back.expected import Block, letters

_TAGS = frozenset(
    "article header h1 h2 h3 h4 h5 h6 p address time ul ol li blockquote footer cite table thead tbody tr th td pre "
    "code figure img figcaption small aside section a strong em".split()
)
_ATTRIBUTES = frozenset("lang class datetime start colspan rowspan src alt id role href rel".split())
_SCHEMES = ("http://", "https://", "mailto:", "#")


def blocks_of(document: str) -> list[Block]:
    article = turbohtml.parse(document, positions=False).find("article")
    if article is None:
        raise ValueError("no article")
    _check(article)
    return list(_blocks(article, 0))


def _check(article: turbohtml.Element) -> None:
    stack = [article]
    while stack:
        element = stack.pop()
        if element.tag not in _TAGS or not _ATTRIBUTES.issuperset(element.attrs):
            raise ValueError(f"markup that we never write: {element.tag} {dict(element.attrs)}")
        for name in {"href", "src"} & set(element.attrs):
            if not (element.attr(name) or "").startswith(_SCHEMES):
                raise ValueError(f"an address that we never write: {element.attr(name)!r}")
        stack.extend(_children(element))


def _children(element: turbohtml.Element) -> list[turbohtml.Element]:
    return [child for child in element.children if isinstance(child, turbohtml.Element)]


def _blocks(above: turbohtml.Element, depth: int) -> Iterator[Block]:
    for element in _children(above):
        match element.tag:
            case "ul" | "ol":
                yield from _list(element, depth + 1)
            case "table":
                yield ("table",)
                yield from (("row", *(letters(c.text) for c in _children(row))) for row in element.find_all("tr"))
            case "header":
                pass
            case _:
                yield from _simple(element)


def _simple(element: turbohtml.Element) -> Iterator[Block]:
    inside = _children(element)
    match element.tag:
        case "p":
            yield "paragraph", letters(element.text)
        case "blockquote":
            yield "quote", *(letters(p.text) for p in inside if p.tag == "p")
            yield from (("signature", letters(f.text)) for f in inside if f.tag == "footer")
        case "pre":
            yield "code", (inside[0].attr("class") or "").removeprefix("language-") or None, inside[0].text
        case "figure":
            yield "figure", next((i.attr("src") for i in inside if i.tag == "img"), None)
        case "aside":
            yield "note", *(letters(p.text) for p in inside)
        case "section":
            yield from (("comment", letters(p.text)) for p in inside)
        case tag:
            yield "heading", int(tag[1]), letters(element.text)


def _list(listing: turbohtml.Element, depth: int) -> Iterator[Block]:
    yield "list", depth, int(listing.attr("start") or 1) if listing.tag == "ol" else None
    for item in _children(listing):
        yield "item", depth
        yield from _item(item, depth)


def _item(item: turbohtml.Element, depth: int) -> Iterator[Block]:
    bare = ""
    for child in item.children:
        if isinstance(child, turbohtml.Element) and child.tag in {"ul", "ol", "p"}:
            yield from _said(bare, depth)
            bare = ""
            yield from _said(child.text, depth) if child.tag == "p" else _list(child, depth + 1)
        else:
            bare += child.text if isinstance(child, turbohtml.Element) else child.data
    yield from _said(bare, depth)


def _said(text: str, depth: int) -> Iterator[Block]:
    if said := letters(text):
        yield "said", depth, said
