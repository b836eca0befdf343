"""Footnotes: short links in the text that lead to a passage below it."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from cleancopy.block import Block, Element, Mark, MarkKind, Role

_LABEL = re.compile(r"[\[(]?\s*((?:note )?[0-9]{1,3}|[a-z]|[ivx]{1,5}|[*†‡§¶]{1,3})\s*[\])]?", re.IGNORECASE)
# Looked up once, because looking up a member of an enumeration is slow in Python 3.11.
_LINK = MarkKind.LINK
_INLINE = frozenset({Role.PARAGRAPH, Role.LIST_ITEM, Role.QUOTE})

NOTE_PASSAGES = 4
"""The most passages of a footnote. Links to more lead to a part of the text: from a table of contents, for example."""

KeptBlocks = Sequence[tuple[Block, Role]]
"""Indexes below are those of this sequence."""


class Footnotes(NamedTuple):
    """Footnotes among kept blocks.

    labels       the label of a footnote, by the index of each of its blocks
    references   the label of the footnote that a mark refers to, by the index of its block and the mark
    """

    labels: Mapping[int, str]
    references: Mapping[tuple[int, Mark], str]


class _Reference(NamedTuple):
    kept_index: int
    mark: Mark
    label: str


def find_footnotes(kept: KeptBlocks, elements: Sequence[Element], base: str | None) -> Footnotes:
    """Find the footnotes that the text refers to. `base` is the page's address. Linear in blocks and elements."""
    references_by_name = _find_references(kept, base)
    if not references_by_name:
        return Footnotes({}, {})
    targets = _find_targets(elements, references_by_name)
    members: dict[int, list[int]] = {}
    for index, (block, _) in enumerate(kept):
        if block.element >= 0 and (target := targets[block.element]) >= 0:
            members.setdefault(target, []).append(index)
    labels: dict[int, str] = {}
    references: dict[tuple[int, Mark], str] = {}
    taken: set[str] = set()
    for target, member_indexes in members.items():
        earlier = [r for r in references_by_name[unquote(elements[target].html_id)] if r.kept_index < member_indexes[0]]
        if (
            earlier
            and len(member_indexes) <= NOTE_PASSAGES
            and all(kept[index][1] in _INLINE for index in member_indexes)
        ):
            label = _make_unique(earlier[0].label, taken)
            labels.update(dict.fromkeys(member_indexes, label))
            references.update({(r.kept_index, r.mark): label for r in earlier})
    return Footnotes(labels, {key: label for key, label in references.items() if key[0] not in labels})


def _find_references(kept: KeptBlocks, base: str | None) -> dict[str, list[_Reference]]:
    """Find the short links to parts of the page, by the id that they name."""
    found: dict[str, list[_Reference]] = {}
    for index, (block, _) in enumerate(kept):
        for mark in block.marks:
            if "#" not in mark.value or mark.kind is not _LINK:
                continue
            before, _, fragment = mark.value.strip().partition("#")
            if fragment and before in {"", base} and (label := _LABEL.fullmatch(block.text[mark.start : mark.end])):
                found.setdefault(unquote(fragment), []).append(_Reference(index, mark, label[1]))
    return found


def _find_targets(elements: Sequence[Element], wanted: Mapping[str, object]) -> list[int]:
    """Find for each element the innermost one with a wanted id: itself or an ancestor, -1 without one.

    Of elements with the same id the first counts.
    """
    found: list[int] = []
    used_names: set[str] = set()
    for index, element in enumerate(elements):
        target = found[element.parent] if element.parent >= 0 else -1
        if element.html_id and (name := unquote(element.html_id)) in wanted and name not in used_names:
            used_names.add(name)
            target = index
        found.append(target)
    return found


def _make_unique(label: str, taken: set[str]) -> str:
    """Append a number to a label that another footnote has: some pages use the same signs again."""
    name, count = label, 1
    while name in taken:
        count += 1
        name = f"{label}-{count}"
    taken.add(name)
    return name
