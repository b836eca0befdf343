"""Markup looked at without a tree, in linear time: is it fit to be parsed, and its text where it is not."""

import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import turbohtml
from turbohtml import TokenType

from cleancopy.controls import without_controls

DEGRADED = "degraded"

MOST_NODES = 1_000_000
"""So many nodes are parsed and walked in some two seconds and 200 MB. Real pages have tens of thousands."""


def _any_case(names: str) -> str:
    """A pattern for names in whatever case: half the time of a pattern that ignores case as a whole."""
    return re.sub("[a-z]", lambda letter: f"[{letter[0]}{letter[0].upper()}]", names)


_REOPENED = "b|big|code|em|font|i|s|small|strike|strong|tt|u"
"""The formatting elements (HTML standard, section 13.2.4.3) but `a` and `nobr`, of which one at most is open."""
_OPENING = re.compile(rf"<(?:{_any_case(_REOPENED)})[\s>/]")
_EITHER = re.compile(rf"<(/?)({_REOPENED})[\s>/]", re.IGNORECASE)
_ALIKE = 3
"""Of formatting elements with the same attributes no more than three are opened again (section 13.2.4.3)."""
_TAG_CHARS = 200
_DEEPEST = 512
"""The parser opens no more elements above one another."""

_MERGED = re.compile(rf"<(?:{_any_case('html|body')})[\s/]")
_MOST_MERGED = 100
"""The attributes of every further `html` and `body` tag are merged into those of the first, which takes their number
squared. Real pages have a handful."""


def explodes(markup: str) -> bool:
    """Whether the tree of `markup` would be out of all proportion to it.

    Formatting elements that nobody closes are opened again in every block, up to 512 of them: 40 kB become millions of
    nodes.
    """
    tags = _tag_beginnings(markup)
    # Patterns are asked on few pages only: they take ten times as long as counting what tags begin with.
    if np.count_nonzero(_MAY_MERGE[tags]) > _MOST_MERGED and len(_MERGED.findall(markup)) > _MOST_MERGED:
        return True
    if min(int(np.count_nonzero(_MAY_REOPEN[tags])), _DEEPEST) * len(tags) <= MOST_NODES:
        return False
    openings = min(len(_OPENING.findall(markup)), _DEEPEST)
    return openings * len(tags) > MOST_NODES and _reopened(markup) > MOST_NODES


def _tag_beginnings(markup: str) -> npt.NDArray[np.integer[Any]]:
    """The two bytes behind each ``<`` that has as many, as no tag has less, as one number."""
    data = np.frombuffer(markup.encode("utf-8", "surrogatepass"), np.uint8)
    places = np.flatnonzero(data[:-2] == ord("<"))
    return data[places + 1].astype(np.uint16) << 8 | data[places + 2]


def _beginnings(names: str, ends: str) -> npt.NDArray[np.bool_]:
    """For the two characters behind a ``<`` whether a tag of one of these names may begin so."""
    may = np.zeros(1 << 16, bool)
    for name in names.split("|"):
        first, *seconds = (name[0], name[1]) if len(name) > 1 else (name, *ends)
        for second in seconds:
            for a, b in product(first + first.upper(), second + second.upper()):
                may[ord(a) << 8 | ord(b)] = True
    return may


_MAY_MERGE, _MAY_REOPEN = _beginnings("html|body", ""), _beginnings(_REOPENED, " \t\n\f\r\v/>")


def _reopened(markup: str) -> int:
    """How often a formatting element is opened again, if every tag starts a block."""
    nodes = behind = 0
    opened: list[tuple[str, str]] = []
    alike: Counter[str] = Counter()
    for match in _EITHER.finditer(markup):
        nodes += len(opened) * markup.count("<", behind, match.end())
        behind = match.end()
        name = match[2].lower()
        if match[1]:
            _end(name, opened, alike)
            continue
        tag = markup[match.start() : markup.find(">", match.end() - 1, match.end() + _TAG_CHARS)]
        if alike[tag] < _ALIKE and len(opened) < _DEEPEST:
            alike[tag] += 1
            opened.append((name, tag))
    return nodes + len(opened) * markup.count("<", behind)


def _end(name: str, opened: list[tuple[str, str]], alike: Counter[str]) -> None:
    """Close the innermost formatting element of that name."""
    for place in range(len(opened) - 1, -1, -1):
        if opened[place][0] == name:
            alike[opened.pop(place)[1]] -= 1
            return


_BREAKS = frozenset(
    (
        "address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset "
        "figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing main menu "
        "nav ol optgroup option p plaintext pre search section select summary table tbody textarea tfoot thead "
        "title tr ul xmp"
    ).split()
)
_CELLS = frozenset({"td", "th"})
_UNSEEN = frozenset({"script", "style", "iframe", "noembed", "noframes"})
"""Elements whose content is text to the tokenizer and nothing to the reader (HTML standard, section 13.2.5)."""


def without_options(markup: str) -> str:
    """The markup without the choices of its forms, where there are more than any form has: they are no text.

    Each would be a block, and text that stands behind them would be beyond `Limits.blocks`.
    """
    if markup.count("<option") + markup.count("<OPTION") <= _MOST_OPTIONS:
        return markup
    return _OPTION.sub("", markup)


_MOST_OPTIONS = 10_000
_OPTION = re.compile(r"<option\b[^<>]*>[^<]*(?:</option\s*>)?", re.IGNORECASE)


def strip(markup: str) -> str:
    """The text of `markup` as a crawler flattens it: title first, a line for each block, no markup.

    Where tags do not match, more may stand in it than a reader sees, never less.
    """
    flat, lines = StringIO(), StringIO()  # lists of their pieces would take ten times the memory of the page
    flat.writelines(_pieces(markup))
    flat.seek(0)
    for part in flat:
        if line := " ".join(part.split()):
            lines.write(f"{line}\n")
    return lines.getvalue().removesuffix("\n")


def _pieces(markup: str) -> Iterator[str]:
    unseen = False
    for token in turbohtml.tokenize(markup, capture_attributes=False):
        kind = token.type
        if kind is TokenType.TEXT:
            if not unseen and token.data:
                yield without_controls(token.data).replace("\n", " ")
            continue
        if kind is not TokenType.START_TAG and kind is not TokenType.END_TAG:
            continue
        unseen = kind is TokenType.START_TAG and token.tag in _UNSEEN
        if token.tag in _BREAKS:
            yield "\n"
        elif token.tag in _CELLS:
            yield " "
