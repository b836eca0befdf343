"""Inline elements: what each tag means, seams between them, links of headings to themselves, languages of code."""

import re

from cleancopy.block import Mark, MarkKind
from cleancopy.lexicon import SIDE_NOTE_TAG

BOLD_TAGS = frozenset({"b", "strong"})
MARK_OF_TAG = {
    "a": MarkKind.LINK, "time": MarkKind.TIME, "b": MarkKind.STRONG, "strong": MarkKind.STRONG,
    "i": MarkKind.EMPHASIS, "em": MarkKind.EMPHASIS, "code": MarkKind.CODE, "samp": MarkKind.CODE,
    "kbd": MarkKind.KEYBOARD, "del": MarkKind.DELETED, "s": MarkKind.DELETED, "strike": MarkKind.DELETED,
    "ins": MarkKind.INSERTED, "mark": MarkKind.HIGHLIGHT, "abbr": MarkKind.ABBREVIATION,
}  # fmt: skip
_LINK = MarkKind.LINK  # looking up a member of an enumeration is slow
SPAN_TAGS = frozenset({"span", "small", "cite"})
RAISED_TAGS = frozenset({"sup", "sub"})
_ANCHOR_SIGNS = frozenset("#¶§🔗⚓∞\ufe0f\u200b\u200c\u200d\u2060")
"""Signs of links to the heading that they stand in; the last five show nothing."""
_ANCHOR_WORDS = frozenset(
    (
        "anchor",
        "permalink",
        "copy link",
        "link to this heading",
        "link to this section",
        "direct link to heading",
        "link",
    )
)
"""Words of such links, for screen readers."""
BRACKET_TAGS = frozenset({"rt", SIDE_NOTE_TAG})
CHUNK_OF_TAG = dict.fromkeys(("input", "embed", "progress", "meter", "math"), " ") | {
    "rt": "(",
    SIDE_NOTE_TAG: " (",
}
"""What the start of an element adds to the text: a space for a box without text, a bracket before the reading of the
characters before it, and before a note that stands beside the text."""


def is_set_apart(before: str, after: str) -> bool:
    """Whether two texts are no halves of one word: a small letter or a sign stands before a capital or a bracket.

    Only names like MacBook look so within, and they are rarely cut into elements.
    """
    last, first = before[-1], after[0]
    if first in "([":
        return last.isalnum() or last in ".!?)]"
    is_word = before[-2:-1].isalpha()
    if last == ":":
        return is_word and first.isalnum()
    return first.isupper() and len(after) > 1 and ((last.islower() and is_word) or last.isdigit() or last in ".!?)]”")


def drop_anchors(text: str, marks: tuple[Mark, ...]) -> tuple[str, tuple[Mark, ...]]:
    """Drop the link to a heading itself at one of its ends: "¶", "#"."""
    for mark in marks:
        if mark.kind is not _LINK or not _is_anchor(mark, text[mark.start : mark.end]):
            continue
        if mark.end == len(text):
            return text[: mark.start].rstrip(), tuple([m for m in marks if m.end <= mark.start])
        if mark.start == 0:
            rest = text[mark.end :].lstrip()
            shift = len(text) - len(rest)
            moved = [m._replace(start=m.start - shift, end=m.end - shift) for m in marks if m.start >= shift]
            return rest, tuple(moved)
    return text, marks


def _is_anchor(mark: Mark, words: str) -> bool:
    """Whether a link in a heading only leads to the heading."""
    return _ANCHOR_SIGNS.issuperset(words) or ("#" in mark.value and words.lower() in _ANCHOR_WORDS)


_LANGUAGE_CLASS = re.compile(
    r"(?:^|[\s-])(?:lang(?:uage)?-|highlight-source-|source-|brush:\s*|sourceCode\s+|src-|(?:hljs|prettyprint|code)\s+)"
    r"([\w+#.-]{1,30})"
)
_NO_LANGUAGES = frozenset("hljs linenums prettyprinted highlight copyable nohighlight notranslate language".split())


def find_code_language(attributes: tuple[str, ...]) -> str:
    """Find the language of code: in an attribute, or in a class as HTML (section 4.5.15) advises."""
    classes, *named = attributes
    if name := next((n.strip() for n in named if n.strip()), ""):
        return name
    found = (match[1].removeprefix("lang-").removeprefix("language-") for match in _LANGUAGE_CLASS.finditer(classes))
    return next((name for name in found if name not in _NO_LANGUAGES), "")
