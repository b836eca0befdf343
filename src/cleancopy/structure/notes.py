"""Footnotes: short links of the text that lead to a passage below it."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from cleancopy.block import Block, Element, Mark, MarkKind, Role

_LABEL = re.compile(r"[\[(]?\s*((?:note )?[0-9]{1,3}|[a-z]|[ivx]{1,5}|[*†‡§¶]{1,3})\s*[\])]?", re.IGNORECASE)
# Looked up once: in Python 3.11 a member of an enumeration takes ten times as long to find as an attribute.
_LINK = MarkKind.LINK
_INLINE = frozenset({Role.PARAGRAPH, Role.LIST_ITEM, Role.QUOTE})

NOTE_PASSAGES = 4
"""What is longer is a part of the text to which a table of contents or the number of a page leads."""

Kept = Sequence[tuple[Block, Role]]


class Notes(NamedTuple):
    """Footnotes among kept blocks.

    labels       by the place of a block that is (part of) a footnote its label
    references   by the place of a block and the mark in it the label of the footnote that it refers to
    """

    labels: Mapping[int, str]
    references: Mapping[tuple[int, Mark], str]


class _Reference(NamedTuple):
    place: int
    mark: Mark
    label: str


def find_notes(kept: Kept, elements: Sequence[Element], base: str | None) -> Notes:
    """The footnotes that the text refers to; `base` is the page's address. Linear in blocks and elements."""
    cited = _references(kept, base)
    if not cited:
        return Notes({}, {})
    targets = _targets(elements, cited)
    members: dict[int, list[int]] = {}
    for place, (block, _) in enumerate(kept):
        if block.element >= 0 and (target := targets[block.element]) >= 0:
            members.setdefault(target, []).append(place)
    labels: dict[int, str] = {}
    references: dict[tuple[int, Mark], str] = {}
    taken: set[str] = set()
    for target, places in members.items():
        of = [r for r in cited[unquote(elements[target].anchor)] if r.place < places[0]]
        if of and len(places) <= NOTE_PASSAGES and all(kept[place][1] in _INLINE for place in places):
            label = _untaken(of[0].label, taken)
            labels.update(dict.fromkeys(places, label))
            references.update({(r.place, r.mark): label for r in of})
    return Notes(labels, {key: label for key, label in references.items() if key[0] not in labels})


def _references(kept: Kept, base: str | None) -> dict[str, list[_Reference]]:
    """The short links to parts of the page, by what they name."""
    found: dict[str, list[_Reference]] = {}
    for place, (block, _) in enumerate(kept):
        for mark in block.marks:
            if "#" not in mark.value or mark.kind is not _LINK:
                continue
            before, _, fragment = mark.value.strip().partition("#")
            if fragment and before in {"", base} and (label := _LABEL.fullmatch(block.text[mark.start : mark.end])):
                found.setdefault(unquote(fragment), []).append(_Reference(place, mark, label[1]))
    return found


def _targets(elements: Sequence[Element], wanted: Mapping[str, object]) -> list[int]:
    """For each element the one around it, or itself, that is wanted; of those with one name the first counts."""
    found: list[int] = []
    seen: set[str] = set()
    for place, element in enumerate(elements):
        target = found[element.parent] if element.parent >= 0 else -1
        if element.anchor and (name := unquote(element.anchor)) in wanted and name not in seen:
            seen.add(name)
            target = place
        found.append(target)
    return found


def _untaken(label: str, taken: set[str]) -> str:
    """The label, or where other notes have it, with a number behind: pages begin their signs anew."""
    name, count = label, 1
    while name in taken:
        count += 1
        name = f"{label}-{count}"
    taken.add(name)
    return name
