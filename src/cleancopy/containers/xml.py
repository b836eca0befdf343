"""Parses XML into trees within limits: documents may declare no entities, and may be cut off."""

import re
from html import unescape
from typing import NamedTuple
from xml.etree.ElementTree import Element
from xml.parsers import expat

from cleancopy.input import decode
from cleancopy.limits import Limits

_MAX_DEPTH = 200  # feeds have five nested elements, and the page in them some fifty
_DECLARED = re.compile(r"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION_BYTES = 512  # the XML declaration stands within these

# The prefix for names of a namespace. Names of other namespaces keep the prefixes of the document.
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
# Entities of HTML, and "&" that begins no entity. CDATA sections are matched too, and left alone.
_LOOSE_AMPERSAND = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(\w{1,32};)?", re.DOTALL
)


class Document(NamedTuple):
    """What could be parsed of a document.

    fault   what was wrong, None if nothing was
    """

    root: Element | None
    fault: str | None = None


class _RefusedError(Exception):
    """The document has something that only malicious documents have."""


def parse_xml(data: bytes, limits: Limits) -> Document:
    """Parse a document in any encoding. The tree holds everything before the first fault."""
    head = data[:_DECLARATION_BYTES].decode("latin-1").replace("\0", "")
    declared = _DECLARED.search(head)
    page = decode(data, "html", declared[1] if declared else None, limits)
    document = _parse_text(_LOOSE_AMPERSAND.sub(_repair_entity, page.text.lstrip()))
    return document._replace(fault=document.fault or "a limit cut it") if page.truncations else document


def _repair_entity(match: re.Match[str]) -> str:
    """Replace an entity of HTML, which XML does not know, by its characters; escape any other "&"."""
    if match[0].startswith("<"):
        return match[0] if match[0].endswith("]]>") else match[0] + "]]>"
    characters = unescape(match[0])
    return "&amp;" + match[0][1:] if characters.startswith("&") else characters.replace("<", "&lt;")


def _parse_text(text: str) -> Document:
    builder = _TreeBuilder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = builder.start_element, builder.end_element
    parser.CharacterDataHandler, parser.EntityDeclHandler = builder.add_text, _refuse_entity
    try:
        parser.Parse(_drop_declaration(text).encode("utf-8", "replace"), True)
    except (expat.ExpatError, _RefusedError) as error:
        builder.flush()
        return Document(builder.root, str(error))
    return Document(builder.root)


def _drop_declaration(text: str) -> str:
    """Remove the XML declaration: the text is decoded, so the encoding that it names is wrong."""
    return text.partition("?>")[2] if text.startswith("<?xml") else text


def _refuse_entity(*_: object) -> None:
    raise _RefusedError("it declares entities, which can grow without end")


class _TreeBuilder:
    """Builds a tree from the events of the parser. Elements that were never closed are in it, too."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._pieces: list[str] = []
        self._prefixes: dict[str, str] = {}

    def start_element(self, name: str, attributes: dict[str, str]) -> None:
        self.flush()
        for key, value in attributes.items():
            if key.startswith("xmlns") and value in _PREFIXES:
                self._prefixes[key.partition(":")[2]] = _PREFIXES[value]
        element = Element(
            self._rewrite_name(name), {self._rewrite_name(key): value for key, value in attributes.items()}
        )
        if self._open:
            self._open[-1].append(element)
        elif self.root is None:
            self.root = element
        self._open.append(element)
        if len(self._open) > _MAX_DEPTH:
            raise _RefusedError(f"more than {_MAX_DEPTH} elements stand in one another")

    def end_element(self, _: str) -> None:
        self.flush()
        self._open.pop()

    def add_text(self, text: str) -> None:
        self._pieces.append(text)

    def flush(self) -> None:
        """Add the characters since the last tag to the tree."""
        if self._pieces and self._open:
            parent, text = self._open[-1], "".join(self._pieces)
            if len(parent):
                parent[-1].tail = text
            else:
                parent.text = text
        self._pieces.clear()

    def _rewrite_name(self, name: str) -> str:
        prefix, colon, local = name.rpartition(":")
        prefix = self._prefixes.get(prefix, prefix) if colon else ""
        return f"{prefix}:{local}" if prefix else local


def collect_text(element: Element | None) -> str:
    """Return the characters of an element and of all elements in it."""
    return "" if element is None else "".join(element.itertext())
