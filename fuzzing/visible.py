"""What a page shows, by a reading of its own that knows nothing of how the package reads it."""

from collections.abc import Iterable

from turbohtml import Element, Text, parse

_INLINE = frozenset(
    (
        "a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rt ruby s samp small span "
        "strike strong sub sup time tt u var wbr"
    ).split()
)
_UNSEEN = frozenset({"script", "style", "template", "head", "iframe"})


def visible_words(html: str) -> list[str]:
    """The words of a page, hidden parts too: character runs between white space, block tags part words."""
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
            parts = not (isinstance(node, Element) and node.tag in _INLINE)
            stack += [" "] * parts
            stack += reversed(list(node.children))  # type: ignore[attr-defined]
            stack += [" "] * parts
    return "".join(out).split()


def is_subsequence(some: Iterable[str], whole: Iterable[str]) -> bool:
    """Whether all of `some` are in `whole`, in order."""
    rest = iter(whole)
    return all(item in rest for item in some)
