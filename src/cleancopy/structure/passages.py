"""Kept blocks to the passages of the article's body, and comments to passages of their own."""

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence

from cleancopy.article import Passage
from cleancopy.block import Block, Cell, Layout, Mark, MarkKind, Role, Segmentation
from cleancopy.links import absolute
from cleancopy.structure.around import NOWHERE, Around, surroundings
from cleancopy.structure.notes import Notes, find_notes
from cleancopy.structure.quotes import Signature, signatures

# Looked up once: in Python 3.11 a member of an enumeration takes ten times as long to find as an attribute.
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
_WHOLES = {_LIST_ITEM: "whole", _QUOTE: "quote", _TABLE_ROW: "table", _CODE: "code"}
"""Roles whose blocks are parts of something, with what of `Around` holds them together."""
_INDENTED = frozenset({Layout.CODE, Layout.TABLE_ROW})
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
        Passage(_COMMENT, block.text, marks=_marks(block, base, i, {}))
        for i, (block, role, keep) in enumerate(zip(blocks, roles, kept, strict=True))
        if role is _COMMENT and not keep and _says_something(block)
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
        is_item = role is _LIST_ITEM
        whole = _whole(role, around)
        yield Passage(
            role,
            block.text,
            around.depth if is_item and whole >= 0 else block.level,
            block.indent if block.layout in _INDENTED else 0,
            groups.of((role, whole) if whole >= 0 else (role, "run", run)) if role in _WHOLES else 0,
            items.of(around.item if around.item >= 0 else ("block", i)) if is_item else 0,
            _number(block, around) if is_item else None,
            block.cells if role is _TABLE_ROW else (),
            _marks(block, base, i, notes.references) if block.marks else (),
            around.language if role is _CODE and _LANGUAGE.fullmatch(around.language) else None,
            authors.get(around.quote) if role is _QUOTE else None,
            notes.labels.get(i),
        )


def _whole(role: Role, around: Around) -> int:
    """The element that holds together what a block of a role is a part of, or -1."""
    place: int = getattr(around, _WHOLES[role]) if role in _WHOLES else -1
    return place


def _number(block: Block, around: Around) -> int | None:
    if block.element >= 0:
        return around.number
    return int(match[1]) if (match := _NUMERAL.match(block.text)) else None


def _marks(block: Block, base: str | None, place: int, notes: Mapping[tuple[int, Mark], str]) -> tuple[Mark, ...]:
    """Links that lead somewhere, and styles; `notes` as in `Notes.references`."""
    found = []
    for mark in block.marks:
        if mark.kind in _STYLES:
            found.append(Mark(mark.kind, mark.start, mark.end) if mark.value else mark)
        elif mark.kind in _LINKS:
            label = notes.get((place, mark)) if notes else None
            if address := f"#{label}" if label else absolute(mark.value, base):
                found.append(Mark(_LINK, mark.start, mark.end, address))
    return tuple(found)


def _with_lone_cells(places: Kept, of_blocks: Sequence[Around]) -> Kept:
    """Make rows of blocks that are the only text of a row, where they stand next to one of the same table."""
    found = list(places)
    if all(role is not _TABLE_ROW for _, _, role in places):
        return found
    for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        for i in order:
            beside = i - order.step
            place, block, role = found[i]
            if (
                role is _PARAGRAPH
                and _is_lone(block.cells, block.text)
                and found[beside][2] is _TABLE_ROW
                and of_blocks[i].table == of_blocks[beside].table >= 0
            ):
                found[i] = place, block, _TABLE_ROW
    return found


def _is_lone(cells: Sequence[Cell], text: str) -> bool:
    return sum(cell.columns for cell in cells) > 1 and len(text) <= LONE_CELL_CHARS


def _with_signatures(places: Kept, signed: dict[int, Signature], of_blocks: Sequence[Around]) -> Kept:
    """Make a signature that was kept a part of its quote."""
    if not signed:
        return places
    return [
        (place, block, _QUOTE)
        if role is _PARAGRAPH and (of := signed.get(around.quote)) and of.place == place
        else (place, block, role)
        for (place, block, role), around in zip(places, of_blocks, strict=True)
    ]
