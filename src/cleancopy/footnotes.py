"""Footnotes: short links in the text that lead to a passage below it.

The classifier keeps what the text refers to, and the assembly pairs both.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from cleancopy.block import Block, Layout, Mark, MarkKind, Segmentation

_LABEL = re.compile(r"[\[(]?\s*((?:note )?[0-9]{1,3}|[a-z]|[ivx]{1,5}|[*†‡§¶]{1,3})\s*[\])]?\.?", re.IGNORECASE)
_BACK = re.compile(
    r"[\s↩↑⏎⬆⤴⮌⌃^\[\]().:\ufe0e\ufe0f]*(?:[0-9]{1,3}|[a-z]|jump up|back|return)?[\s↩↑^\[\]().:\ufe0e\ufe0f]*",
    re.IGNORECASE,
)
"""The words of a link from a footnote back to the text."""
_NUMBERED_ID = re.compile(
    r"_*(?:sd)?(?:f(?:oo)?t?n(?:ote)?|e(?:n)?d?n(?:ote)?|note|ref|cite_note)?[-:_.]*0*([0-9]{1,3})", re.IGNORECASE
)
"""An id of a footnote with its number. Some pages link to ``_ftn2`` and call the footnote ``fn2``."""
# Looked up once, because looking up a member of an enumeration is slow in Python 3.11.
_LINK = MarkKind.LINK
_TEXT_LAYOUTS = frozenset({Layout.TEXT, Layout.LIST_ITEM, Layout.QUOTE})

NOTE_PASSAGES = 4
"""The most passages of a footnote. Links to more lead to a part of the text: from a table of contents, for example."""


class Footnotes(NamedTuple):
    """Footnotes among the blocks of a page.

    labels       the label of a footnote, by the index of each of its blocks
    references   the label of the footnote that a mark refers to, by the index of its block and the mark
    """

    labels: Mapping[int, str]
    references: Mapping[tuple[int, Mark], str]


NO_FOOTNOTES = Footnotes({}, {})


class _Reference(NamedTuple):
    block_index: int
    mark: Mark
    label: str


def find_footnotes(
    page: Segmentation, text: Sequence[int], candidates: Sequence[int], base: str | None = None
) -> Footnotes:
    """Find the footnotes that a text refers to. Linear in blocks and elements.

    text         the indices of the blocks whose references count, in order
    candidates   the indices of the blocks that may be footnotes, in order
    base         the page's address: links to it are links within the page
    """
    references = _find_references(page.blocks, text, base)
    if not references:
        return NO_FOOTNOTES
    members = _find_members(page, candidates, references)
    labels: dict[int, str] = {}
    cited: dict[tuple[int, Mark], str] = {}
    taken: set[str] = set()
    for name, indices in members.items():
        earlier = [r for r in references[name] if r.block_index < indices[0]]
        if earlier and len(indices) <= NOTE_PASSAGES and all(page.blocks[i].layout in _TEXT_LAYOUTS for i in indices):
            label = _make_unique(earlier[0].label, taken)
            labels.update(dict.fromkeys(indices, label))
            cited.update({(r.block_index, r.mark): label for r in earlier})
    return Footnotes(labels, {key: label for key, label in cited.items() if key[0] not in labels})


def find_back_links(block: Block) -> Iterator[Mark]:
    """The links of a footnote back to the text: at its ends, to a part of the page, with a sign or a number only."""
    for mark in block.marks:
        is_at_end = not block.text[: mark.start].strip(" [(^") or not block.text[mark.end :].strip(" ])↩↑\ufe0e\ufe0f")
        if (
            mark.kind is _LINK
            and "#" in mark.value
            and is_at_end
            and _BACK.fullmatch(block.text[mark.start : mark.end])
        ):
            yield mark


def _find_references(blocks: Sequence[Block], text: Sequence[int], base: str | None) -> dict[str, list[_Reference]]:
    """Find the short links to parts of the page, by the id that they name."""
    found: dict[str, list[_Reference]] = {}
    for i in text:
        block = blocks[i]
        for mark in block.marks:
            if "#" not in mark.value or mark.kind is not _LINK:
                continue
            before, _, fragment = mark.value.strip().partition("#")
            words = unicodedata.normalize("NFKC", block.text[mark.start : mark.end])  # numbers of notes are raised
            if fragment and before in {"", base} and (label := _LABEL.fullmatch(words)):
                found.setdefault(unquote(fragment), []).append(_Reference(i, mark, label[1]))
    return found


def _find_members(page: Segmentation, candidates: Sequence[int], wanted: Mapping[str, object]) -> dict[str, list[int]]:
    """The blocks of each target of a reference: those in its element, or around an anchor, by the id that is wanted."""
    targets = _find_targets(page, wanted)
    members: dict[str, list[int]] = {}
    for i in candidates:
        element = page.blocks[i].element
        if element >= 0 and (name := targets[element]):
            members.setdefault(name, []).append(i)
    named = ((unquote(name), index) for name, index in page.anchors[::-1])
    anchors = {index: name for name, index in named if name in wanted}
    position = {index: at for at, index in enumerate(candidates)}
    for index, name in anchors.items():
        if name not in members and index in position:
            at = position[index]
            is_label = _LABEL.fullmatch(page.blocks[index].text) is not None
            members[name] = list(candidates[at : at + 1 + is_label])
    return dict(sorted(members.items(), key=lambda member: member[1][0]))


def _find_targets(page: Segmentation, wanted: Mapping[str, object]) -> list[str]:
    """Find for each element the wanted id of the innermost one that has any: itself or an ancestor, "" without one.

    Of elements with the same id the first counts. An id that no element has is looked for by its number.
    """
    names = {unquote(element.html_id) for element in page.elements if element.html_id}
    names.update(unquote(name) for name, _ in page.anchors)
    by_number = {match[1]: name for name in wanted if name not in names and (match := _NUMBERED_ID.fullmatch(name))}
    found: list[str] = []
    used: set[str] = set()
    for element in page.elements:
        target = found[element.parent] if element.parent >= 0 else ""
        if element.html_id:
            name = unquote(element.html_id)
            if name not in wanted and by_number and (match := _NUMBERED_ID.fullmatch(name)):
                name = by_number.get(match[1], name)
            if name in wanted and name not in used:
                used.add(name)
                target = name
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
