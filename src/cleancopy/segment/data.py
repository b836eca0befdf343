"""Running text that a page holds as data for its script to show: in JSON-LD or a hydration script.

Takes the contents of the page's script elements. Returns the string with the running text, as markup.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator

from cleancopy.lexicon import CLOSING_QUOTES, SENTENCE_ENDS
from cleancopy.segment.structured_data import BLOCK_TAG, find_structured_markup

SCRIPT_TEXT_CHARS = 400
"""The least length of running text in a script. A shorter string is a teaser or a notice. The scripts of a page whose
visible text is as long as this are not searched."""
MIN_SENTENCES = 3
MAX_CODE_SHARE = 0.01
"""The largest share of braces, semicolons and equal signs in running text. Code has more."""

# Possessive quantifiers: without backtracking a search needs no memory, and never looks for an end twice.
_LITERAL = re.compile(r'"((?:[^"\\]++|\\.)*+)"', re.DOTALL)
_LONG = re.compile(rf'(?:[^"\\]|\\.){{{SCRIPT_TEXT_CHARS}}}', re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_SENTENCE_END = re.compile(rf"[{SENTENCE_ENDS}](?=[\s'){CLOSING_QUOTES}]|$)|[。！？]")
_CODE_CHAR = re.compile(r"[{};=]")
_MAX_NESTING = 2
"""Levels of string literals that are decoded: Next.js streams a page as JSON inside string literals."""


def find_script_markup(scripts: Iterable[str]) -> str | None:
    """Find the longest string with running text, as markup. Plain text becomes a paragraph for each line.

    Without such a string, the text that JSON holds in pieces; None if there is none.
    """
    texts = list(scripts)
    sizes = ((_count_prose(text), text) for script in texts for text in _decode_literals(script, _MAX_NESTING))
    size, text = max(sizes, default=(0, ""), key=lambda found: found[0])
    if not size:
        return find_structured_markup(texts)
    if BLOCK_TAG.search(text):
        return text
    return "\n".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip())


def _decode_literals(script: str, depth: int) -> Iterator[str]:
    """Decode the long string literals of a script. A literal that contains others is replaced by these."""
    for literal in _find_long_literals(script):
        try:
            text = json.loads(f'"{literal}"', strict=False)
        except ValueError:
            continue  # a literal of another grammar, or the text between two literals
        inner = list(_decode_literals(text, depth - 1)) if depth > 1 and '"' in text else []
        yield from inner or [text]


def _find_long_literals(script: str) -> Iterator[str]:
    """Yield long stretches between two unescaped quotation marks, in time linear in the script.

    A mark that ends a short string may also begin a long one, because only the grammar of the script could decide.
    """
    at = script.find('"')
    while at >= 0 and (match := _LITERAL.match(script, at)):
        if _LONG.match(match[1]):
            yield match[1]
            at = script.find('"', match.end())
        else:
            at = match.end() - 1


def _count_prose(text: str) -> int:
    """Count the characters of running text. A string of anything else gives 0."""
    plain = html.unescape(_TAG.sub(" ", text))
    size = len(plain)
    if size < SCRIPT_TEXT_CHARS or len(_SENTENCE_END.findall(plain)) < MIN_SENTENCES:
        return 0
    return size if len(_CODE_CHAR.findall(plain)) < MAX_CODE_SHARE * size else 0
