"""The visible words of a page, computed independently of the package."""

from collections.abc import Iterable

from turbohtml import Element, Text, parse

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


def is_subsequence(part: Iterable[str], whole: Iterable[str]) -> bool:
    """Whether all items of `part` are in `whole`, in order."""
    rest = iter(whole)
    return all(item in rest for item in part)
