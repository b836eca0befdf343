# cython: language_level=3, annotation_typing=False, binding=False
"""The only module that knows the HTML parser: markup in, a walk over what a reader sees out."""

import json
import re
from collections.abc import Container, Iterator, Mapping, Set
from functools import cached_property

import turbohtml
from turbohtml import Comment, Document, Element, Namespace, Node, Text

from cleancopy.block import PROSE_CHARS

# Elements that browsers do not render, by the user-agent style sheet of the HTML standard
# (section 15.3.1 "Hidden elements"), or whose content is only a fallback (section 4.8, 4.12).
_UNRENDERED = frozenset(
    (
        "area audio base basefont canvas datalist head iframe link meta noembed noframes param rp "
        "script source style template title track video"
    ).split()
)
_EMBEDDED = frozenset({"data", "classid"})
"""An object with one of these has a thing to show, and the text in it is for browsers that cannot; without, it is the
object's text (HTML standard, section 4.8.7). Browsers do not know classid any more: it asks for a plugin."""
_UNRENDERED_SVG = frozenset({"title", "desc", "metadata", "defs", "script", "style"})
_SPECIAL = _UNRENDERED | _UNRENDERED_SVG | {"object", "img", "noscript", "dialog"}
"""Elements that a walk does not just go into."""
_NAMING = ("class", "id", "itemprop", "role", "data-testid", "data-component")
_RARE = ",".join(f"[{name}]" for name in ("hidden", "style", *_NAMING[2:]))

_DETAILS: Mapping[str, tuple[str, ...]] = {
    "a": ("href", "rel"),
    "time": ("datetime",),
    "ol": ("start",),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan"),
    "pre": ("class", "data-lang", "data-language"),
    "code": ("class", "data-lang", "data-language"),
    "blockquote": ("cite",),
}
"""What segmentation asks of a tag besides its names."""
# Where the address of an image stands that a script loads when it comes into sight, the likeliest first.
_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-srcset", "src", "srcset")

_PAGE_WORD = re.compile(r"[a-zA-Z][a-zA-Z]+")
_PAGE_WORDS = 30


class Reader:
    """What a walk tells what it comes by. A text is never empty."""

    def text(self, text: str) -> None:
        """Take a text."""

    def begin(self, tag: str, naming: str, anchor: str, detail: tuple[str, ...]) -> None:
        """Take the beginning of an element.

        naming   joins the values of its class, id and other naming attributes
        anchor   its id
        detail   the values of the attributes that `_DETAILS` has for its tag, "" for one that it does not have
        """

    def end(self, tag: str) -> None:
        """Take the end of the innermost open element."""

    def image(self, alt: str, src: str) -> None:
        """Take an image, with its alternative text and its address ("" where it has none)."""

    def hidden(self, prose: int, streamed: bool) -> None:
        """Take note that a hidden part is passed over.

        prose      characters of its paragraphs
        streamed   whether it is a piece of the page that React sends ahead of its place: ``<div hidden id="S:1a">``
        """


# What sites wrap JSON-LD in, and the comma that they leave behind the last member.
_WRAPPED = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$|;\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")

# Control characters as references: decoding takes them out as such, and the parser would bring them back. Those from
# 128 to 159 stand for signs of windows-1252 (HTML standard, section 13.2.5.80), but for five that it does not have.
# Without the look ahead the search would be for two signs at once, which takes half as long again as for one.
_CONTROL_REFERENCE = re.compile(
    r"&(?=#)#(?:0*(?:[1-8]|1[134-9]|2[0-9]|3[01]|127|129|14[134]|157)(?![0-9])"
    r"|x0*(?:[1-8]|[bdef]|1[0-9a-f]|7f|8[1df]|9[0d])(?![0-9a-f]));?",
    re.IGNORECASE,
)

_SWALLOWING = frozenset(
    "script style title iframe noembed noframes noscript template canvas audio video object".split()
)
"""Elements that are not rendered, and hold what follows them until they end."""
_AT_THE_END = frozenset({"eof-in-tag", "eof-in-comment", "eof-in-cdata", "eof-in-doctype"})
"""Parse errors by which a tokenizer gives up what it began (HTML standard, section 13.2.2)."""

_HTML = Namespace.HTML  # looking a member up takes as long as what is done with it
_NOWHERE = -1
_STREAMED = re.compile(r"S:[0-9a-f]+")


class _Everything:
    """Holds whatever it is asked for."""

    def __contains__(self, _: object) -> bool:
        return True


EVERY: Container[int] = _Everything()
"""Reveals every hidden part in `Tree.walk`."""

_SEAL = "the end"
"""A comment behind the page. Where a page ends inside of something, that swallows it."""


