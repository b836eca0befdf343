"""Checks in linear time whether markup is fit to be parsed into a tree, and extracts its text if it is not."""

import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import product
from typing import NamedTuple

import numpy as np
import turbohtml
from turbohtml import TokenType

from cleancopy.input.controls import strip_controls
from cleancopy.input.passes import TagKind, count_tags
from cleancopy.lexicon import BLOCK_TAGS, CELL_TAGS

MAX_NODES = 1_000_000
"""The largest tree that is built: it takes about two seconds and 200 MB. Real pages have tens of thousands of nodes."""

_REOPENED = "b|big|code|em|font|i|s|small|strike|strong|tt|u"
"""The formatting elements (HTML standard, section 13.2.4.3) except `a` and `nobr`, of which at most one is open."""
_ANY_TAG = re.compile(rf"<(/?)({_REOPENED})[\s>/]", re.IGNORECASE)
_MAX_ALIKE = 3
"""The most formatting elements with the same attributes that are opened again (section 13.2.4.3)."""
_TAG_CHARS = 200
_MAX_DEPTH = 512
"""The most nested elements that the parser opens."""

_MERGED = "html|body"
_MAX_MERGED = 100
"""The most `html` and `body` tags of a page that is parsed. The parser merges their attributes into those of the first
tag, in time quadratic in their number. Real pages have a few."""


class TagCounts(NamedTuple):
    """The number of ``<`` in markup by the kind of tag that begins there (`TagKind`). Not each is that of a tag."""

    other: int
    merged: int
    reopened: int
    option: int


def _make_kinds() -> bytes:
    """Make the kinds of tags by their first two characters, for `count_tags`."""
    starts = [(TagKind.OPTION_TAG, "op"), *((TagKind.MERGED_TAG, name[:2]) for name in _MERGED.split("|"))]
    for name in _REOPENED.split("|"):
        ends = " \t\n\f\r\v/>" if len(name) == 1 else name[1]
        starts += [(TagKind.REOPENED_TAG, name[0] + end) for end in ends]
    kinds = bytearray(128 * 128)
    for kind, start in starts:
        for a, b in product(*({char, char.upper()} for char in start)):
            kinds[ord(a) << 7 | ord(b)] = kind
    return bytes(kinds)


_KINDS = _make_kinds()
_NAMES = np.array([int.from_bytes(name.encode()) for name in f"{_MERGED}|{_REOPENED}".split("|")], np.uint64)


def _count_tags(markup: str) -> TagCounts:
    return TagCounts(*count_tags(markup, _KINDS, _NAMES))


def prepare_for_tree(markup: str, max_tags: int) -> str | None:
    """Drop options of a page as `drop_excess_options` does. None if the page is too large for a tree.

    max_tags   the most tags that are parsed
    """
    counts = _count_tags(markup)
    if counts.option > _MAX_OPTIONS:
        markup = drop_excess_options(markup)
        counts = _count_tags(markup)
    return None if sum(counts) > max_tags or _is_parse_bomb(markup, counts) else markup


def is_parse_bomb(markup: str) -> bool:
    """Whether the tree of `markup` would be far too large for it.

    Formatting elements without an end tag are opened again in every block, up to 512 of them: 40 kB become millions of
    nodes.
    """
    return _is_parse_bomb(markup, _count_tags(markup))


def _is_parse_bomb(markup: str, counts: TagCounts) -> bool:
    tags = sum(counts)
    if counts.merged > _MAX_MERGED:
        return True
    return min(counts.reopened, _MAX_DEPTH) * tags > MAX_NODES and _count_reopened(markup) > MAX_NODES


def _count_reopened(markup: str) -> int:
    """Count how often formatting elements are opened again, if every tag starts a block."""
    nodes = counted_to = 0
    opened: list[tuple[str, str]] = []
    alike: Counter[str] = Counter()
    for match in _ANY_TAG.finditer(markup):
        nodes += len(opened) * markup.count("<", counted_to, match.end())
        counted_to = match.end()
        name = match[2].lower()
        if match[1]:
            _close_element(name, opened, alike)
            continue
        tag = markup[match.start() : markup.find(">", match.end() - 1, match.end() + _TAG_CHARS)]
        if alike[tag] < _MAX_ALIKE and len(opened) < _MAX_DEPTH:
            alike[tag] += 1
            opened.append((name, tag))
    return nodes + len(opened) * markup.count("<", counted_to)


