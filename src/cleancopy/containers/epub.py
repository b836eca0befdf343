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

from cleancopy.containers.contained_page import MAX_MEMBERS, ContainedPage, make_unreadable
from cleancopy.containers.headers import normalize_date
from cleancopy.containers.xml import Document, collect_text, parse_xml
from cleancopy.flags import Flag
from cleancopy.input import MAX_DECOMPRESSED_BYTES
from cleancopy.limits import Limits
from cleancopy.options import ContainerMetadata

_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_COMPRESSIONS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # OCF 3.3, section 4.2
_CHUNK_BYTES: Final = 64 * 1024  # bytes that are unpacked at a time
_CHAPTER_TYPES: Final = frozenset(
    {"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"}
)
_ENCRYPTED_BIT: Final = 1  # in the flags of an entry

# An empty element of XML. HTML allows this for void elements only: it reads all that follows <title/> as the title.
_EMPTY_ELEMENT = re.compile(
    rb"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)[\s/>])([A-Za-z][\w:.-]{0,40})(\s[^<>]*)?/>",
    re.IGNORECASE,
)

# What zipfile raises for archives that are damaged or malicious.
_BAD_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class _Archive:
    """The files of a book, unpacked within one limit for all of them together."""

    def __init__(self, data: bytes) -> None:
        self._files = zipfile.ZipFile(io.BytesIO(data))
        self._left = MAX_DECOMPRESSED_BYTES

    def read(self, name: str, max_bytes: int) -> tuple[bytes, frozenset[str]]:
        """Return the bytes of a file, at most one more than `max_bytes`, and flags for what was wrong.

        Raises `KeyError` if there is no such file, `_UnreadableError` if nothing of it can be read.
        """
        info = self._files.getinfo(name)
        if info.flag_bits & _ENCRYPTED_BIT:
            raise _UnreadableError("it is encrypted: take the protection off the book first")
        if info.compress_type not in _COMPRESSIONS:
            raise _UnreadableError("it is packed in a way that no book may use")
        if self._left <= 0:
            raise _UnreadableError(
                f"the book has more than {MAX_DECOMPRESSED_BYTES:,} bytes of text: unpack it yourself if you trust it"
            )
        data, flags = self._unpack(info, min(max_bytes + 1, self._left))
        self._left -= len(data)
        return data, flags

    def _unpack(self, info: zipfile.ZipInfo, max_bytes: int) -> tuple[bytes, frozenset[str]]:
        chunks, size = [], 0
        try:
            with self._files.open(info) as stream:
                while size < max_bytes and (chunk := stream.read(min(_CHUNK_BYTES, max_bytes - size))):
                    chunks.append(chunk)
                    size += len(chunk)
        except _BAD_ARCHIVE as error:
            if not chunks:
                raise _UnreadableError(f"it is damaged ({error})") from error
            return b"".join(chunks), frozenset({Flag.BODY_CORRUPT})
        is_cut = size == self._left
        return b"".join(chunks), frozenset({Flag.TRUNCATED} if is_cut else ())


class _UnreadableError(Exception):
    """A file of the book cannot be read; the message says why."""


def read_epub(data: bytes, limits: Limits) -> Iterator[ContainedPage]:
    """Yield the chapters of a book, named by their files; one that cannot be read has a message instead."""
    if data.count(_DIRECTORY_ENTRY) > MAX_MEMBERS:  # before they are parsed
        yield make_unreadable(f"the book has more than {MAX_MEMBERS:,} files: no book has")
        return
    try:
        archive = _Archive(data)
        package, folder = _read_package(archive, limits)
    except _BAD_ARCHIVE as error:
        yield make_unreadable(f"the book is damaged or cut off ({error}): fetch it again")
        return
    except (_UnreadableError, KeyError) as error:
        yield make_unreadable(f"this EPUB has no list of its chapters: {error}")
        return
    yield from _read_chapters(archive, package, folder, limits)


def _read_package(archive: _Archive, limits: Limits) -> tuple[Element, str]:
    """Return the package document, which lists the chapters, and the folder that their names are relative to."""
    container = _parse_file(archive, _CONTAINER, limits)
    path = next((path for file in container.iter("rootfile") if (path := file.get("full-path"))), None)
    if path is None:
        raise _UnreadableError(f"{_CONTAINER} names none")
    return _parse_file(archive, path, limits), posixpath.dirname(path)


def _parse_file(archive: _Archive, name: str, limits: Limits) -> Element:
    parsed: Document = parse_xml(archive.read(name, limits.input_bytes)[0], limits)
    if parsed.root is None or parsed.fault:
        raise _UnreadableError(f"{name} cannot be read ({parsed.fault})")
    return parsed.root


def _read_chapters(archive: _Archive, package: Element, folder: str, limits: Limits) -> Iterator[ContainedPage]:
    items = {item.get("id"): item for item in package.iter("item")}
    book = _read_metadata(package)
    encrypted = _list_encrypted(archive, limits)
    item_ids = [itemref.get("idref") for itemref in package.iter("itemref")]
    if not item_ids:
        yield make_unreadable("the book lists no chapters in its spine")
    for item_id in dict.fromkeys(item_ids):
        item = items.get(item_id)
        if item is None:
            yield make_unreadable(f"the spine names {item_id!r}, and the manifest does not know it", member=item_id)
        elif item.get("media-type", "application/xhtml+xml").lower() in _CHAPTER_TYPES:
            name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", "")).partition("#")[0]))
            yield _read_chapter(archive, name, book, encrypted, limits)


def _read_chapter(
    archive: _Archive, name: str, book: ContainerMetadata, encrypted: frozenset[str], limits: Limits
) -> ContainedPage:
    if name in encrypted:
        return make_unreadable("the chapter is encrypted: take the protection off the book first", member=name)
    try:
        page, flags = archive.read(name, limits.input_bytes)
    except KeyError:
        return make_unreadable("the chapter is not in the book, though its manifest names it", member=name)
    except _UnreadableError as error:
        return make_unreadable(f"the chapter cannot be read: {error}", member=name)
    page = _EMPTY_ELEMENT.sub(rb"<\1\2></\1>", page)
    return ContainedPage(page, ContainerMetadata(name, None, book.authors, book.published, flags), kind="html")


def _list_encrypted(archive: _Archive, limits: Limits) -> frozenset[str]:
    """Return the names of the files that are encrypted. Obfuscated fonts are among them, but are not read."""
    try:
        document = _parse_file(archive, _ENCRYPTION, limits)
    except (KeyError, _UnreadableError):
        return frozenset()
    uris = (element.get("URI") for element in document.iter() if element.tag.endswith("CipherReference"))
    return frozenset(posixpath.normpath(unquote(name)) for name in uris if name)


def _read_metadata(package: Element) -> ContainerMetadata:
    """Return the metadata of the book for its chapters: without its title, which is not theirs."""
    authors = (" ".join(collect_text(creator).split()) for creator in package.iter("dc:creator"))
    dates = (normalize_date(collect_text(date)) for date in package.iter("dc:date"))
    return ContainerMetadata(
        authors=tuple(dict.fromkeys(filter(None, authors))), published=next(filter(None, dates), None)
    )
