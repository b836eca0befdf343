"""Elements that are read as something else: rendered formulas, code with what stands around it, notes beside text."""

from collections.abc import Mapping
from typing import NamedTuple

from turbohtml import Document, Node

from cleancopy.code_parts import CODE_SELECTORS, find_code_parts
from cleancopy.formulas import FORMULA_SELECTOR, Formula, find_formulas
from cleancopy.lexicon import SIDE_NOTE_TAG

_SIDE_NOTES = "span.sidenote, span.marginnote, small.sidenote, span.modern-footnotes-footnote__note"
"""Notes that stand within a paragraph and are shown beside it, by Tufte's style and a plugin of WordPress."""


class Signs(NamedTuple):
    """What the first element has that may be replaced, or one around it. Most pages have no such element.

    tags        tags of such elements
    classes     names of classes of such elements
    selectors   by tag a selector that such elements match
    """

    tags: frozenset[str]
    classes: frozenset[str]
    selectors: Mapping[str, str]


def find_replaced(document: Document) -> Mapping[Node, Formula | str | None]:
    """By element the formula that it stands for, or the tag that it is read as; None for one that is left out.

    Every such element, or one around it, has one of `SIGNS`.
    """
    return {
        **dict.fromkeys(document.select(_SIDE_NOTES), SIDE_NOTE_TAG),
        **find_code_parts(document),
        **find_formulas(document),
    }


def _list_signs(*selectors: str) -> Signs:
    """List what the first part of each selector asks for: its attributes, else its first class, else its tag."""
    tags, classes, by_tag = set(), set(), dict[str, str]()
    for selector in ", ".join(selectors).split(", "):
        compound = selector.split()[0]
        tag, *names = compound.split(".")
        if "[" in compound:
            tag = compound.partition("[")[0]
            by_tag[tag] = f"{by_tag[tag]}, {compound}" if tag in by_tag else compound
        elif names:
            classes.add(names[0])
        else:
            tags.add(tag)
    return Signs(frozenset(tags), frozenset(classes), by_tag)


SIGNS = _list_signs(_SIDE_NOTES, FORMULA_SELECTOR, *CODE_SELECTORS)
