"""Books (EPUB 2 and 3): the chapters in the order of the spine."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from cleancopy.compression import BODY_CORRUPT, LIMIT
from cleancopy.containers.found import MOST_MEMBERS, Found, not_read
from cleancopy.containers.headers import day_of
from cleancopy.containers.xml import Document, parse, text_of
from cleancopy.limits import TRUNCATED, Limits
from cleancopy.options import Known

_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_PACKINGS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # OCF 3.3, section 4.2
_PIECE: Final = 64 * 1024  # bytes that are unpacked at a time
_TEXTS: Final = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"})
_ENCRYPTED_FILE: Final = 1  # in the flags of an entry

# An element of XML without contents. HTML has only void ones: there a title such as <title/> takes all that follows.
_EMPTY_ELEMENT = re.compile(
    rb"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)[\s/>])([A-Za-z][\w:.-]{0,40})(\s[^<>]*)?/>",
    re.IGNORECASE,
)

# What zipfile raises for archives that are damaged or made to harm.
_BAD_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class _Archive:
    """The files of a book, unpacked within a bound for all of them together."""

    def __init__(self, data: bytes) -> None:
        self._files = zipfile.ZipFile(io.BytesIO(data))
        self._left = LIMIT

    def read(self, name: str, most: int) -> tuple[bytes, frozenset[str]]:
        """Give the bytes of a file, one more than `most` of them at most, and what was wrong.

        Raises `KeyError` where there is none, `_BrokenError` where nothing comes out of it.
        """
        info = self._files.getinfo(name)
        if info.flag_bits & _ENCRYPTED_FILE:
            raise _BrokenError("it is encrypted: take the protection off the book first")
        if info.compress_type not in _PACKINGS:
            raise _BrokenError("it is packed in a way that no book may use")
        if self._left <= 0:
            raise _BrokenError(f"the book has more than {LIMIT:,} bytes of text: unpack it yourself if you trust it")
        unpacked, flags = self._unpacked(info, min(most + 1, self._left))
        self._left -= len(unpacked)
        return unpacked, flags

    def _unpacked(self, info: zipfile.ZipInfo, most: int) -> tuple[bytes, frozenset[str]]:
        pieces, size = [], 0
        try:
            with self._files.open(info) as stream:
                while size < most and (piece := stream.read(min(_PIECE, most - size))):
                    pieces.append(piece)
                    size += len(piece)
        except _BAD_ARCHIVE as error:
            if not pieces:
                raise _BrokenError(f"it is damaged ({error})") from error
            return b"".join(pieces), frozenset({BODY_CORRUPT})
        cut = size == self._left
        return b"".join(pieces), frozenset({TRUNCATED} if cut else ())


class _BrokenError(Exception):
    """A file of the book cannot be read; the message says why."""


def read_epub(data: bytes, limits: Limits) -> Iterator[Found]:
    """Give the chapters of a book, named by their files; of each that cannot be read there is a message."""
    if data.count(_DIRECTORY_ENTRY) > MOST_MEMBERS:  # before any of them is parsed
        yield not_read(f"the book has more than {MOST_MEMBERS:,} files: no book has")
        return
    try:
        archive = _Archive(data)
        package, folder = _package(archive, limits)
    except _BAD_ARCHIVE as error:
        yield not_read(f"the book is damaged or cut off ({error}): fetch it again")
        return
    except (_BrokenError, KeyError) as error:
        yield not_read(f"this EPUB has no list of its chapters: {error}")
        return
    yield from _chapters(archive, package, folder, limits)


def _package(archive: _Archive, limits: Limits) -> tuple[Element, str]:
    """The package document, which lists the chapters, and the folder that their names are relative to."""
    container = _tree(archive, _CONTAINER, limits)
    path = next((path for file in container.iter("rootfile") if (path := file.get("full-path"))), None)
    if path is None:
        raise _BrokenError(f"{_CONTAINER} names none")
    return _tree(archive, path, limits), posixpath.dirname(path)


def _tree(archive: _Archive, name: str, limits: Limits) -> Element:
    parsed: Document = parse(archive.read(name, limits.input_bytes)[0], limits)
    if parsed.root is None or parsed.fault:
        raise _BrokenError(f"{name} cannot be read ({parsed.fault})")
    return parsed.root


def _chapters(archive: _Archive, package: Element, folder: str, limits: Limits) -> Iterator[Found]:
    items = {item.get("id"): item for item in package.iter("item")}
    book = _stated(package)
    secret = _encrypted(archive, limits)
    places = [place.get("idref") for place in package.iter("itemref")]
    if not places:
        yield not_read("the book lists no chapters in its spine")
    for place in dict.fromkeys(places):
        item = items.get(place)
        if item is None:
            yield not_read(f"the spine names {place!r}, and the manifest does not know it", member=place)
        elif item.get("media-type", "application/xhtml+xml").lower() in _TEXTS:
            name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", "")).partition("#")[0]))
            yield _chapter(archive, name, book, secret, limits)


def _chapter(archive: _Archive, name: str, book: Known, secret: frozenset[str], limits: Limits) -> Found:
    if name in secret:
        return not_read("the chapter is encrypted: take the protection off the book first", member=name)
    try:
        page, flags = archive.read(name, limits.input_bytes)
    except KeyError:
        return not_read("the chapter is not in the book, though its manifest names it", member=name)
    except _BrokenError as error:
        return not_read(f"the chapter cannot be read: {error}", member=name)
    page = _EMPTY_ELEMENT.sub(rb"<\1\2></\1>", page)
    return Found(page, Known(name, None, book.authors, book.published, flags), kind="html")


def _encrypted(archive: _Archive, limits: Limits) -> frozenset[str]:
    """The files that are encrypted, but for fonts that are only garbled."""
    try:
        listed = _tree(archive, _ENCRYPTION, limits)
    except (KeyError, _BrokenError):
        return frozenset()
    named = (element.get("URI") for element in listed.iter() if element.tag.endswith("CipherReference"))
    return frozenset(posixpath.normpath(unquote(name)) for name in named if name)


def _stated(package: Element) -> Known:
    """What the book says of itself. Its title is not that of a chapter."""
    authors = (" ".join(text_of(creator).split()) for creator in package.iter("dc:creator"))
    days = (day_of(text_of(date)) for date in package.iter("dc:date"))
    return Known(authors=tuple(dict.fromkeys(filter(None, authors))), published=next(filter(None, days), None))
