"""Parses a document into blocks: CommonMark with GFM tables and footnotes, and formulas between dollar signs."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from evaluation.parse_back.expected import Block, join_letters

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)
_MATH_PARSER = (
    MarkdownIt("commonmark")
    .enable(["table", "strikethrough"])
    .use(footnote_plugin)
    .use(dollarmath_plugin, allow_labels=False, double_inline=True)
)
_OUR_HTML = re.compile(r'</?(?:sup|sub|del|ins|mark|kbd|abbr)>|<br>|<abbr title="[^"<>]*">')
"""The elements of HTML that we write."""
_LISTS = frozenset({"bullet_list", "ordered_list"})
_HOLDERS = {"tr": "row", "blockquote": "quote", "footnote": "note"}
_IN_TEXTS = frozenset({"th", "td", "blockquote", "footnote"})
_NEVER = frozenset({"html_block", "code_block", "definition"})
_NEVER_INLINE = frozenset({"s_open", "softbreak", "footnote_inline"})


class UnknownMarkupError(ValueError):
    """Words were read as markup that we never write."""


def parse_blocks(document: str, *, math: bool = False) -> list[Block]:
    """The blocks of a document. `math` is for one with formulas: its other dollar signs are escaped."""
    reader = _Reader()
    for token in (_MATH_PARSER if math else _PARSER).parse(document):
        reader.read(token)
    return reader.blocks + reader.notes


class _Reader:
    """Turns tokens into blocks; footnotes, which the parser gathers, go to their own list."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.notes: list[Block] = []
        self._open: list[str] = []
        self._texts: list[str] = []  # texts in the open quote, row or footnote

    def read(self, token: Token) -> None:
        name, _, end = token.type.rpartition("_")
        if token.type in _NEVER:
            raise UnknownMarkupError(f"{token.type}: {token.content[:80]!r}")
        if token.type == "inline":
            self._read_inline(token)
        elif token.type == "math_block":
            self._add_words(join_letters(f"$${token.content}$$"))
        elif token.type == "fence":
            self.blocks.append(("code", token.info or None, token.content.removesuffix("\n")))
        elif token.type == "hr":
            self._open.append("comments")
        elif name != "paragraph" and end == "open":
            self._open_block(name, token)
        elif name != "paragraph" and end == "close":
            self._close_block(self._open.pop())

    def _open_block(self, name: str, token: Token) -> None:
        self._open.append(token.tag if name == "heading" else name)
        if name in _LISTS:
            start = int(token.attrs.get("start", 1)) if name == "ordered_list" else None
            self.blocks.append(("list", self._count_lists(), start))
        elif name == "list_item":
            self.blocks.append(("item", self._count_lists()))
        elif name == "table":
            self.blocks.append(("table",))
        elif name in _HOLDERS:
            self._texts = []

    def _close_block(self, name: str) -> None:
        if name in _HOLDERS:
            (self.notes if name == "footnote" else self.blocks).append((_HOLDERS[name], *self._texts))

    def _count_lists(self) -> int:
        return sum(name in _LISTS for name in self._open)

    def _read_inline(self, token: Token) -> None:
        tokens = token.children or []
        if strange := next((t for t in tokens if _is_strange(t)), None):
            raise UnknownMarkupError(f"{strange.type}: {token.content[:80]!r}")
        if [t.type for t in tokens] == ["image"] and not (self._open and self._open[-1] in _IN_TEXTS):
            self.blocks.append(("figure", tokens[0].attrGet("src")))
        else:
            self._add_words(join_letters("".join(map(_get_text, tokens))))

    def _add_words(self, said: str) -> None:
        above = self._open[-1] if self._open else ""
        if above in _IN_TEXTS:
            self._texts.append(said)
        elif above.startswith("h"):
            self.blocks.append(("heading", int(above[1]), said))
        elif above == "list_item":
            self.blocks.append(("said", self._count_lists(), said))
        else:
            self.blocks.append(("comment" if above == "comments" else "paragraph", said))


def _is_strange(token: Token) -> bool:
    """Whether a token is of a kind that we never write."""
    if token.type == "html_inline":
        return _OUR_HTML.fullmatch(token.content) is None
    return token.type in _NEVER_INLINE


def _get_text(token: Token) -> str:
    if token.type == "html_inline":
        return ""
    if token.type.startswith("math_inline"):
        return f"${token.content}$" if token.type == "math_inline" else f"$${token.content}$$"
    return f"^{token.meta['label']}" if token.type == "footnote_ref" else token.content
