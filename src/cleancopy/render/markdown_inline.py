"""Inline text of Markdown: escaped where a parser would read markup, with the delimiters of its marks."""

import html
import re
import unicodedata
from collections.abc import Mapping, Sequence

from cleancopy.block import MarkKind
from cleancopy.render.inline import Span

# Not `\\s`: a no-break space belongs to the words (French sets one before a colon).
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_BACKTICKS = re.compile(r"`+")

# What an inline parser could act on. An underscore between letters is never emphasis (CommonMark 6.2), and is often
# part of an address; so is the tilde of "/~name". A brace may begin a list of attributes (Python-Markdown, kramdown,
# Pandoc). For marked, the separators of Unicode end a line, and a byte-order mark is white space.
_ALWAYS_ESCAPED = "<(?![\\s0-9=]|\\Z)|&(?=#?\\w+;)|[\u2028\u2029\ufeff]"
_INLINE = re.compile(rf"[\\`*\[{{]|(?<!/)~|(?<![^\W_])_|_(?![^\W_])|{_ALWAYS_ESCAPED}")
# Next to our own delimiters no sign is surely between letters, and a bracket can end a link's text.
_AMONG_MARKS = re.compile(rf"[\\`*\[\]{{~_^]|{_ALWAYS_ESCAPED}")
_WITH_DOLLAR = {pattern: re.compile(rf"{pattern.pattern}|\$") for pattern in (_INLINE, _AMONG_MARKS)}
_IN_DESTINATION = re.compile(r"[()*_~']|&(?=#?\w+;)")

# What renderers may turn into a link (GFM 6.9), up to white space. In it a backslash is a part of the address and
# escapes nothing: three renderers turned `http://a.b/\<img>` into an element. Only ASCII white space counts: for
# cmark-gfm an address continues after any other.
_AUTOLINK = re.compile(r"(?:://|www\.)[^ \t\n\r\f\v]*", re.IGNORECASE)
_REFERENCES = {"<": "&lt;", "&": "&amp;", "'": "&#39;", **{c: f"&#{ord(c)};" for c in "\u2028\u2029\ufeff"}}
"""Signs that a backslash does not escape in all renderers. For Python-Markdown, quotation marks in a destination hold
a title."""

# What begins a block at the start of a line: heading, bullet, quote, rule; a number of an ordered list; a footnote.
# For Python-Markdown a heading needs no space after its signs.
_BLOCK = re.compile(r"#|[-+](?!\S)|>|-(?=[-\s]*$)")
_LATER_IN_BLOCK = re.compile(r"([0-9]{1,9})(?=[.)](?!\S))|\[\^[^\]]+\](?=:)")

_UNDERLINE = re.compile(r"=+|[-:|\s]+")
_DEFINITION = re.compile(r"""(?:<.*>|[^ ]+)(?: .*["')])?""")

_DELIMITERS = {MarkKind.STRONG: "**", MarkKind.EMPHASIS: "*"}
_TAGS = {
    MarkKind.DELETED: "del", MarkKind.INSERTED: "ins", MarkKind.HIGHLIGHT: "mark", MarkKind.KEYBOARD: "kbd",
    MarkKind.SUPERSCRIPT: "sup", MarkKind.SUBSCRIPT: "sub", MarkKind.ABBREVIATION: "abbr",
}  # fmt: skip
"""Elements of HTML for what Markdown has no signs for; all renderers of GFM pass them. Two tildes would need other
words around them."""

# What an inline parser could act on inside a formula besides emphasis, which does no harm.
_TAG_IN_TEX = re.compile(r"<(?=[A-Za-z/!?])")
_REFERENCE_IN_TEX = re.compile(r"&(?=#?\w+;)")
_LINK_IN_TEX = re.compile(r"\](?=[(\[:])")
_NO_TEX = re.compile(r"[`\n\r\u2028\u2029\ufeff]|://|www\.|\[\^|!\[", re.IGNORECASE)
"""What no formula needs, and what would be code, an address, a footnote or an image."""


