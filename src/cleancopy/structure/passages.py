"""Kept blocks to the passages of the article's body, and comments to passages of their own."""

import re
from collections.abc import Hashable, Iterator, Sequence

from cleancopy.article import Passage
from cleancopy.block import Block, Cell, Layout, Mark, MarkKind, Role, Segmentation
from cleancopy.links import absolute
from cleancopy.structure.around import NOWHERE, Around, surroundings
from cleancopy.structure.notes import Notes, find_notes
from cleancopy.structure.quotes import Signature, signatures

_LINKS = frozenset({MarkKind.LINK, MarkKind.AUTHOR})
_STYLES = frozenset({MarkKind.STRONG, MarkKind.EMPHASIS, MarkKind.CODE})
_GROUPED = frozenset({Role.LIST_ITEM, Role.QUOTE, Role.TABLE_ROW, Role.CODE})
_NUMERAL = re.compile(r"\(?([0-9]{1,3})[.)]\s")
_LANGUAGE = re.compile(r"[\w+#.-]{1,30}")

LONE_CELL_CHARS = 300
"""As `segment.rows.ROW_CELL_CHARS`: a longer cell is running text of a laid-out page."""

COMMENT_WORDS = 5
"""What is shorter is the name, the date or the buttons of a comment."""
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")

Kept = list[tuple[int, Block, Role]]
"""Place on the page, block and role."""


class _Numbers:
    """Numbers from 1 for whatever is asked for, the same for the same."""

    def __init__(self) -> None:
        self._given: dict[Hashable, int] = {}

    def of(self, key: Hashable) -> int:
        return self._given.setdefault(key, len(self._given) + 1)


def body_passages(
    segmentation: Segmentation, roles: Sequence[Role], kept: Sequence[bool], base: str | None
) -> tuple[Passage, ...]:
    """The passages of the kept blocks, one each; `base` is the page's address. Linear in blocks and elements."""
    blocks, elements = segmentation.blocks, segmentation.elements
    places = [(i, b, r) for i, (b, r, k) in enumerate(zip(blocks, roles, kept, strict=True)) if k]
    around = surroundings(elements)
    signed = signatures(blocks, elements, around)
    of_blocks = [around[b.element] if b.element >= 0 else NOWHERE for _, b, _ in places]
    places = _with_signatures(_with_lone_cells(places, of_blocks), signed, of_blocks)
    notes = find_notes([(b, r) for _, b, r in places], elements, base)
    return tuple(_passages(places, of_blocks, notes, {q: s.author for q, s in signed.items()}, base))


def comment_passages(
    blocks: Sequence[Block], roles: Sequence[Role], kept: Sequence[bool], base: str | None
) -> tuple[Passage, ...]:
    """The comments of readers that say something."""
    return tuple(
        Passage(Role.COMMENT, block.text, marks=_marks(block, base))
        for block, role, keep in zip(blocks, roles, kept, strict=True)
        if role is Role.COMMENT and not keep and _says_something(block)
    )


def _says_something(block: Block) -> bool:
    return block.layout is not Layout.ALT and len(_WORD.findall(block.text)) >= COMMENT_WORDS


def _passages(
    places: Kept, of_blocks: Sequence[Around], notes: Notes, authors: dict[int, str], base: str | None
) -> Iterator[Passage]:
    groups, items = _Numbers(), _Numbers()
    run = 0  # of neighbours of one role that no element holds together, as in flattened text
    above: Role | None = None
    for i, ((_, block, role), around) in enumerate(zip(places, of_blocks, strict=True)):
        run += role is not above
        above = role
        is_item = role is Role.LIST_ITEM
        whole = _whole(role, around)
        yield Passage(
            role,
            block.text,
            around.depth if is_item and whole >= 0 else block.level,
            block.indent if block.layout in {Layout.CODE, Layout.TABLE_ROW} else 0,
            groups.of((role, whole) if whole >= 0 else (role, "run", run)) if role in _GROUPED else 0,
            items.of(around.item if around.item >= 0 else ("block", i)) if is_item else 0,
            _number(block, around) if is_item else None,
            block.cells if role is Role.TABLE_ROW else (),
            _marks(block, base, {m: label for m in block.marks if (label := notes.references.get((i, m)))}),
            around.language if role is Role.CODE and _LANGUAGE.fullmatch(around.language) else None,
            authors.get(around.quote) if role is Role.QUOTE else None,
            notes.labels.get(i),
        )


def _whole(role: Role, around: Around) -> int:
    """The element that holds together what a block of a role is a part of, or -1."""
    match role:
        case Role.LIST_ITEM:
            return around.whole
        case Role.QUOTE:
            return around.quote
        case Role.TABLE_ROW:
            return around.table
        case Role.CODE:
            return around.code
        case _:
            return -1


def _number(block: Block, around: Around) -> int | None:
    if block.element >= 0:
        return around.number
    return int(match[1]) if (match := _NUMERAL.match(block.text)) else None


def _marks(block: Block, base: str | None, notes: dict[Mark, str] | None = None) -> tuple[Mark, ...]:
    """Links that lead somewhere, and styles."""
    found = []
    for mark in block.marks:
        if mark.kind in _STYLES:
            found.append(mark._replace(value=""))
        elif mark.kind in _LINKS:
            label = notes.get(mark) if notes else None
            if address := f"#{label}" if label else absolute(mark.value, base):
                found.append(Mark(MarkKind.LINK, mark.start, mark.end, address))
    return tuple(found)


def _with_lone_cells(places: Kept, of_blocks: Sequence[Around]) -> Kept:
    """Make rows of blocks that are the only text of a row, where they stand next to one of the same table."""
    found = list(places)
    for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        for i in order:
            beside = i - order.step
            place, block, role = found[i]
            if (
                role is Role.PARAGRAPH
                and _is_lone(block.cells, block.text)
                and found[beside][2] is Role.TABLE_ROW
                and of_blocks[i].table == of_blocks[beside].table >= 0
            ):
                found[i] = place, block, Role.TABLE_ROW
    return found


def _is_lone(cells: Sequence[Cell], text: str) -> bool:
    return sum(cell.columns for cell in cells) > 1 and len(text) <= LONE_CELL_CHARS


def _with_signatures(places: Kept, signed: dict[int, Signature], of_blocks: Sequence[Around]) -> Kept:
    """Make a signature that was kept a part of its quote."""
    return [
        (place, block, Role.QUOTE)
        if role is Role.PARAGRAPH and (of := signed.get(around.quote)) and of.place == place
        else (place, block, role)
        for (place, block, role), around in zip(places, of_blocks, strict=True)
    ]