def _close_element(name: str, opened: list[tuple[str, str]], alike: Counter[str]) -> None:
    """Close the innermost formatting element of that name."""
    for index in range(len(opened) - 1, -1, -1):
        if opened[index][0] == name:
            alike[opened.pop(index)[1]] -= 1
            return


_BREAK_TAGS = BLOCK_TAGS - CELL_TAGS | {"br", "head", "title"}
_UNSEEN_TAGS = frozenset({"script", "style", "iframe", "noembed", "noframes"})
"""Elements with content that the tokenizer returns as text, but that is invisible (HTML standard, section 13.2.5)."""


def drop_excess_options(markup: str) -> str:
    """Drop the options of forms if there are more than any real form has.

    Each would become a block, and the text after them would be beyond `Limits.blocks`.
    """
    if markup.count("<option") + markup.count("<OPTION") <= _MAX_OPTIONS:
        return markup
    return _OPTION.sub("", markup)


def close_empty_elements(markup: str) -> str:
    """Close the elements that XML would: ``<iframe/>``. HTML takes what follows for their content, and hides it.

    An element counts that ends in ``/>`` before another tag or the end, and one that holds text alone and has no end
    tag. What a script holds is left alone.
    """
    parts, copied, position = [], 0, 0
    find_end_tag = _EndTags(markup).find
    while (match := _SWALLOWING.search(markup, position)) is not None:
        tag, end = match[1].lower(), find_end_tag(match[1].lower(), match.end())
        is_xml = match[2] == "/" and _TAG_OR_END.match(markup, match.end()) is not None
        if is_xml or (end < 0 and tag in _TEXT_ALONE):
            position = match.end() if is_xml or tag != "title" else markup.find("<", match.end())
            if position < 0:
                break  # a title to the end of the page
            parts += [markup[copied:position], f"</{tag}>"]
            copied = position
        elif end < 0:
            break  # a script that the end of the page cuts off
        else:
            position = end
    return "".join([*parts, markup[copied:]])


class _EndTags:
    """The end tags of markup. Each tag is looked for in vain only once, so that time stays linear."""

    def __init__(self, markup: str) -> None:
        lower = markup.lower()
        self._lower = lower if len(lower) == len(markup) else markup
        self._missing: set[str] = set()

    def find(self, tag: str, start: int) -> int:
        """The index of the next end tag from `start`; -1 without one."""
        end = -1 if tag in self._missing else self._lower.find(f"</{tag}", start)
        if end < 0:
            self._missing.add(tag)
        return end


_TEXT_ALONE = frozenset({"title", "textarea", "iframe"})
"""Elements without markup in them: without an end tag they would hold the rest of the page."""
_SWALLOWING = re.compile(
    r"<(title|textarea|iframe|script|style|noframes|noembed|xmp)(?=[\s/>])[^<>]*?(/?)>", re.IGNORECASE
)
_TAG_OR_END = re.compile(r"\s*(?:<|$)")
_MAX_OPTIONS = 10_000
_OPTION = re.compile(r"<option\b[^<>]*>[^<]*(?:</option\s*>)?", re.IGNORECASE)


def strip_markup(markup: str) -> str:
    """Flatten `markup` to text as a crawler does: title first, a line for each block, no markup.

    If tags do not match, the text may contain more than a visitor sees, but never less.
    """
    flat, lines = StringIO(), StringIO()  # lists of strings would take ten times the memory of the page
    flat.writelines(_flatten_tokens(markup))
    flat.seek(0)
    for part in flat:
        if line := " ".join(part.split()):
            lines.write(f"{line}\n")
    return lines.getvalue().removesuffix("\n")


def _flatten_tokens(markup: str) -> Iterator[str]:
    unseen = False
    for token in turbohtml.tokenize(markup, capture_attributes=False):
        kind = token.type
        if kind is TokenType.TEXT:
            if not unseen and token.data:
                yield strip_controls(token.data).replace("\n", " ")
            continue
        if kind is not TokenType.START_TAG and kind is not TokenType.END_TAG:
            continue
        unseen = kind is TokenType.START_TAG and token.tag in _UNSEEN_TAGS
        if token.tag in _BREAK_TAGS:
            yield "\n"
        elif token.tag in CELL_TAGS:
            yield " "
