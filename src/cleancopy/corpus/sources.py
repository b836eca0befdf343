"""What a run reads: files and folders, found in a stated order, and the items in them."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final, Literal

from cleancopy.corpus import files
from cleancopy.corpus.archives import read_warc
from cleancopy.corpus.delimited import check_delimited, read_delimited
from cleancopy.corpus.files import File
from cleancopy.corpus.folders import read_folder, read_page, read_pages
from cleancopy.corpus.kinds import kind_in_folder, kind_of
from cleancopy.corpus.lines import check_fields, read_jsonl
from cleancopy.corpus.record import Advance, Item, Record, ignore
from cleancopy.corpus.settings import Columns
from cleancopy.corpus.tables import check_parquet, read_parquet
from cleancopy.errors import CorpusError
from cleancopy.options import Kind

_LIST = "@"  # as in curl and gcc
_COMMENT = "#"
_DIGESTED = 64 * 1024**2  # bytes of a source whose contents are compared where its time has changed

SourceKind = Literal["archive", "parquet", "jsonl", "csv", "folder", "page", "pages"]


@dataclass(frozen=True, slots=True)
class Source:
    """An input that is read from its beginning to its end.

    path    a file or folder: local, or an address that pyarrow knows (``s3://bucket/key``); of pages that were named
            one by one the folder that has all of them, and an asterisk: ``crawl/*``
    size    bytes, of a folder those of its pages; a run that goes on later compares it
    stamp   what changes when the source is written to: the time of a file, a digest of the times in a folder
    pages   those that were named one by one; their names begin at the folder
    """

    path: str
    kind: SourceKind
    size: int
    stamp: str = field(default="", compare=False)
    pages: tuple[File, ...] = ()


# ── finding ───────────────────────────────────────────────────────────────────────────────────────


def find_sources(inputs: Sequence[str]) -> list[Source]:
    """Find what is to be read, sorted by path, each once however often it was named.

    An input is a file, a pattern (``crawl/**/*.warc.gz``), a folder, an address of one of them (``s3://bucket/prefix``,
    ``file:///path``), or a list of such, ``@paths.txt``: one a line, relative to the working directory, ``#`` before
    a comment. In a folder each archive and each table is a source of its own, and all pages together are one; so are
    all pages that are named one by one.

    Raises `CorpusError` for the first input that cannot be read or has nothing to be read in it.
    """
    found = [source for path in _paths(inputs) for source in _sources_at(path)]
    return _joined(_once(sorted(found, key=lambda source: source.path)))


def _paths(inputs: Iterable[str]) -> Iterator[str]:
    """The inputs with lists and patterns spelled out."""
    for given in inputs:
        with files.plain_errors(given):
            named = _listed(given.removeprefix(_LIST)) if given.startswith(_LIST) else [given]
        for name in named:
            with files.plain_errors(name):
                yield from _matching(files.to_local(name))


def _listed(path: str) -> list[str]:
    files.look(path)  # refuses what never ends
    try:
        with files.open_input(path) as stream:
            lines = [line.strip() for line in stream.read().decode("utf-8-sig").splitlines()]
    except UnicodeDecodeError as error:
        raise CorpusError(f"{files.shown(path)}: a list of paths must be text in UTF-8: {error.reason}") from error
    return [line for line in lines if line and not line.startswith(_COMMENT)]


def _matching(path: str) -> list[str]:
    if not files.is_glob(path):
        return [path]
    found = files.glob(path)
    if not found:
        raise CorpusError(f"{files.shown(path)}: nothing fits this pattern: check it, and quote it for the shell")
    return found


def _sources_at(path: str) -> list[Source]:
    with files.plain_errors(path):
        place = files.look(path)
        if place.is_folder:
            return _in_folder(path)
        kind = kind_of(File(path, _name(path), place.size))
        if kind is None:
            raise CorpusError(f"{files.shown(path)}: neither an archive, a table nor a page: leave it out")
        return [_source(path, kind, place.size, place.stamp)]


def _name(path: str) -> str:
    """The name of a file; what follows a question mark in an address are options of the file system."""
    return PurePosixPath(path.partition("?")[0] if files.is_address(path) else path).name


def _in_folder(folder: str) -> list[Source]:
    sources: list[Source] = []
    pages: list[File] = []
    others: list[File] = []
    for file in files.walk(folder):
        kind = kind_in_folder(file)
        if kind is None or kind == "page":
            (others if kind is None else pages).append(file)
        else:
            size = files.look(file.path).size if file.size is None else file.size
            sources.append(_source(file.path, kind, size, file.stamp))
    if not sources and not pages:
        raise CorpusError(f"{files.shown(folder)}: no archive, table or page (.html, .txt) is in this folder")
    if pages or others:
        sources.append(_source(folder, "folder", _size(pages), _stamp(pages, others)))
    return sources


def _size(pages: Iterable[File]) -> int:
    return sum(page.size or 0 for page in pages)


def _stamp(pages: Iterable[File], others: Iterable[File] = ()) -> str:
    """A digest of what stands in a folder and when it was written. Of what is no page only the name matters."""
    digest = hashlib.sha256()
    for file in pages:
        digest.update(f"{file.name}\0{file.size}\0{file.stamp}\n".encode("utf-8", "surrogateescape"))
    for file in others:
        digest.update(f"{file.name}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _source(path: str, kind: SourceKind, size: int, stamp: str) -> Source:
    """A source that can be opened and whose name can stand in a line of the ledger."""
    if "\n" in path or "\r" in path or path != path.encode("utf-8", "replace").decode():
        raise CorpusError(f"{files.shown(path)}: a line break, or a byte that is no UTF-8, is in the name: rename it")
    if kind != "folder" and not files.is_address(path):
        files.open_input(path).close()
    return Source(path, kind, size, stamp)


def _joined(sources: list[Source]) -> list[Source]:
    """Make one source of the pages that were named one by one: else each would be a file of the output."""
    groups: dict[str, list[Source]] = {}
    for source in sources:
        if source.kind == "page":
            groups.setdefault(_root(source.path), []).append(source)
    several = {root: pages for root, pages in groups.items() if len(pages) > 1}
    single = [source for source in sources if source.kind != "page" or _root(source.path) not in several]
    return sorted([*single, *map(_together, several.values())], key=lambda source: source.path)


def _root(path: str) -> str:
    """Paths with the same root have a folder in common."""
    return path.partition("://")[0] + "://" if files.is_address(path) else PurePosixPath(path).anchor


def _together(sources: list[Source]) -> Source:
    paths = [PurePosixPath(source.path) for source in sources]
    folder = PurePosixPath(os.path.commonpath([str(path.parent) for path in paths]))
    found = (
        File(source.path, str(path.relative_to(folder)), source.size, source.stamp)
        for source, path in zip(sources, paths, strict=True)
    )
    pages = tuple(sorted(found, key=lambda page: page.name))
    address = sources[0].path
    head = address[: address.index("://") + 3] if files.is_address(address) else ""
    within = str(folder / "*").removeprefix(head.rstrip("/")).lstrip("/") if head else str(folder / "*")
    return Source(head + within, "pages", _size(pages), _stamp(pages), pages)


def _once(sources: Iterable[Source]) -> list[Source]:
    """Leave out what is there by another name, and pages that a folder among the sources has already."""
    places = {_place(source.path): source for source in reversed(list(sources))}
    folders = {place for place, source in places.items() if source.kind == "folder"}
    once = [source for place, source in places.items() if not _is_in_one(place, source, folders)]
    return sorted(once, key=lambda source: source.path)


def _place(path: str) -> PurePosixPath:
    return PurePosixPath(path if files.is_address(path) else Path(path).resolve().as_posix())


def _is_in_one(place: PurePosixPath, source: Source, folders: set[PurePosixPath]) -> bool:
    if source.kind not in ("folder", "page"):
        return False
    if source.kind == "page" and kind_in_folder(_page_file(source)) != "page":
        return False
    around = (parent for parent in place.parents if parent in folders)
    return any(not files.has_hidden(str(place.relative_to(parent))) for parent in around)


# ── whether it is the same ────────────────────────────────────────────────────────────────────────


def digest_of(source: Source) -> str:
    """The sha256 of what a source holds here, names of pages included: the same for a copy with other times.

    "" where that is nowhere near, or more than 64 MiB, which take too long to read for this alone.
    """
    if files.is_address(source.path) or source.size > _DIGESTED:
        return ""
    digest = hashlib.sha256()
    try:
        for file in _files_of(source):
            digest.update(f"{file.name}\0{file.size}\n".encode("utf-8", "surrogateescape"))
            if source.kind != "folder" or (file.size is not None and kind_in_folder(file) == "page"):
                digest.update(_contents(file))
    except OSError:
        return ""
    return digest.hexdigest()


def _files_of(source: Source) -> Iterable[File]:
    if source.kind == "folder":
        return files.walk(source.path)
    return source.pages or (_page_file(source),)


def _contents(file: File) -> bytes:
    with files.open_input(file.path) as stream:
        return stream.read(_DIGESTED)


def change_in(source: Source) -> str | None:
    """What has become of a source since it was found, None where it is as it was."""
    try:
        with files.plain_errors(source.path):
            now = _again(source)
    except CorpusError as error:
        return str(error)
    if (now.size, now.stamp) == (source.size, source.stamp):
        return None
    grown = f": {source.size:,} bytes then, {now.size:,} now" if now.size != source.size else ""
    return f"{source.path} was written to while it was read{grown}: leave it alone, and run into another folder"


def _again(source: Source) -> Source:
    if source.kind == "folder":
        return next((found for found in _in_folder(source.path) if found.kind == "folder"), replace(source, size=0))
    if source.pages:
        pages = [_looked_at(page) for page in source.pages]
        return replace(source, size=_size(pages), stamp=_stamp(pages))
    place = files.look(source.path)
    return replace(source, size=place.size, stamp=place.stamp)


def _looked_at(page: File) -> File:
    place = files.look(page.path)
    return replace(page, size=place.size, stamp=place.stamp)


# ── columns ───────────────────────────────────────────────────────────────────────────────────────

_CHECKS: Final[Mapping[str, Callable[[BinaryIO, str, Columns], None]]] = {
    "parquet": check_parquet,
    "jsonl": check_fields,
    "csv": check_delimited,
}


def has_columns(source: Source) -> bool:
    """Tell whether a source is a table."""
    return source.kind in _CHECKS


def check_columns(table: Source, columns: Columns) -> None:
    """Raise `ColumnError` where a table lacks a column that is asked for, `CorpusError` where it cannot be read."""
    with files.plain_errors(table.path), files.open_input(table.path) as stream:
        _CHECKS[table.kind](stream, table.path, columns)


# ── reading ───────────────────────────────────────────────────────────────────────────────────────


def read_source(source: Source, columns: Columns, kind: Kind, advance: Advance = ignore) -> Iterator[Item]:
    """Give the items of a source in their order; `kind` is that of pages which do not say it themselves.

    advance   is called with the bytes of the source that were read up to each item

    Raises `CorpusError` where it cannot be read any further; what came before stands.
    """
    with files.plain_errors(source.path):
        if source.kind == "folder":
            yield from read_folder(source.path, kind, advance)
        elif source.kind == "pages":
            yield from read_pages(source.pages, kind, advance)
        elif source.kind == "page":
            yield read_page(_page_file(source), kind)
        else:
            with files.open_input(source.path) as stream:
                for item in _items_in(stream, source, columns, kind):
                    advance(stream.tell())
                    yield item


def _page_file(source: Source) -> File:
    return File(source.path, _name(source.path), source.size)


def _items_in(stream: BinaryIO, source: Source, columns: Columns, kind: Kind) -> Iterator[Item]:
    if source.kind == "parquet":
        yield from read_parquet(stream, source.path, columns, kind)
    elif source.kind == "jsonl":
        yield from read_jsonl(stream, columns, kind)
    elif source.kind == "csv":
        yield from read_delimited(stream, source.path, columns, kind)
    else:
        for item in read_warc(stream, source.path):
            yield replace(item, kind=kind) if isinstance(item, Record) and item.kind == "auto" else item
