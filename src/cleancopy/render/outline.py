"""The body of an article as a sequence of nodes: how its passages form lists, quotes, tables, code and footnotes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from cleancopy.article_data import ROLES_WITHIN_ITEMS, ArticleData, Image, Passage, Post
from cleancopy.block import Mark, MarkKind, Role
from cleancopy.lines import fold_words
from cleancopy.render.inline import Span, build_spans
from cleancopy.render.nodes import Code, Figure, Heading, Item, Listing, Node, Note, Paragraph, Quote, Table, Verse
from cleancopy.render.tables import build_rows, is_one_column

MAX_LIST_DEPTH = 8
"""Items that are deeper stand at this depth. Parsers give up at some depth, markdown-it where ten lists are nested."""
MAX_ITEM_NUMBER = 999_999_999
"""The largest number of an item (CommonMark 5.2)."""

# Flattened lists bring the bullet as a character; the document has its own.
_BULLET = re.compile(r"\s*[-+*–•‣◦▪·]\s+")
_LANGUAGE = re.compile(r"[\w+#.-]{1,30}")
_PLAIN_LABEL = re.compile(r"[A-Za-z0-9-]{1,20}")
_NOTE_ROLES = frozenset({Role.PARAGRAPH, Role.LIST_ITEM, Role.QUOTE})
_GROUPED_ROLES = frozenset({Role.LIST_ITEM, Role.QUOTE, Role.TABLE_ROW, Role.CODE})
_CITING_ROLES = _NOTE_ROLES | {Role.SUBHEADING}


def name_cited_notes(article: ArticleData) -> dict[str, str]:
    """Name the footnotes that the body refers to: by label, the name in the document, of letters and digits."""
    labels = frozenset(p.note for p in article.body if p.note and _is_note(p))
    names: dict[str, str] = {}
    for passage in article.body:
        if labels and passage.role in _CITING_ROLES and not _is_note(passage):
            for label in _list_references(build_spans(passage, labels)):
                names.setdefault(label, label if _PLAIN_LABEL.fullmatch(label) else f"sign-{len(names) + 1}")
    return names


def _list_references(tree: Sequence[Span]) -> Iterator[str]:
    for span in tree:
        if span.note:
            yield span.value
        else:
            yield from _list_references(span.inner)


def _is_note(passage: Passage) -> bool:
    return bool(passage.note) and passage.role in _NOTE_ROLES and not is_blank(passage.text)


def is_blank(text: str) -> bool:
    """Whether a text has no words and no signs."""
    return not text.strip()


def get_separate_dek(article: ArticleData) -> str:
    """Get the dek that a document shows above its body; "" where a paragraph of the body says the same."""
    dek = article.dek or ""
    words = fold_words(dek)
    is_in_body = any(p.role is not Role.DEK and words and fold_words(p.text) == words for p in article.body)
    return "" if is_in_body else dek


def has_formulas(article: ArticleData) -> bool:
    """Whether a formula stands in the body or the comments."""
    passages = (*article.body, *article.comments)
    return any(mark.kind is MarkKind.FORMULA for passage in passages for mark in passage.marks)


def list_comments(article: ArticleData) -> list[Passage]:
    """Return the comments that have words or signs."""
    return [p for p in article.comments if not is_blank(p.text)]


def build_outline(article: ArticleData) -> Iterator[Node]:
    """Yield the nodes of the body in order, those of a post behind a line with its author and date.

    A picture comes before the first node that begins at or after its place.
    """
    cited = name_cited_notes(article)
    figures = _place_figures(article)
    written_notes: set[str | None] = set()
    passage_index = post = 0
    for role, passages in _split_body(article.body, cited):
        if passages[0].post > post:
            post = passages[0].post
            yield from _build_signature(article.posts[post - 1 : post])
        yield from _pop_figures(figures, passage_index)
        passage_index += len(passages)
        shown = [p for p in passages if not is_blank(p.text) or p.role in {Role.TABLE_ROW, Role.CODE}]
        if role is None and shown[0].note in written_notes:  # a label names one footnote
            yield from map(Paragraph, shown)
        elif shown:
            yield from _build_nodes(role, shown)
            written_notes.update(p.note for p in shown if role is None)
    yield from _pop_figures(figures, passage_index)


def _build_signature(posts: Sequence[Post]) -> Iterator[Paragraph]:
    """Yield a line with the author, in bold, and the date of a post."""
    for post in posts:
        known = [part for part in (post.author, post.published) if part and not is_blank(part)]
        marks = (Mark(MarkKind.STRONG, 0, len(known[0])),) if known and known[0] == post.author else ()
        if known:
            yield Paragraph(Passage(Role.PARAGRAPH, ", ".join(known), marks=marks))


def _split_body(body: Sequence[Passage], cited: Mapping[str, str]) -> Iterator[tuple[Role | None, list[Passage]]]:
    """Yield the passages of each node with their role, which is None for a footnote. A list has what its items hold."""
    runs = groupby(enumerate(body), key=lambda pair: _group_key(pair[0], pair[1], cited))
    waiting: list[Passage] = []  # code, tables and quotes behind the list in whose items they may stand
    listing: list[Passage] = []
    for (role, _), pairs in runs:
        passages = [passage for _, passage in pairs]
        if listing and role in ROLES_WITHIN_ITEMS and passages[0].item:
            waiting += passages
            continue
        if listing and role is Role.LIST_ITEM and passages[0].group == listing[0].group:
            listing += [*waiting, *passages]
            waiting = []
            continue
        yield from _end_list(listing, waiting)
        listing, waiting = (passages, []) if role is Role.LIST_ITEM else ([], [])
        if role is not Role.LIST_ITEM:
            yield role, passages
    yield from _end_list(listing, waiting)


def _end_list(listing: list[Passage], waiting: list[Passage]) -> Iterator[tuple[Role | None, list[Passage]]]:
    """Yield a list with what its last items hold, and what stands behind it."""
    if not listing:
        return
    items = {passage.item for passage in listing}
    n_inside = next((i for i, passage in enumerate(waiting) if passage.item not in items), len(waiting))
    yield Role.LIST_ITEM, [*listing, *waiting[:n_inside]]
    for _, group in groupby(waiting[n_inside:], key=lambda passage: (passage.role, passage.group)):
        passages = list(group)
        yield passages[0].role, passages


def _group_key(passage_index: int, passage: Passage, cited: Mapping[str, str]) -> tuple[Role | None, object]:
    """The role and group that passages of one node share. Footnotes have the role None."""
    if _is_note(passage) and passage.note in cited:
        return None, passage.note
    is_verse = passage.role is Role.PARAGRAPH and passage.group > 0
    return passage.role, passage.group if is_verse or passage.role in _GROUPED_ROLES else (passage_index,)


def _place_figures(article: ArticleData) -> list[tuple[int, Image]]:
    """Pictures with the index of the passage after them, the last first. The lead image stands before everything."""
    placed = [(-1 if i.lead else i.passage_index, i) for i in article.images if i.lead or i.passage_index is not None]
    placed = [(index, i) for index, i in placed if i.src or i.caption]
    return sorted(((index or 0, i) for index, i in placed), key=lambda pair: pair[0])[::-1]


def _pop_figures(figures: list[tuple[int, Image]], passage_index: int) -> Iterator[Figure]:
    while figures and figures[-1][0] <= passage_index:
        yield Figure(figures.pop()[1])


def _build_nodes(role: Role | None, passages: Sequence[Passage]) -> Iterator[Node]:
    match role:
        case None:
            yield Note(passages[0].note or "", tuple(passages))
        case Role.LIST_ITEM:
            yield from _build_lists(passages)
        case Role.TABLE_ROW:
            yield from _build_table(passages)
        case Role.CODE:
            yield _build_code(passages)
        case Role.QUOTE:
            yield _build_quote(passages)
        case Role.DEK:
            pass  # every document has it at its head
        case Role.SUBHEADING:
            yield from (Heading(p, min(max(p.level, 2), 6)) for p in passages)
        case Role.PARAGRAPH if passages[0].group > 0 and len(passages) > 1:
            yield Verse(tuple(passages))
        case _:
            yield from map(Paragraph, passages)


def _build_table(passages: Sequence[Passage]) -> Iterator[Node]:
    if is_one_column(passages):
        yield from (Paragraph(p) for p in passages if not is_blank(p.text))
    elif rows := build_rows(passages):
        yield Table(rows)
    else:
        yield _build_code(passages)  # keeps the columns as they stood


def _build_code(passages: Sequence[Passage]) -> Code:
    language = next((p.language for p in passages if p.language and _LANGUAGE.fullmatch(p.language)), None)
    return Code("\n".join(" " * p.indent + p.text for p in passages), language)


def _build_quote(passages: Sequence[Passage]) -> Quote:
    author = next((p.author for p in passages if p.author and not is_blank(p.author)), None)
    if author is None or not any(author in p.text for p in passages):
        return Quote(tuple(passages), None, author)
    if len(passages) > 1 and author in passages[-1].text:
        return Quote(tuple(passages[:-1]), passages[-1], None)
    return Quote(tuple(passages), None, None)


def _build_lists(passages: Sequence[Passage]) -> Iterator[Listing]:
    """Nest items by their levels.

    An item stands one step deeper than one of a lower level above it. A list ends where its numbers do not continue.
    """
    top: list[Listing] = []
    path: list[_OpenList] = []
    for (role, _), group in groupby(passages, key=_item_key):
        members = list(group)
        if role is Role.LIST_ITEM:
            for passage in members:
                _place(passage, _strip_marker(passage), path, top)
        else:
            for node in _build_nodes(role, members):
                _place(members[0], node.passage if isinstance(node, Paragraph) else node, path, top)
    yield from top


def _item_key(passage: Passage) -> tuple[Role, object]:
    """What the passages of one part of an item share. Items are taken one by one."""
    return passage.role, (passage.item, passage.group) if passage.role in ROLES_WITHIN_ITEMS else None


def _place(passage: Passage, part: Any, path: list["_OpenList"], top: list[Listing]) -> None:
    """Add a part to the item of a passage, or to a new one."""
    level = max(passage.level, 1)
    if not _join_open_item(passage, part, path):
        deeper = None
        while path and path[-1].level > level:
            deeper = path.pop()
        if deeper and not (path and path[-1].level == level):
            path.append(deeper._replace(level=level))  # between two levels: beside the deeper one
        _add_item(passage, part, path[-1].level if len(path) == MAX_LIST_DEPTH else level, path, top)


def _join_open_item(passage: Passage, part: Any, path: list["_OpenList"]) -> bool:
    """Add a part to the open item that a passage belongs to; return False if there is none."""
    depth = next((i for i, o in enumerate(path) if passage.item and o.item == passage.item), None)
    if depth is None:
        return False
    del path[depth + 1 :]
    path[depth].listing.items[-1].parts.append(part)
    return True


def _add_item(passage: Passage, part: Any, level: int, path: list["_OpenList"], top: list[Listing]) -> None:
    number = passage.number if passage.number is not None and 0 <= passage.number <= MAX_ITEM_NUMBER else None
    sibling = path.pop() if path and path[-1].level == level else None
    if sibling and sibling.continues_with(number):
        listing = sibling.listing
    else:
        listing = Listing(number, [])
        if path:
            path[-1].listing.items[-1].parts.append(listing)
        else:
            top.append(listing)
    listing.items.append(Item([part]))
    path.append(_OpenList(listing, level, passage.item, number))


class _OpenList(NamedTuple):
    """A list that may continue, with its level, and the ID and number of its last item."""

    listing: Listing
    level: int
    item: int
    number: int | None

    def continues_with(self, number: int | None) -> bool:
        return number is None if self.number is None else number == self.number + 1


def _strip_marker(passage: Passage) -> Passage:
    """Remove the bullet or number at the start of an item's text: the document writes its own."""
    match = _BULLET.match(passage.text)
    if match is None and passage.number is not None:
        match = re.match(rf"\s*\(?0*{passage.number}[.)]\s+", passage.text)
    if match is None or match.end() == len(passage.text):
        return passage
    size = match.end()
    marks = tuple(m._replace(start=m.start - size, end=m.end - size) for m in passage.marks)
    return passage._replace(text=passage.text[size:], marks=marks)
