"""Renders Markdown as HTML with several renderers, and finds the markup that the words of a page have caused.

Each renderer makes links of bare addresses and allows raw HTML: the least careful settings of a user.
"""

import json
import re
import subprocess
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import turbohtml

from cleancopy.article import Article
from cleancopy.article_data import Image, Passage
from cleancopy.block import Cell, Mark, MarkKind, Role
from cleancopy.render import render

NODE = Path(__file__).with_name("node")
Render = Callable[[Sequence[str]], list[str]]

_ADDRESS = "https://example.org/"


def make_articles(words: str) -> Mapping[str, Article]:
    """By place of an article that takes text of a page, an article with `words` in that place."""
    end = len(words)
    marked = {kind: (Mark(kind, 0, end, _ADDRESS),) for kind in MarkKind}
    beside = f"http://e.org/{words}"
    bodies = {
        "paragraph": (Passage(Role.PARAGRAPH, words),),
        "after an address": (Passage(Role.PARAGRAPH, beside),),
        "subheading": (Passage(Role.SUBHEADING, words, 2),),
        "item": (Passage(Role.LIST_ITEM, words, 1), Passage(Role.LIST_ITEM, words, 2)),
        "quote": (Passage(Role.QUOTE, words),),
        "author of a quote": (Passage(Role.QUOTE, "Said.", author=words),),
        "cell": (_make_row(words, header=True), _make_row(words, header=False)),
        "code": (Passage(Role.CODE, words),),
        "language": (Passage(Role.CODE, "a", language=words),),
        "inline code": (Passage(Role.PARAGRAPH, words, marks=marked[MarkKind.CODE]),),
        "inline code after an address": (
            Passage(Role.PARAGRAPH, beside, marks=(Mark(MarkKind.CODE, len(beside) - end, len(beside)),)),
        ),
        "strong": (Passage(Role.PARAGRAPH, words, marks=marked[MarkKind.STRONG]),),
        "emphasis": (Passage(Role.PARAGRAPH, words, marks=marked[MarkKind.EMPHASIS]),),
        "link": (Passage(Role.PARAGRAPH, words, marks=marked[MarkKind.LINK]),),
        "address of a link": (Passage(Role.PARAGRAPH, "q", marks=(Mark(MarkKind.LINK, 0, 1, words),)),),
        "path of a link": (Passage(Role.PARAGRAPH, "q", marks=(Mark(MarkKind.LINK, 0, 1, _ADDRESS + words),)),),
        "footnote": (
            Passage(Role.PARAGRAPH, "a1", marks=(Mark(MarkKind.LINK, 1, 2, "#1"),)),
            Passage(Role.PARAGRAPH, words, note="1"),
        ),
    }
    images = {
        "alternative text": Image(_ADDRESS, words, lead=True),
        "caption": Image(_ADDRESS, "a", words, lead=True),
        "credit": Image(_ADDRESS, "a", "a", words, lead=True),
        "address of an image": Image(words, "a", lead=True),
        "path of an image": Image(_ADDRESS + words, "a", lead=True),
    }
    return {
        "title": Article(title=words),
        "dek": Article(dek=words),
        "comment": Article(comments=(Passage(Role.COMMENT, words),)),
        **{place: Article(body=body) for place, body in bodies.items()},
        **{place: Article(images=(image,)) for place, image in images.items()},
    }


def _make_row(words: str, *, header: bool) -> Passage:
    return Passage(Role.TABLE_ROW, f"{words}\ta", group=1, cells=(Cell(words, header), Cell("a", header)))


# ── renderers ─────────────────────────────────────────────────────────────────────────────────────


def _make_markdown_it() -> Callable[[str], Any]:
    parser = import_module("markdown_it").MarkdownIt("gfm-like", {"linkify": True, "html": True})
    return parser.use(import_module("mdit_py_plugins.footnote").footnote_plugin).render


def _make_cmark() -> Callable[[str], Any]:
    cmark = import_module("cmarkgfm")
    unsafe = import_module("cmarkgfm.cmark").Options.CMARK_OPT_UNSAFE
    return lambda document: cmark.markdown_to_html_with_extensions(
        document, unsafe, ["table", "autolink", "strikethrough"]
    )


def _make_python_markdown() -> Callable[[str], Any]:
    module = import_module("markdown")
    extensions = ["extra", "pymdownx.magiclink"]
    return lambda document: module.markdown(document, extensions=extensions)


def _make_mistune() -> Callable[[str], Any]:
    module = import_module("mistune")
    return module.create_markdown(escape=False, plugins=["url", "table", "footnotes", "strikethrough"])


def _render_each(make: Callable[[], Callable[[str], Any]]) -> Render:
    def of_all(documents: Sequence[str]) -> list[str]:
        return [str(html) for html in map(make(), documents)]

    return of_all


def _render_with_node(name: str) -> Render:
    def of_all(documents: Sequence[str]) -> list[str]:
        if not (NODE / "node_modules").is_dir():
            raise ModuleNotFoundError(f"{NODE} has no packages: run `npm ci` there")
        command = ["node", str(NODE / "render.mjs"), name]
        done = subprocess.run(command, input=json.dumps(documents).encode(), stdout=subprocess.PIPE, check=True)
        return list(map(str, json.loads(done.stdout)))

    return of_all


RENDERERS: Mapping[str, Render] = {
    "markdown-it-py": _render_each(_make_markdown_it),
    "cmark-gfm": _render_each(_make_cmark),
    "Python-Markdown": _render_each(_make_python_markdown),
    "mistune": _render_each(_make_mistune),
    "marked": _render_with_node("marked"),
    "markdown-it": _render_with_node("markdown-it"),
}
"""Each raises `ImportError` if it is not installed, `FileNotFoundError` without node."""


# ── markup of the HTML ───────────────────────────────────────────────────────────────────────

_SCHEMES = ("http://", "https://", "mailto:", "ftp://", "//", "#")
_AUTOLINKED = re.compile(r"(?:(?:https?|ftp):)?//|www\.|mailto:|\S+@", re.IGNORECASE)
Marks = frozenset[tuple[str, str]]


def collect_harmless(renderer: Render) -> dict[str, Marks]:
    """By place, the markup that plain words and plain addresses cause there."""
    articles = [item for words in ("word", " word", _ADDRESS) for item in make_articles(words).items()]
    found: dict[str, Marks] = defaultdict(frozenset)
    documents = renderer([render(article, "markdown") for _, article in articles])
    for (place, _), document in zip(articles, documents, strict=True):
        found[place] |= collect_markup(document)
    return found


def collect_markup(html: str) -> Marks:
    """Each tag with the names of its attributes, without the links that the renderer makes of bare addresses."""
    found = set()
    for element in turbohtml.parse(html, positions=False).find_all():
        if element.tag == "a" and _is_autolink(element):
            continue
        found |= {(element.tag, ""), *((element.tag, name) for name in element.attrs)}
        found |= {(element.tag, f"{name}=?") for name in ("href", "src") if not _is_external(element.attr(name))}
    return frozenset(found)


def _is_external(address: str | None) -> bool:
    return address is None or address.lower().startswith(_SCHEMES)


def _is_autolink(link: turbohtml.Element) -> bool:
    """Whether a link leads to the address that its words are, judged by their beginning."""
    href, words = link.attr("href") or "", link.text
    return (
        _is_external(href)
        and set(link.attrs) <= {"href"}
        and (bool(_AUTOLINKED.match(words)) or unquote(words).lower() in unquote(href).lower())
    )
