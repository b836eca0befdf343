"""What renderers make of Markdown: HTML, and what in it the words of a page have made.

Each renderer makes links of bare addresses and lets raw HTML through, as the most trusting of users has it.
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

from cleancopy.article import Article, Image, Passage
from cleancopy.block import Cell, Mark, MarkKind, Role
from cleancopy.render import render

NODE = Path(__file__).parent.parent / "tests" / "render" / "node"
Render = Callable[[Sequence[str]], list[str]]

_ADDRESS = "https://example.org/"


def places(words: str) -> Mapping[str, Article]:
    """An article for each place that takes text of a page, with `words` in it."""
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
        "cell": (_row(words, header=True), _row(words, header=False)),
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


def _row(words: str, *, header: bool) -> Passage:
    return Passage(Role.TABLE_ROW, f"{words}\ta", group=1, cells=(Cell(words, header), Cell("a", header)))


# ── renderers ─────────────────────────────────────────────────────────────────────────────────────


def _markdown_it() -> Callable[[str], Any]:
    parser = import_module("markdown_it").MarkdownIt("gfm-like", {"linkify": True, "html": True})
    return parser.use(import_module("mdit_py_plugins.footnote").footnote_plugin).render


def _cmark() -> Callable[[str], Any]:
    cmark = import_module("cmarkgfm")
    unsafe = import_module("cmarkgfm.cmark").Options.CMARK_OPT_UNSAFE
    return lambda document: cmark.markdown_to_html_with_extensions(
        document, unsafe, ["table", "autolink", "strikethrough"]
    )


def _python_markdown() -> Callable[[str], Any]:
    module = import_module("markdown")
    extensions = ["extra", "pymdownx.magiclink"]
    return lambda document: module.markdown(document, extensions=extensions)


def _mistune() -> Callable[[str], Any]:
    module = import_module("mistune")
    return module.create_markdown(escape=False, plugins=["url", "table", "footnotes", "strikethrough"])


def _each(make: Callable[[], Callable[[str], Any]]) -> Render:
    def of_all(documents: Sequence[str]) -> list[str]:
        return [str(html) for html in map(make(), documents)]

    return of_all


def _node(name: str) -> Render:
    def of_all(documents: Sequence[str]) -> list[str]:
        if not (NODE / "node_modules").is_dir():
            raise ModuleNotFoundError(f"{NODE} has no packages: run `npm ci` there")
        command = ["node", str(NODE / "render.mjs"), name]
        done = subprocess.run(command, input=json.dumps(documents).encode(), stdout=subprocess.PIPE, check=True)
        return list(map(str, json.loads(done.stdout)))

    return of_all


RENDERERS: Mapping[str, Render] = {
    "markdown-it-py": _each(_markdown_it),
    "cmark-gfm": _each(_cmark),
    "Python-Markdown": _each(_python_markdown),
    "mistune": _each(_mistune),
    "marked": _node("marked"),
    "markdown-it": _node("markdown-it"),
}
"""Each raises `ImportError` where it is not installed, `FileNotFoundError` without node."""


# ── what stands in the HTML ───────────────────────────────────────────────────────────────────────

_SCHEMES = ("http://", "https://", "mailto:", "ftp://", "//", "#")
_AUTOLINKED = re.compile(r"(?:(?:https?|ftp):)?//|www\.|mailto:|\S+@", re.IGNORECASE)
Marks = frozenset[tuple[str, str]]


def harmless(renderer: Render) -> dict[str, Marks]:
    """By place, what stands there by right: what plain words and plain addresses give."""
    articles = [item for words in ("word", " word", _ADDRESS) for item in places(words).items()]
    found: dict[str, Marks] = defaultdict(frozenset)
    documents = renderer([render(article, "markdown") for _, article in articles])
    for (place, _), document in zip(articles, documents, strict=True):
        found[place] |= markup(document)
    return found


def markup(html: str) -> Marks:
    """Each tag with the names of its attributes; links of bare addresses, which the renderer makes, are none."""
    found = set()
    for element in turbohtml.parse(html, positions=False).find_all():
        if element.tag == "a" and _is_autolink(element):
            continue
        found |= {(element.tag, ""), *((element.tag, name) for name in element.attrs)}
        found |= {(element.tag, f"{name}=?") for name in ("href", "src") if not _leads_out(element.attr(name))}
    return frozenset(found)


def _leads_out(address: str | None) -> bool:
    return address is None or address.lower().startswith(_SCHEMES)


def _is_autolink(link: turbohtml.Element) -> bool:
    """Whether a link leads to the address that its words are, as far as its beginning tells."""
    href, words = link.attr("href") or "", link.text
    return (
        _leads_out(href)
        and set(link.attrs) <= {"href"}
        and (bool(_AUTOLINKED.match(words)) or unquote(words).lower() in unquote(href).lower())
    )
