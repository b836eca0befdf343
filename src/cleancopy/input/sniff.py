"""Tells HTML from flattened text."""

import re
from itertools import islice

from cleancopy.page import PageKind

_SNIFFED_CHARS = 65536


def sniff_kind(text: str) -> PageKind:
    """Decide between ``html`` and flattened ``text`` by the first 65,536 characters.

    HTML begins with markup (a doctype, a comment, html, head, body or another block tag), or begins with an inline tag
    and has a second one, or has tags on at least half of its lines and three in all. So text that mentions a tag, a
    comparison, a mail address or a piece of code stays text.
    """
    sample = text[:_SNIFFED_CHARS].lstrip()
    if _MARKUP_START.match(sample):
        return "html"
    if _TAG.match(sample) and has_occurrences(_TAG, sample, 2):
        return "html"
    if not has_occurrences(_TAG, sample, 3):
        return "text"
    lines = [line for line in sample.splitlines() if line and not line.isspace()]
    tagged = sum(1 for line in lines if _TAG.search(line))
    return "html" if 2 * tagged >= len(lines) else "text"


def has_occurrences(pattern: re.Pattern[str], text: str, times: int) -> bool:
    """Whether `pattern` occurs in `text` at least `times` times."""
    return sum(1 for _ in islice(pattern.finditer(text), times)) == times


# Fewer than `lexicon.BLOCK_TAGS`, because text about HTML begins with the name of a rare element more often than HTML.
_BLOCK_TAGS = (
    "html|head|body|title|meta|link|script|style|base|noscript|iframe|div|p|table|tbody|thead|tr|td|th|"
    "ul|ol|li|dl|dt|dd|section|article|aside|header|footer|main|nav|h[1-6]|form|blockquote|pre|center|"
    "figure|figcaption|address|rss|feed|svg|frameset|font|hr|select|optgroup|option"
)
_INLINE_TAGS = "a|b|i|u|s|br|em|strong|span|img|code|small|sub|sup|input|button|label|picture|video|abbr|time"
_MARKUP_START = re.compile(rf"<(?:!doctype\s|!--|\?xml\s|(?:{_BLOCK_TAGS})[\s/>])", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_BLOCK_TAGS}|{_INLINE_TAGS})[\s/>]", re.IGNORECASE)
