"""Pages with their markup or their punctuation rewritten, to teach shapes that the labelled sets hardly have.

The text stays, so the reference of the page labels the rewritten one, too.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

Rewriter = Callable[[str], str]

_PARAGRAPH = re.compile(r"<p(?=[\s>])[^>]*>", re.IGNORECASE)
_PARAGRAPH_END = re.compile(r"</p\s*>", re.IGNORECASE)
_PLAIN_PARAGRAPH = re.compile(r"(<p(?=[\s>])[^>]*>)([^<]{80,2000})(?=</p\s*>)", re.IGNORECASE)
_NAME = re.compile(r"""\s(?:class|id|itemprop|role)\s*=\s*(?:"[^"]*"|'[^']*')""", re.IGNORECASE)
_SENTENCE_GAP = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_a-zа-яα-ω])|(?<=[。！？])(?=[^”」』）])")
_CJK_MARK = re.compile(r"[。，、；：！？]")
MIN_CJK_MARKS = 20
"""Marks of a page that is rewritten as a script without marks; fewer show no text."""
LONG_CHARS = 80
"""Characters of a line that may be a paragraph of several sentences."""


def _rename_paragraphs(opening: str, closing: str, html: str) -> str:
    return _PARAGRAPH_END.sub(closing, _PARAGRAPH.sub(opening, html))


def split_sentences(html: str) -> str:
    """Give each sentence of plain paragraphs a paragraph of its own, as dialogue has."""
    return _PLAIN_PARAGRAPH.sub(lambda m: m[1] + _SENTENCE_GAP.sub(f"</p>{m[1]}", m[2]), html)


def split_lines(text: str) -> str:
    """Give each sentence of the long lines of a flattened page a line of its own."""
    lines = text.split("\n")
    return "\n".join(_SENTENCE_GAP.sub("\n\n", line) if len(line) >= LONG_CHARS else line for line in lines)


def drop_marks(text: str) -> str | None:
    """Put spaces instead of the marks between Chinese or Japanese sentences, as Thai has; None for other pages."""
    without, n_marks = _CJK_MARK.subn(" ", text)
    return without if n_marks >= MIN_CJK_MARKS else None


REWRITERS: Mapping[str, Rewriter] = MappingProxyType(
    {
        "nameless": lambda html: _NAME.sub("", html),
        "div": lambda html: _rename_paragraphs("<div>", "</div>", html),
        "dd": lambda html: _rename_paragraphs("<dd>", "", html),
        "bare": lambda html: _rename_paragraphs("", "<br><br>", html),
        "sentences": split_sentences,
    }
)
"""By name how a page is rewritten: without names, with other tags or none for paragraphs, in sentences."""