def escape_text(text: str, *, among_marks: bool = False, dollars: bool = False) -> str:
    """Return a text on one line, escaped.

    among_marks   whether the text stands between delimiters of ours, where more signs need it
    dollars       whether dollar signs are escaped, too: the document has formulas
    """
    return "".join(_escape_characters(_fold(text), _AMONG_MARKS if among_marks else _INLINE, dollars=dollars))


def _escape_characters(text: str, pattern: re.Pattern[str], *, dollars: bool) -> list[str]:
    """Return the characters of a text, each escaped if needed; `pattern` finds those that a parser would act on."""
    signs = list(text)
    for match in (_WITH_DOLLAR[pattern] if dollars else pattern).finditer(text):
        signs[match.start()] = _REFERENCES.get(match[0], "\\" + match[0])
    for start, end in _find_autolinks(text):
        signs[start:end] = [_to_reference(s[1]) if s[0] == "\\" else s for s in signs[start:end]]
    return signs


def _find_autolinks(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _AUTOLINK.finditer(text)]


def _to_reference(sign: str) -> str:
    return f"&#{ord(sign)};"


def escape_block_start(words: str) -> str:
    """Escape the start of an escaped line, so that the line stays a paragraph."""
    if _BLOCK.match(words):
        return "\\" + words
    match = _LATER_IN_BLOCK.match(words)
    return f"{match[0]}\\{words[match.end() :]}" if match else words


def join_broken_lines(words: str) -> str:
    """Join the escaped lines of a paragraph with hard line breaks (CommonMark 6.7), so that it stays one paragraph."""
    first, *others = words.split("\n")
    return "\\\n".join([escape_block_start(first), *map(_escape_later_line, others)])


def _escape_later_line(words: str) -> str:
    """Escape the start of a line that would make the line above a heading or the head of a table."""
    return "\\" + words if _UNDERLINE.fullmatch(words) else escape_block_start(words)


def escape_definition(words: str) -> str:
    """Escape the first paragraph of a footnote, so that no renderer reads it as the address of a link.

    For a renderer without footnotes, `[^1]: javascript:x` defines where `[^1]` links to (CommonMark 4.7). Nothing may
    follow the title of a definition, so a space is added as a character reference, which readers do not see.
    """
    return f"{words} &#32;" if _DEFINITION.fullmatch(words) else words


def escape_destination(address: str) -> str:
    """Escape a safe address for the destination of a link."""
    return _IN_DESTINATION.sub(lambda match: _REFERENCES.get(match[0], "\\" + match[0]), address)


_LINE_BREAK = "\0"
"""The sign of a line break until the white space is folded. Texts have a replacement character instead of it."""


def render_spans(text: str, tree: Sequence[Span], notes: Mapping[str, str], *, dollars: bool = False) -> str:
    """Return a text escaped, with the marks of `tree`, on one line but for its line breaks.

    notes     the names of footnotes by their labels
    dollars   see `escape_text`
    """
    writer = _SpanRenderer(text.replace(_LINE_BREAK, "\ufffd"), notes, dollars=dollars)
    writer.escape_for_links(tree)
    return "\n".join(map(_fold, writer.render_range(0, len(text), tree).split(_LINE_BREAK)))