class Tree:
    """A parsed page."""

    def __init__(self, markup: str) -> None:
        """Parse `markup`; every string parses, as the HTML standard says."""
        self._markup = markup
        sound = _CONTROL_REFERENCE.sub(" ", markup)  # looking for "&#" first takes half as long again
        sealed = _parse(f"{sound}<!--{_SEAL}-->")
        self._is_sealed = _is_sealed(sealed)
        self._document = sealed if self._is_sealed else _parse(sound)

    def title(self) -> str | None:
        """The text of the `title` element, or None."""
        for element in self._document.find_all("title"):
            if element.namespace is _HTML:
                return " ".join(element.text.split()) or None
        return None

    @cached_property
    def _metas(self) -> tuple[tuple[str, str], ...]:
        found = []
        for element in self._document.find_all("meta"):
            content = " ".join((element.attr("content") or "").split())
            key = element.attr("property") or element.attr("name") or element.attr("itemprop")
            if key and content:
                found.append((key.strip().lower(), content))
        return tuple(found)

    def metas(self) -> tuple[tuple[str, str], ...]:
        """Each `meta` element with content: its lower-cased property, name or itemprop, and the content."""
        return self._metas

    def meta(self) -> dict[str, str]:
        """The first non-empty content of each `meta` element by name."""
        return dict(reversed(self._metas))

    def canonical(self) -> str | None:
        """The address that the page gives as its own, as it stands; None without one."""
        return next(self._linked("canonical"), None)

    def licenses(self) -> Iterator[str]:
        """Addresses of licences that links in the page's head or text name (rel=license)."""
        yield from self._linked("license")
        for element in self._document.find_all("a", attrs={"rel": "license"}):
            if href := (element.attr("href") or "").strip():
                yield href

    def _linked(self, relation: str) -> Iterator[str]:
        for element in self._document.find_all("link"):
            if relation in (element.attr("rel") or "").lower().split() and (
                href := (element.attr("href") or "").strip()
            ):
                yield href

    def base(self) -> str:
        """The address that relative ones of the page start from, as its `base` element says; "" without one."""
        element = self._document.find("base")
        return (element.attr("href") or "").strip() if element else ""

    @cached_property
    def _json_ld(self) -> object:
        found: list[object] = list(self._document.json_ld())
        return found or list(self._mended_json_ld())

    def _mended_json_ld(self) -> Iterator[object]:
        """JSON-LD that the engine refuses: with line feeds in its strings, or wrapped in a comment or CDATA."""
        for element in self._document.find_all("script", attrs={"type": "application/ld+json"}):
            text = _WRAPPED.sub("", element.text)
            try:
                yield json.loads(_TRAILING_COMMA.sub(r"\1", text), strict=False)
            except (ValueError, RecursionError):
                continue

    def json_ld(self) -> object:
        """What the page's JSON-LD says, as parsed: objects in a list; broken pieces are left out."""
        return self._json_ld

    def language(self) -> str | None:
        """The `lang` attribute of the root element, or None."""
        root = self._document.root
        return (root.attr("lang") or None) if root else None

    def words(self) -> tuple[str, ...]:
        """What the head says of the kind of page: Open Graph type, generator, JSON-LD types, names of the body."""
        meta = self.meta()
        said = [f"og:{meta.get('og:type', '')}", f"by:{meta.get('generator', '').partition(' ')[0]}"]
        said += [f"ld:{name}" for name in _types(self._json_ld)]
        for tag in ("html", "body"):
            if element := self._document.find(tag):
                said += _PAGE_WORD.findall(f"{element.attr('class') or ''} {element.attr('id') or ''}")[:_PAGE_WORDS]
        return tuple(dict.fromkeys(word.lower() for word in said))

    def scripts(self) -> Iterator[str]:
        """The contents of the page's script elements: programs and data."""
        return (element.text for element in self._document.find_all("script"))

    def is_unclosed(self) -> bool:
        """Whether the page ends inside of a tag, a comment, or an element that hides what is in it.

        What stands behind its beginning is no text to a browser, however much of it there is.
        """
        if not self._is_sealed:
            errors = self._document.errors
            if errors and errors[-1].code in _AT_THE_END:
                return True
        return any(self._is_open(tag) for tag in _SWALLOWING & _trailing(self._document))

    def _is_open(self, tag: str) -> bool:
        """Whether the last element of that tag has no end."""
        markup = self._markup if f"<{tag}" in self._markup else self._markup.lower()
        return markup.rfind(f"</{tag}") < markup.rfind(f"<{tag}")

    def walk(self, reader: Reader, reveal: Container[int] = ()) -> int:
        """Tell a reader what is to be seen, in document order; give the depth of the deepest element.

        reveal   which hidden parts are shown, with all that is in them: their places among those that the walk
                 comes by

        The walk is iterative: depth does not matter.
        """
        return _walk(self._document, self._dressed, reader, _Gate(reader, reveal))

    @cached_property
    def _dressed(self) -> frozenset[Node]:
        """The elements that have attributes of which most have none: so these need not be asked for on each."""
        return frozenset(self._document.select(_RARE))


