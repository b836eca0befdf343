"""The visible words of a page, computed independently of the package."""

import unicodedata
from collections.abc import Iterable

from turbohtml import Element, Text, parse

from cleancopy import Article
from cleancopy.block import MarkKind
from labelled import split_words

_INLINE = frozenset(
    (
        "a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rt ruby s samp small span "
        "strike strong sub sup time tt u var wbr"
    ).split()
)
_UNSEEN = frozenset({"script", "style", "template", "head", "iframe"})


def list_visible_words(html: str) -> list[str]:
    """The words of a page, including hidden parts: split at white space; block tags separate words."""
    out: list[str] = []
    stack: list[object] = [parse(html)]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            out.append(node)
        elif isinstance(node, Text):
            out.append(node.data)
        elif isinstance(node, Element) and node.tag in _UNSEEN:
            continue
        else:
            is_separator = not (isinstance(node, Element) and node.tag in _INLINE)
            stack += [" "] * is_separator
            stack += reversed(_list_children(node))
            stack += [" "] * is_separator
    return "".join(out).split()


def _list_children(node: object) -> list[object]:
    """The children of a node as a browser shows them: those of a shadow root, with what its slots show."""
    if isinstance(node, Element):
        return list(node.flattened_children)
    return list(node.children)  # type: ignore[attr-defined]


def drop_formulas(article: Article) -> str:
    """The text of an article without its formulas, whose TeX a page does not show."""
    parts = []
    for passage in article.body:
        end = 0
        for mark in sorted(passage.marks, key=lambda mark: mark.start):
            if mark.kind is MarkKind.FORMULA and mark.start >= end:
                parts.append(passage.text[end : mark.start])
                end = mark.end
        parts.append(passage.text[end:] + "\n")
    return "".join(parts)


def to_letters(text: str) -> str:
    """The letters of a text: those of superscripts and subscripts as a page has them."""
    return "".join(split_words(unicodedata.normalize("NFKC", text)))


def is_subsequence(part: Iterable[str], whole: Iterable[str]) -> bool:
    """Whether all items of `part` are in `whole`, in order."""
    rest = iter(whole)
    return all(item in rest for item in part)