def _fold(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


class _SpanRenderer:
    """Renders a text with its marks."""

    def __init__(self, text: str, notes: Mapping[str, str], *, dollars: bool) -> None:
        self._text = text
        self._notes = notes
        self._escaped = _escape_characters(text, _AMONG_MARKS, dollars=dollars)
        self._autolinked = frozenset(i for start, end in _find_autolinks(text) for i in range(start, end))

    def escape_for_links(self, tree: Sequence[Span]) -> None:
        """Escape the signs that would begin another image or link.

        An exclamation mark before the bracket of a link would begin an image. In the text of a link, marked removes
        the backslash before a bracket and then parses the rest.
        """
        for span in tree:
            if span.kind is MarkKind.LINK:
                if span.start and self._text[span.start - 1] == "!":
                    self._escaped[span.start - 1] = _to_reference("!") if span.start - 1 in self._autolinked else "\\!"
                for i in range(span.start, span.end):
                    if self._text[i] == "[":
                        self._escaped[i] = _to_reference("[")
            self.escape_for_links(span.inner)

    def render_range(
        self, start: int, end: int, tree: Sequence[Span], before: str = "", *, styled: bool = False
    ) -> str:
        """Render characters `start` to `end`.

        before   the character before them
        styled   whether they stand in an emphasis
        """
        out = [before]
        for span in tree:
            out += self._escaped[start : span.start]
            out.append(self._render_span(span, out[-1][-1:], styled=styled))
            start = span.end
        return "".join([*out[1:], *self._escaped[start:end]])

    def _render_span(  # noqa: PLR0911 - a case for each kind of span
        self, span: Span, before: str, *, styled: bool
    ) -> str:
        if span.note:
            return f"[^{self._notes[span.value]}]"
        if span.kind is MarkKind.LINK:
            words = self.render_range(span.start, span.end, span.inner, "[", styled=styled)
            return f"[{words}]({escape_destination(span.value)})"
        if span.kind is MarkKind.CODE:
            return self._render_code(span, before)
        if span.kind is MarkKind.FORMULA:
            return self._render_formula(span)
        if span.kind is MarkKind.LINE_BREAK:
            return _LINE_BREAK
        if tag := _TAGS.get(span.kind):
            return self._render_element(tag, span, styled=styled)
        sign = _DELIMITERS[span.kind]
        words = self.render_range(span.start, span.end, span.inner, "*", styled=True)
        if (
            not styled
            and before != "*"
            and _can_open(before, words[0])
            and _can_close(words[-1], self._text[span.end : span.end + 1])
        ):
            return sign + words + sign
        return self.render_range(span.start, span.end, span.inner, before, styled=styled)

    def _render_formula(self, span: Span) -> str:
        """TeX as it is, so that programs for formulas read it, with spaces where it would begin HTML or a link."""
        tex = self._text[span.start : span.end]
        if _NO_TEX.search(tex) or span.start - 1 in self._autolinked:
            return "".join(self._escaped[span.start : span.end])
        return _LINK_IN_TEX.sub("] ", _REFERENCE_IN_TEX.sub("& ", _TAG_IN_TEX.sub("< ", tex)))

    def _render_element(self, tag: str, span: Span, *, styled: bool) -> str:
        """The words of a span in an element of HTML."""
        if span.start - 1 in self._autolinked:
            return "".join(self._escaped[span.start : span.end])
        if span.kind in {MarkKind.SUPERSCRIPT, MarkKind.SUBSCRIPT}:
            return f"<{tag}>{escape_text(span.value, among_marks=True)}</{tag}>"
        title = (
            f' title="{html.escape(_fold(span.value))}"' if span.kind is MarkKind.ABBREVIATION and span.value else ""
        )
        words = self.render_range(span.start, span.end, span.inner, ">", styled=styled)
        return f"<{tag}{title}>{words}</{tag}>"

    def _render_code(self, span: Span, before: str) -> str:
        # Two adjacent sequences of backticks would be one, and those in an address would be a part of it.
        if before == "`" or span.start - 1 in self._autolinked:
            return "".join(self._escaped[span.start : span.end])
        code = self._text[span.start : span.end]
        fence = "`" * (1 + max((len(run) for run in _BACKTICKS.findall(code)), default=0))
        pad = " " if "`" in (code[0], code[-1]) else ""
        return f"{fence}{pad}{code}{pad}{fence}"


def _can_open(before: str, first: str) -> bool:
    """Whether delimiters between two characters are left-flanking (CommonMark 6.2), in all versions of parsers."""
    return not _may_be_punctuation(first) or _separates_words(before)


def _can_close(last: str, after: str) -> bool:
    """Whether delimiters between two characters are right-flanking."""
    return not _may_be_punctuation(last) or _separates_words(after)


def _may_be_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"  # symbols are only since CommonMark 0.31


def _separates_words(character: str) -> bool:
    if not character or character in " \t\n\r\f\v" or (character.isascii() and not character.isalnum()):
        return character not in _CONTROLS
    return unicodedata.category(character) in _SEPARATING_CATEGORIES


_SEPARATING_CATEGORIES = frozenset({"Zs", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps"})
_CONTROLS = frozenset(map(chr, (*range(9), *range(14, 32), 127)))
