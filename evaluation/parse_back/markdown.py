"""The blocks that a parser of CommonMark, GFM tables and footnotes finds in a document."""

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from evaluation.parse_back.expected import Block, letters

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)
_LISTS = frozenset({"bullet_list", "ordered_list"})
_HOLDERS = {"tr": "row", "blockquote": "quote", "footnote": "note"}
_NEVER = frozenset({"html_block", "code_block", "definition"})
_NEVER_INLINE = frozenset({"html_inline", "s_open", "hardbreak", "softbreak", "footnote_inline"})


class UnknownMarkupError(ValueError):
    """Words were read as markup that we never write."""


def blocks_of(document: str) -> list[Block]:
    reader = _Reader()
    for token in _PARSER.parse(document):
        reader.read(token)
    return reader.found + reader.notes


class _Reader:
    """Goes by the tokens; footnotes, which the parser gathers, are kept apart."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self.notes: list[Block] = []
        self._open: list[str] = []
        self._held: list[str] = []  # what stands in the open quote, row or footnote

    def read(self, token: Token) -> None:
        name, _, end = token.type.rpartition("_")
        if token.type in _NEVER:
            raise UnknownMarkupError(f"{token.type}: {token.content[:80]!r}")
        if token.type == "inline":
            self._inline(token)
        elif token.type == "fence":
            self.found.append(("code", token.info or None, token.content.removesuffix("\n")))
        elif token.type == "hr":
            self._open.append("comments")
        elif name != "paragraph" and end == "open":
            self._opened(name, token)
        elif name != "paragraph" and end == "close":
            self._closed(self._open.pop())

    def _opened(self, name: str, token: Token) -> None:
        self._open.append(token.tag if name == "heading" else name)
        if name in _LISTS:
            start = int(token.attrs.get("start", 1)) if name == "ordered_list" else None
            self.found.append(("list", self._depth(), start))
        elif name == "list_item":
            self.found.append(("item", self._depth()))
        elif name == "table":
            self.found.append(("table",))
        elif name in _HOLDERS:
            self._held = []

    def _closed(self, name: str) -> None:
        if name in _HOLDERS:
            (self.notes if name == "footnote" else self.found).append((_HOLDERS[name], *self._held))

    def _depth(self) -> int:
        return sum(name in _LISTS for name in self._open)

    def _inline(self, token: Token) -> None:
        tokens = token.children or []
        if strange := next((t for t in tokens if t.type in _NEVER_INLINE), None):
            raise UnknownMarkupError(f"{strange.type}: {token.content[:80]!r}")
        said = letters("".join(map(_said, tokens)))
        above = self._open[-1] if self._open else ""
        if above in {"th", "td", "blockquote", "footnote"}:
            self._held.append(said)
        elif above.startswith("h"):
            self.found.append(("heading", int(above[1]), said))
        elif above == "list_item":
            self.found.append(("said", self._depth(), said))
        elif [t.type for t in tokens] == ["image"]:
            self.found.append(("figure", tokens[0].attrGet("src")))
        else:
            self.found.append(("comment" if above == "comments" else "paragraph", said))


def _said(token: Token) -> str:
    return f"^{token.meta['label']}" if token.type == "footnote_ref" else token.content