def _walk(document: Document, dressed: Set[Node], reader: Reader, gate: "_Gate") -> int:
    waiting: list[Node | str] = [*document.children[::-1]]  # what comes next last; a tag for its end
    depth = deepest = 0
    while waiting:
        node = waiting.pop()
        if type(node) is Text:
            reader.text(node.data)
        elif type(node) is str:
            depth -= 1
            reader.end(node)
            if depth == gate.shown:
                gate.shown = _NOWHERE
        elif type(node) is Element:
            tag = node.tag
            is_dressed = node in dressed
            if (is_dressed or tag in _SPECIAL) and not gate.lets_in(node, tag, depth):
                continue
            naming, anchor = node.attr("class") or "", node.attr("id") or ""
            if is_dressed:
                naming = _naming(node)
            elif anchor:
                naming = f"{naming} {anchor}" if naming else anchor
            reader.begin(tag, naming, anchor, _detail(node, tag) if tag in _DETAILS else ())
            depth += 1
            deepest = max(deepest, depth)
            waiting.append(tag)
            waiting.extend(node.children[::-1])
    return deepest


def _parse(markup: str) -> Document:
    return turbohtml.parse(markup, positions=False)


def _is_sealed(document: Document) -> bool:
    """Whether the seal is the last thing of a document."""
    node: Node = document
    while children := node.children:
        node = children[-1]
    return isinstance(node, Comment) and node.data == _SEAL


def _trailing(document: Document) -> set[str]:
    """The tags of elements behind which no text stands."""
    tags = set()
    waiting: list[Node] = [document]  # from the last to the first, a parent before its children
    while waiting:
        node = waiting.pop()
        if isinstance(node, Element):
            tags.add(node.tag)
        elif isinstance(node, Text) and node.data.strip():
            break
        waiting += node.children
    return tags


def _types(data: object) -> Iterator[str]:
    """The types of the things that JSON-LD speaks of, one level down."""
    for thing in data if isinstance(data, list) else [data]:
        if isinstance(thing, dict):
            named = thing.get("@type")
            yield from (t for t in (named if isinstance(named, list) else [named]) if isinstance(t, str))
            if graph := thing.get("@graph"):
                yield from _types(graph)
        elif isinstance(thing, list):
            yield from _types(thing)


class _Gate:
    """Tells which elements a walk goes into, and a reader of images and hidden parts."""

    def __init__(self, reader: Reader, reveal: Container[int]) -> None:
        self._reader = reader
        self._reveal = reveal
        self._passed = 0  # hidden parts that the walk came by
        self.shown = _NOWHERE  # the depth of the hidden part that is shown, while the walk is in it

    def lets_in(self, element: Element, tag: str, depth: int) -> bool:
        """Whether the walk goes into an element with so many above it."""
        if not _is_rendered(element, tag):
            return False
        if tag == "img":
            self._reader.image(" ".join((element.attr("alt") or "").split()), _source(element))
            return False
        if self.shown != _NOWHERE or not _is_hidden(element, tag):
            return True
        self._passed += 1
        if self._passed - 1 in self._reveal:
            self.shown = depth
            return True
        prose = sum(len(text) for p in element.find_all("p") if len(text := p.text) >= PROSE_CHARS)
        self._reader.hidden(prose, _STREAMED.fullmatch(element.attr("id") or "") is not None)
        return False


def _is_rendered(element: Element, tag: str) -> bool:
    if tag in _UNRENDERED or tag in _UNRENDERED_SVG:
        unrendered = _UNRENDERED if element.namespace is _HTML else _UNRENDERED_SVG
        return tag not in unrendered
    return tag != "object" or _EMBEDDED.isdisjoint(element.attrs)


def _naming(element: Element) -> str:
    """The naming attributes of an element, joined."""
    return " ".join([value for name in _NAMING if (value := element.attr(name))])


def _detail(element: Element, tag: str) -> tuple[str, ...]:
    return tuple([element.attr(name) or "" for name in _DETAILS[tag]])


def _source(element: Element) -> str:
    """The address of an image; of a set of sizes the first. A placeholder in the page itself is none."""
    for name in _SOURCES:
        address = (element.attr(name) or "").strip()
        if address and not address.startswith("data:"):
            return address.split()[0].rstrip(",") if name.endswith("srcset") else address
    return ""


def _is_hidden(element: Element, tag: str) -> bool:
    if tag == "noscript":
        return True
    if tag == "dialog" and "open" not in element.attrs:
        return True
    if tag in {"html", "body"}:
        return False  # a page that hides itself as a whole is shown by its script
    attributes = element.attrs
    if "hidden" in attributes and (element.attr("hidden") or "").lower() != "until-found":
        return True
    style = element.attr("style")
    if not style:
        return False
    folded = style.replace(" ", "").lower()
    return "display:none" in folded or "visibility:hidden" in folded
