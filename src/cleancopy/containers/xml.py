"""Documents in XML as trees, within bounds: no entities of their own, and of a document that is cut what is there."""

import re
from html import unescape
from typing import NamedTuple
from xml.etree.ElementTree import Element
from xml.parsers import expat

from cleancopy.decode import decode
from cleancopy.limits import Limits

_DEEPEST = 200  # elements above one another; feeds have five, and the page in them some fifty
_DECLARED = re.compile(r"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_HEAD = 512  # bytes in which the declaration stands

# What is written for a namespace; the rest keep the prefixes of the document.
_PREFIXES = {
    "http://www.w3.org/2005/Atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://www.w3.org/1999/xhtml": "",
    "http://www.idpf.org/2007/opf": "",
    "urn:oasis:names:tc:opendocument:xmlns:container": "",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
}
# Entities of HTML, and "&" that begins none; sections that are marked as characters are left alone.
_LOOSE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(\w{1,32};)?", re.DOTALL
)


class Document(NamedTuple):
    """What could be parsed of a document.

    fault   what was wrong, None where nothing was
    """

    root: Element | None
    fault: str | None = None


class _RefusedError(Exception):
    """The document has what is only there to harm."""


def parse(data: bytes, limits: Limits) -> Document:
    """Parse a document in any encoding. What comes before a fault is there."""
    head = data[:_HEAD].decode("latin-1").replace("\0", "")
    declared = _DECLARED.search(head)
    page = decode(data, "html", declared[1] if declared else None, limits)
    found = _parsed(_LOOSE.sub(_mended, page.text.lstrip()))
    return found._replace(fault=found.fault or "a limit cut it") if page.cuts else found


def _mended(match: re.Match[str]) -> str:
    """Characters for an entity of HTML, which XML does not know; any other "&" stands for itself."""
    if match[0].startswith("<"):
        return match[0] if match[0].endswith("]]>") else match[0] + "]]>"
    characters = unescape(match[0])
    return "&amp;" + match[0][1:] if characters.startswith("&") else characters.replace("<", "&lt;")


def _parsed(text: str) -> Document:
    builder = _Builder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler, parser.EntityDeclHandler = builder.text, _refuse
    try:
        parser.Parse(_without_declaration(text).encode("utf-8", "replace"), True)
    except (expat.ExpatError, _RefusedError) as error:
        builder.flush()
        return Document(builder.root, str(error))
    return Document(builder.root)


def _without_declaration(text: str) -> str:
    """The text is decoded: what its declaration says of the encoding no longer holds."""
    return text.partition("?>")[2] if text.startswith("<?xml") else text


def _refuse(*_: object) -> None:
    raise _RefusedError("it declares entities, which can grow without end")


class _Builder:
    """Makes a tree of what the parser finds; all that was begun is in it, whole or not."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._pieces: list[str] = []
        self._prefixes: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.flush()
        for key, value in attributes.items():
            if key.startswith("xmlns") and value in _PREFIXES:
                self._prefixes[key.partition(":")[2]] = _PREFIXES[value]
        element = Element(self._name(name), {self._name(key): value for key, value in attributes.items()})
        if self._open:
            self._open[-1].append(element)
        elif self.root is None:
            self.root = element
        self._open.append(element)
        if len(self._open) > _DEEPEST:
            raise _RefusedError(f"more than {_DEEPEST} elements stand in one another")

    def end(self, _: str) -> None:
        self.flush()
        self._open.pop()

    def text(self, text: str) -> None:
        self._pieces.append(text)

    def flush(self) -> None:
        """Put the characters since the last tag in their place."""
        if self._pieces and self._open:
            parent, text = self._open[-1], "".join(self._pieces)
            if len(parent):
                parent[-1].tail = text
            else:
                parent.text = text
        self._pieces.clear()

    def _name(self, name: str) -> str:
        prefix, mark, local = name.rpartition(":")
        prefix = self._prefixes.get(prefix, prefix) if mark else ""
        return f"{prefix}:{local}" if prefix else local


def text_of(element: Element | None) -> str:
    """Give the characters of an element, its parts included."""
    return "" if element is None else "".join(element.itertext())
