"""Words of Markdown: escaped where a parser would read markup, with the delimiters of their marks."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from cleancopy.block import MarkKind
from cleancopy.render.inline import Span

# Not `\\s`: a no-break space belongs to the words (French sets one before a colon).
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_BACKTICKS = re.compile(r"`+")

# What an inline parser could act on. An underscore between letters is never emphasis (CommonMark 6.2),
# and one there is often part of an address; so is the tilde of "/~name". A brace may begin a list of attributes
# (Python-Markdown, kramdown, Pandoc).
# To marked the separators of Unicode end a line, and a byte-order mark is white space.
_MARKUP = "<(?![\\s0-9=]|\\Z)|&(?=#?\\w+;)|[\u2028\u2029\ufeff]"
_INLINE = re.compile(rf"[\\`*\[{{]|(?<!/)~|(?<![^\W_])_|_(?![^\W_])|{_MARKUP}")
# Beside delimiters of ours no sign is surely between letters, and a bracket can end a link's text.
_AMONG_MARKS = re.compile(rf"[\\`*\[\]{{~_^]|{_MARKUP}")
_IN_DESTINATION = re.compile(r"[()*_~']|&(?=#?\w+;)")

# What renderers may make a link of (GFM 6.9), up to white space. In it a backslash is a part of the address and
# escapes nothing: `http://a.b/\<img>` has been an element in three of them.
# White space is that of ASCII: to cmark-gfm an address goes on behind any other.
_AUTOLINK = re.compile(r"(?:://|www\.)[^ \t\n\r\f\v]*", re.IGNORECASE)
_REFERENCES = {"<": "&lt;", "&": "&amp;", "'": "&#39;", **{c: f"&#{ord(c)};" for c in "\u2028\u2029\ufeff"}}
"""Signs that a backslash does not escape everywhere. To Python-Markdown, quotation marks in a destination hold a
title."""

# What begins a block at the head of a line: heading, bullet, quote, rule; a number of an ordered list; a footnote.
# To Python-Markdown a heading needs no space behind its signs.
_BLOCK = re.compile(r"#|[-+](?!\S)|>|-(?=[-\s]*$)")
_LATER_IN_BLOCK = re.compile(r"([0-9]{1,9})(?=[.)](?!\S))|\[\^[^\]]+\](?=:)")

_DEFINITION = re.compile(r"""(?:<.*>|[^ ]+)(?: .*["')])?""")

_DELIMITERS = {MarkKind.STRONG: "**", MarkKind.EMPHASIS: "*"}


def plain(text: str, *, among_marks: bool = False) -> str:
    """Words of a text on one line."""
    return "".join(_escaped(_fold(text), _AMONG_MARKS if among_marks else _INLINE))


def _escaped(text: str, pattern: re.Pattern[str]) -> list[str]:
    """The characters of a text, each as a parser reads it back; `pattern` finds those that it would act on."""
    signs = list(text)
    for match in pattern.finditer(text):
        signs[match.start()] = _REFERENCES.get(match[0], "\\" + match[0])
    for start, end in _autolinks(text):
        signs[start:end] = [_reference(s[1]) if s[0] == "\\" else s for s in signs[start:end]]
    return signs


def _autolinks(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _AUTOLINK.finditer(text)]


def _reference(sign: str) -> str:
    return f"&#{ord(sign)};"


def line_of(words: str) -> str:
    """A paragraph of one line, of words as they come from here: nothing at its head makes another block of it."""
    if _BLOCK.match(words):
        return "\\" + words
    match = _LATER_IN_BLOCK.match(words)
    return f"{match[0]}\\{words[match.end() :]}" if match else words


def note_of(words: str) -> str:
    """The first paragraph of a footnote, in no renderer the address of a link.

    Where footnotes are unknown, `[^1]: javascript:x` defines what `[^1]` links to (CommonMark 4.7). A definition has
    nothing behind its title: a space as a reference is nothing to the reader.
    """
    return f"{words} &#32;" if _DEFINITION.fullmatch(words) else words


def destination(address: str) -> str:
    """A safe address as the destination of a link."""
    return _IN_DESTINATION.sub(lambda match: _REFERENCES.get(match[0], "\\" + match[0]), address)


def marked(text: str, tree: Sequence[Span], notes: Mapping[str, str]) -> str:
    """Words of a text on one line, in the marks of `tree`; `notes` are the names of footnotes by their labels."""
    writer = _Marked(text, notes)
    writer.escape_for_links(tree)
    return _fold(writer.between(0, len(text), tree))


def _fold(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


class _Marked:
    """Writes a text with its marks."""

    def __init__(self, text: str, notes: Mapping[str, str]) -> None:
        self._text = text
        self._notes = notes
        self._escaped = _escaped(text, _AMONG_MARKS)
        self._autolinked = frozenset(place for start, end in _autolinks(text) for place in range(start, end))

    def escape_for_links(self, tree: Sequence[Span]) -> None:
        """Escape what would begin an image or a link anew.

        An exclamation mark with the bracket of a link would begin an image. In a link's text marked takes the backslash
        off a bracket before it reads what stands there.
        """
        for span in tree:
            if span.kind is MarkKind.LINK:
                if span.start and self._text[span.start - 1] == "!":
                    self._escaped[span.start - 1] = _reference("!") if span.start - 1 in self._autolinked else "\\!"
                for place in range(span.start, span.end):
                    if self._text[place] == "[":
                        self._escaped[place] = _reference("[")
            self.escape_for_links(span.inner)

    def between(self, start: int, end: int, tree: Sequence[Span], before: str = "", *, styled: bool = False) -> str:
        """Write characters `start` to `end`; `before` is what stands before, `styled` whether in an emphasis."""
        out = [before]
        for span in tree:
            out += self._escaped[start : span.start]
            out.append(self._span(span, out[-1][-1:], styled=styled))
            start = span.end
        return "".join([*out[1:], *self._escaped[start:end]])

    def _span(self, span: Span, before: str, *, styled: bool) -> str:
        if span.note:
            return f"[^{self._notes[span.value]}]"
        if span.kind is MarkKind.LINK:
            words = self.between(span.start, span.end, span.inner, "[", styled=styled)
            return f"[{words}]({destination(span.value)})"
        if span.kind is MarkKind.CODE:
            return self._code(span, before)
        sign = _DELIMITERS[span.kind]
        words = self.between(span.start, span.end, span.inner, "*", styled=True)
        if (
            not styled
            and before != "*"
            and _opens(before, words[0])
            and _closes(words[-1], self._text[span.end : span.end + 1])
        ):
            return sign + words + sign
        return self.between(span.start, span.end, span.inner, before, styled=styled)

    def _code(self, span: Span, before: str) -> str:
        # Two runs of backticks would be one, and those in an address would be a part of it.
        if before == "`" or span.start - 1 in self._autolinked:
            return "".join(self._escaped[span.start : span.end])
        code = self._text[span.start : span.end]
        fence = "`" * (1 + max((len(run) for run in _BACKTICKS.findall(code)), default=0))
        pad = " " if "`" in (code[0], code[-1]) else ""
        return f"{fence}{pad}{code}{pad}{fence}"


def _opens(before: str, first: str) -> bool:
    """Whether delimiters between two characters are left-flanking (CommonMark 6.2), whatever version the parser has."""
    return not _may_be_punctuation(first) or _parts_words(before)


def _closes(last: str, after: str) -> bool:
    return not _may_be_punctuation(last) or _parts_words(after)


def _may_be_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"  # symbols are only since CommonMark 0.31


def _parts_words(character: str) -> bool:
    if not character or character in " \t\n\r\f\v" or (character.isascii() and not character.isalnum()):
        return character not in _CONTROLS
    return unicodedata.category(character) in _PARTING


_PARTING = frozenset({"Zs", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps"})
_CONTROLS = frozenset(map(chr, (*range(9), *range(14, 32), 127)))
