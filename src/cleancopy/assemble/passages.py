"""Makes the passages of the article's body from kept blocks, and those of readers' comments."""

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence

from cleancopy.article_data import Passage
from cleancopy.assemble.ancestors import NO_CONTAINERS, Containers, find_containers
from cleancopy.assemble.footnotes import Footnotes, find_footnotes
from cleancopy.assemble.quotes import Signature, find_signatures
from cleancopy.block import Block, Cell, Layout, Mark, MarkKind, Role, Segmentation
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
_STYLES = frozenset({MarkKind.STRONG, MarkKind.EMPHASIS, MarkKind.CODE})
_CONTAINER_FIELDS = {_LIST_ITEM: "outer_list", _QUOTE: "quote", _TABLE_ROW: "table", _CODE: "code"}
"""The field of `Containers` that groups the blocks of a role."""
_INDENTED = frozenset({Layout.CODE, Layout.TABLE_ROW})
_NUMERAL = re.compile(r"\(?([0-9]{1,3})[.)]\s")
_LANGUAGE = re.compile(r"[\w+#.-]{1,30}")

LONE_CELL_CHARS = 300
"""Equal to `segment.rows.ROW_CELL_CHARS`: a longer cell is running text in a layout table."""

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
    blocks, elements = segmentation.blocks, segmentation.elements
    kept_blocks = [(i, b, r) for i, (b, r, k) in enumerate(zip(blocks, roles, kept, strict=True)) if k]
    by_element = find_containers(elements)
    signatures = find_signatures(blocks, elements, by_element)
    containers = [by_element[b.element] if b.element >= 0 else NO_CONTAINERS for _, b, _ in kept_blocks]
    kept_blocks = _join_lone_cells(kept_blocks, containers)
    kept_blocks = _join_signatures(kept_blocks, signatures, containers)
    notes = find_footnotes([(b, r) for _, b, r in kept_blocks], elements, base)
    authors = {quote: signature.author for quote, signature in signatures.items()}
    return tuple(_make_passages(kept_blocks, containers, notes, authors, base))


def build_comments(
    blocks: Sequence[Block], roles: Sequence[Role], kept: Sequence[bool], base: str | None
) -> tuple[Passage, ...]:
    """Make a passage of each block of a reader's comment that has enough words."""
    return tuple(
        Passage(_COMMENT, block.text, marks=_resolve_marks(block, base, i, {}))
        for i, (block, role, keep) in enumerate(zip(blocks, roles, kept, strict=True))
        if role is _COMMENT and not keep and _has_content(block)
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
    for i, ((_, block, role), own) in enumerate(zip(kept_blocks, containers, strict=True)):
        run += role is not last_role
        last_role = role
        is_item = role is _LIST_ITEM
        group = _find_group(role, own)
        yield Passage(
            role,
            block.text,
            own.list_depth if is_item and group >= 0 else block.level,
            block.indent if block.layout in _INDENTED else 0,
            groups.assign((role, group) if group >= 0 else (role, "run", run)) if role in _CONTAINER_FIELDS else 0,
            items.assign(own.item if own.item >= 0 else ("block", i)) if is_item else 0,
            _find_item_number(block, own) if is_item else None,
            block.cells if role is _TABLE_ROW else (),
            _resolve_marks(block, base, i, notes.references) if block.marks else (),
            own.language if role is _CODE and _LANGUAGE.fullmatch(own.language) else None,
            authors.get(own.quote) if role is _QUOTE else None,
            notes.labels.get(i),
        )


def _find_group(role: Role, containers: Containers) -> int:
    """Find the index of the element that groups the blocks of a role, or -1."""
    element_index: int = getattr(containers, _CONTAINER_FIELDS[role]) if role in _CONTAINER_FIELDS else -1
    return element_index


def _find_item_number(block: Block, containers: Containers) -> int | None:
    if block.element >= 0:
        return containers.number
    return int(match[1]) if (match := _NUMERAL.match(block.text)) else None


def _resolve_marks(
    block: Block, base: str | None, index: int, references: Mapping[tuple[int, Mark], str]
) -> tuple[Mark, ...]:
    """Keep styles, and links with a known target. `references` are those of `Footnotes`."""
    found = []
    for mark in block.marks:
        if mark.kind in _STYLES:
            found.append(Mark(mark.kind, mark.start, mark.end) if mark.value else mark)
        elif mark.kind in _LINKS:
            label = references.get((index, mark)) if references else None
            if address := f"#{label}" if label else absolute_url(mark.value, base):
                found.append(Mark(_LINK, mark.start, mark.end, address))
    return tuple(found)


def _join_lone_cells(kept_blocks: KeptBlocks, containers: Sequence[Containers]) -> KeptBlocks:
    """Turn blocks that are the only text of a table row into rows if they are next to a row of the same table."""
    found = list(kept_blocks)
    if all(role is not _TABLE_ROW for _, _, role in kept_blocks):
        return found
    for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        for i in order:
            neighbour = i - order.step
            block_index, block, role = found[i]
            if (
                role is _PARAGRAPH
                and _is_lone_cell(block.cells, block.text)
                and found[neighbour][2] is _TABLE_ROW
                and containers[i].table == containers[neighbour].table >= 0
            ):
                found[i] = block_index, block, _TABLE_ROW
    return found


def _is_lone_cell(cells: Sequence[Cell], text: str) -> bool:
    return sum(cell.columns for cell in cells) > 1 and len(text) <= LONE_CELL_CHARS


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
