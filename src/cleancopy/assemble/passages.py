"""Makes the passages of the article's body from kept blocks, and those of readers' comments."""

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import compress

from cleancopy.article_data import ROLES_WITHIN_ITEMS, Passage
from cleancopy.assemble.ancestors import Containers, find_containers
from cleancopy.assemble.quotes import Signature, find_signatures
from cleancopy.block import Block, Cell, CellPart, Layout, Mark, MarkKind, Role, Segmentation
from cleancopy.footnotes import Footnotes, find_back_links, find_footnotes
from cleancopy.lexicon import KANA_AND_HAN, regex_ranges
from cleancopy.urls import absolute_url

# Looked up once, because looking up a member of an enumeration is slow in Python 3.11.
_COMMENT, _LIST_ITEM, _QUOTE, _TABLE_ROW, _CODE, _PARAGRAPH, _LINK = (
    Role.COMMENT,
    Role.LIST_ITEM,
    Role.QUOTE,
    Role.TABLE_ROW,
    Role.CODE,
    Role.PARAGRAPH,
    MarkKind.LINK,
)
_LINKS = frozenset({_LINK, MarkKind.AUTHOR})
_FIELD_MARKS = _LINKS | {MarkKind.TIME, MarkKind.NAMED_SPAN}
"""Marks that only fields need, and those whose value has to be resolved."""
_CONTAINER_FIELDS = {
    _PARAGRAPH: "stanza",
    _LIST_ITEM: "outer_list",
    _QUOTE: "quote",
    _TABLE_ROW: "table",
    _CODE: "code",
}
"""The field of `Containers` that groups the blocks of a role."""
_INDENTED = frozenset({Layout.CODE, Layout.TABLE_ROW})
_NUMERAL = re.compile(r"\(?([0-9]{1,3})[.)]\s")
_LANGUAGE = re.compile(r"[\w+#.-]{1,30}")

COMMENT_WORDS = 5
"""The least words of a comment. Shorter blocks are its name, date or buttons."""
_WORD = re.compile(rf"[{regex_ranges(KANA_AND_HAN)}]|[^\W{regex_ranges(KANA_AND_HAN)}]+")

KeptBlocks = list[tuple[int, Block, Role]]
"""Index among the blocks of the page, block and role."""


class _Numbering:
    """Numbers keys from 1 on, in the order in which they come."""

    def __init__(self) -> None:
        self._given: dict[Hashable, int] = {}

    def assign(self, key: Hashable) -> int:
        return self._given.setdefault(key, len(self._given) + 1)


def build_body(
    segmentation: Segmentation, roles: Sequence[Role], kept: Sequence[bool], base: str | None
) -> tuple[Passage, ...]:
    """Make a passage of each kept block. `base` is the page's address. Linear in blocks and elements."""
    blocks = segmentation.blocks
    kept_blocks = [(i, blocks[i], roles[i]) for i in compress(range(len(blocks)), kept)]
    by_element = find_containers(segmentation.elements, [block.element for _, block, _ in kept_blocks])
    containers = [by_element[block.element] for _, block, _ in kept_blocks]
    signatures = _find_signatures(segmentation) if any(own.quote >= 0 for own in containers) else {}
    kept_blocks = _join_signatures(kept_blocks, signatures, containers)
    shown = [i for i, _, _ in kept_blocks]
    notes = find_footnotes(segmentation, shown, shown, base)
    authors = {quote: signature.author for quote, signature in signatures.items()}
    return tuple(_make_passages(kept_blocks, containers, notes, authors, base))


def build_comments(
    blocks: Sequence[Block], roles: Sequence[Role], kept: Sequence[bool], base: str | None
) -> tuple[Passage, ...]:
    """Make a passage of each block of a reader's comment that has enough words."""
    comments = [i for i, role in enumerate(roles) if role is _COMMENT]
    return tuple(
        Passage(_COMMENT, blocks[i].text, marks=_resolve_marks(blocks[i], base, i, {}))
        for i in comments
        if not kept[i] and _has_content(blocks[i])
    )


def _has_content(block: Block) -> bool:
    return block.layout is not Layout.ALT and len(_WORD.findall(block.text)) >= COMMENT_WORDS


