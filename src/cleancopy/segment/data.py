"""Running text that a page carries as data and leaves to its script to show: in JSON-LD or a hydration script.

Takes the contents of the page's script elements, gives the one string that holds the text, as markup.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator

CARRIED_CHARS = 400
"""A shorter string is a teaser or a notice, and a page that shows more than this shows what it is about."""
SENTENCES = 3
CODE_SHARE = 0.01
"""Running text has fewer braces, semicolons and equal signs than one in a hundred characters; code has more."""

# Possessive: no end of a string is looked for twice, and none of its characters costs memory.
_LITERAL = re.compile(r'"((?:[^"\\]++|\\.)*+)"', re.DOTALL)
_LONG = re.compile(rf'(?:[^"\\]|\\.){{{CARRIED_CHARS}}}', re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_SENTENCE_END = re.compile(r"[.!?…。！？।؟](?=[\s\"'”’»)]|$)|[。！？]")
_CODE = re.compile(r"[{};=]")
_BLOCK_TAG = re.compile(r"<(?:p|div|br|h[1-6]|li)\b", re.IGNORECASE)
_NESTING = 2
"""A string of a script may itself be JSON: Next.js streams a page as JSON inside of string literals."""


def carried_markup(scripts: Iterable[str]) -> str | None:
    """The longest string with running text in it, as markup; plain text with a paragraph a line. None without one."""
    sizes = ((_prose_size(text), text) for script in scripts for text in _literals(script, _NESTING))
    size, text = max(sizes, default=(0, ""), key=lambda found: found[0])
    if not size:
        return None
    if _BLOCK_TAG.search(text):
        return text
    return "\n".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip())


def _literals(script: str, depth: int) -> Iterator[str]:
    """The long string literals of a script; of one that holds some itself, those."""
    for literal in _long_literals(script):
        try:
            text = json.loads(f'"{literal}"', strict=False)
        except ValueError:
            continue  # a literal of another grammar, or what stands between two
        inner = list(_literals(text, depth - 1)) if depth > 1 and '"' in text else []
        yield from inner or [text]


def _long_literals(script: str) -> Iterator[str]:
    """What stands between two quotation marks that are not escaped, in time linear in the script.

    A mark that ends a short string may begin a long one: which of them begin strings, only the grammar knows.
    """
    at = script.find('"')
    while at >= 0 and (match := _LITERAL.match(script, at)):
        if _LONG.match(match[1]):
            yield match[1]
            at = script.find('"', match.end())
        else:
            at = match.end() - 1


def _prose_size(text: str) -> int:
    """Characters of running text; 0 where the string is something else."""
    plain = html.unescape(_TAG.sub(" ", text))
    size = len(plain)
    if size < CARRIED_CHARS or len(_SENTENCE_END.findall(plain)) < SENTENCES:
        return 0
    return size if len(_CODE.findall(plain)) < CODE_SHARE * size else 0