def _make_passages(
    kept_blocks: KeptBlocks,
    containers: Sequence[Containers],
    notes: Footnotes,
    authors: dict[int, str],
    base: str | None,
) -> Iterator[Passage]:
    groups, items = _Numbering(), _Numbering()
    run = 0  # number of the run of neighbours with the same role, which is a group in flattened text
    last_role: Role | None = None
    for (i, whole, role), own in zip(kept_blocks, containers, strict=True):
        block = _drop_back_links(whole) if i in notes.labels else whole
        run += role is not last_role
        last_role = role
        is_item = role is _LIST_ITEM
        group = _find_group(role, own)
        host = own.find_host() if role in ROLES_WITHIN_ITEMS else None
        yield Passage(
            role,
            block.text,
            host.list_depth if host else own.list_depth if is_item and group >= 0 else block.level,
            block.indent if block.layout in _INDENTED else 0,
            _number_group(role, group, run, groups),
            items.assign(host.item if host else own.item if own.item >= 0 else ("block", i)) if is_item or host else 0,
            host.number if host else _find_item_number(block, own) if is_item else None,
            tuple([_resolve_cell(cell, base) for cell in block.cells]) if role is _TABLE_ROW else (),
            _resolve_marks(block, base, i, notes.references) if block.marks else (),
            own.language if role is _CODE and _LANGUAGE.fullmatch(own.language) else None,
            authors.get(own.quote) if role is _QUOTE else None,
            notes.labels.get(i),
            is_item and own.is_term,
        )


def _drop_back_links(block: Block) -> Block:
    """A block of a footnote without its links back to the text, and without signs that only led to them."""
    text, marks = block.text, block.marks
    for link in sorted(find_back_links(block), key=lambda mark: -mark.start):
        text = text[: link.start] + text[link.end :]
        size = link.end - link.start
        others = (mark for mark in marks if mark.end <= link.start or mark.start >= link.end)
        marks = tuple(m if m.end <= link.start else m._replace(start=m.start - size, end=m.end - size) for m in others)
    if text == block.text:
        return block
    words = text.lstrip(" ^[]().:")
    shift = len(text) - len(words)
    words = words.rstrip()
    moved = (m._replace(start=max(m.start - shift, 0), end=min(m.end - shift, len(words))) for m in marks)
    return block._replace(text=words, marks=tuple(m for m in moved if m.start < m.end)) if words else block


def _number_group(role: Role, group: int, run: int, groups: _Numbering) -> int:
    """The number of a group: of an element, else of a run of neighbours. A paragraph has one as a line of a stanza."""
    if role not in _CONTAINER_FIELDS or (role is _PARAGRAPH and group < 0):
        return 0
    return groups.assign((role, group) if group >= 0 else (role, "run", run))


def _find_group(role: Role, containers: Containers) -> int:
    """Find the index of the element that groups the blocks of a role, or -1."""
    element_index: int = getattr(containers, _CONTAINER_FIELDS[role]) if role in _CONTAINER_FIELDS else -1
    return element_index


def _find_item_number(block: Block, containers: Containers) -> int | None:
    if block.element >= 0:
        return containers.number
    return int(match[1]) if (match := _NUMERAL.match(block.text)) else None


def _resolve_cell(cell: Cell, base: str | None) -> Cell:
    """A cell with the marks of its parts as `_resolve_marks` has them."""
    if not cell.parts:
        return cell
    parts = [part._replace(marks=_resolve_marks(part, base, -1, {})) for part in cell.parts]
    is_plain = len(parts) == 1 and not parts[0].marks and parts[0].layout is not Layout.CODE
    return cell._replace(parts=() if is_plain else tuple(parts))


def _resolve_marks(
    block: Block | CellPart, base: str | None, index: int, references: Mapping[tuple[int, Mark], str]
) -> tuple[Mark, ...]:
    """Keep the marks of words, and links with a known target. `references` are those of `Footnotes`."""
    found = []
    for mark in block.marks:
        if mark.kind not in _FIELD_MARKS:
            found.append(mark._replace(value="") if mark.value and mark.kind is MarkKind.CODE else mark)
        elif mark.kind in _LINKS:
            label = references.get((index, mark)) if references else None
            if address := f"#{label}" if label else absolute_url(mark.value, base):
                found.append(Mark(_LINK, mark.start, mark.end, address))
    return tuple(found)


def _find_signatures(segmentation: Segmentation) -> dict[int, Signature]:
    blocks, elements = segmentation.blocks, segmentation.elements
    return find_signatures(blocks, elements, find_containers(elements, [block.element for block in blocks]))


def _join_signatures(
    kept_blocks: KeptBlocks, signatures: dict[int, Signature], containers: Sequence[Containers]
) -> KeptBlocks:
    """Make kept signatures part of their quotes."""
    if not signatures:
        return kept_blocks
    return [
        (block_index, block, _QUOTE)
        if role is _PARAGRAPH and (signature := signatures.get(own.quote)) and signature.block_index == block_index
        else (block_index, block, role)
        for (block_index, block, role), own in zip(kept_blocks, containers, strict=True)
    ]
