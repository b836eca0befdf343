"""What a run reads: files and folders, found in a stated order, and the items in them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from cleancopy.corpus import files
from cleancopy.corpus.archives import read_warc
from cleancopy.corpus.delimited import read_delimited
from cleancopy.corpus.files import File
from cleancopy.corpus.folders import read_folder, read_page
from cleancopy.corpus.kinds import by_name, kind_in_folder, kind_of
from cleancopy.corpus.lines import read_jsonl
from cleancopy.corpus.record import Item, Record
from cleancopy.corpus.settings import Columns
from cleancopy.corpus.tables import read_parquet
from cleancopy.errors import CorpusError
from cleancopy.options import Kind

_LIST = "@"  # as in curl and gcc
_COMMENT = "#"


@dataclass(frozen=True, slots=True)
class Source:
    """An input that is read from its beginning to its end.

    path   a file or folder: local, or an address that pyarrow knows (``s3://bucket/key``)
    size   bytes, of a folder those of its pages; a run that goes on later compares it
    """

    path: str
    kind: Literal["archive", "parquet", "jsonl", "csv", "folder", "page"]
    size: int


# ── finding ───────────────────────────────────────────────────────────────────────────────────────


def find_sources(inputs: Sequence[str]) -> list[Source]:
    """Find what is to be read, sorted by path, each once however often it was named.

    An input is a file, a pattern (``crawl/**/*.warc.gz``), a folder, an address of one of them (``s3://bucket/prefix``,
    ``file:///path``), or a list of such, ``@paths.txt``: one a line, relative to the working directory, ``#`` before
    a comment. In a folder each archive and each table is a source of its own, and all pages together are one.

    Raises `CorpusError` for the first input that cannot be read or has nothing to be read in it.
    """
    found = [source for path in _paths(inputs) for source in _sources_at(path)]
    return _once(sorted(found, key=lambda source: source.path))


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
        kind = kind_of(File(path, PurePosixPath(path.partition("?")[0]).name, place.size))
        if kind is None:
            raise CorpusError(f"{files.shown(path)}: neither an archive, a table nor a page: leave it out")
        return [_source(path, kind, place.size)]


def _in_folder(folder: str) -> list[Source]:
    sources, pages, size = [], 0, 0
    for file in files.walk(folder):
        kind = kind_in_folder(file)
        if kind == "page":
            pages, size = pages + 1, size + (file.size or 0)
        elif kind:
            sources.append(_source(file.path, kind, files.look(file.path).size if file.size is None else file.size))
    if pages:
        sources.append(_source(folder, "folder", size))
    if not sources:
        raise CorpusError(f"{files.shown(folder)}: no archive, table or page (.html, .txt) is in this folder")
    return sources


def _source(path: str, kind: Literal["archive", "parquet", "jsonl", "csv", "folder", "page"], size: int) -> Source:
    """A source that can be opened and whose name can stand in a line of the ledger."""
    if "\n" in path or "\r" in path or path != path.encode("utf-8", "replace").decode():
        raise CorpusError(f"{files.shown(path)}: a line break, or a byte that is no UTF-8, is in the name: rename it")
    if kind != "folder" and not files.is_address(path):
        files.open_input(path).close()
    return Source(path, kind, size)


def _once(sources: Iterable[Source]) -> list[Source]:
    """Leave out what is there by another name, and pages that a folder among the sources has already."""
    places = {_place(source.path): source for source in reversed(list(sources))}
    folders = {place for place, source in places.items() if source.kind == "folder"}
    once = [source for place, source in places.items() if not _is_in_one(place, source, folders)]
    return sorted(once, key=lambda source: source.path)


def _place(path: str) -> PurePosixPath:
    return PurePosixPath(path if files.is_address(path) else Path(path).resolve().as_posix())


def _is_in_one(place: PurePosixPath, source: Source, folders: set[PurePosixPath]) -> bool:
    if source.kind != "folder" and not (source.kind == "page" and by_name(place.name) == "page"):
        return False
    around = (parent for parent in place.parents if parent in folders)
    return any(not files.has_hidden(str(place.relative_to(parent))) for parent in around)


# ── reading ───────────────────────────────────────────────────────────────────────────────────────


def read_source(source: Source, columns: Columns, kind: Kind) -> Iterator[Item]:
    """Give the items of a source in their order; `kind` is that of pages which do not say it themselves.

    Raises `CorpusError` where it cannot be read any further; what came before stands.
    """
    with files.plain_errors(source.path):
        if source.kind == "folder":
            yield from read_folder(source.path, kind)
        elif source.kind == "page":
            yield read_page(_page_file(source), kind)
        else:
            yield from _read_file(source, columns, kind)


def _page_file(source: Source) -> File:
    return File(source.path, PurePosixPath(source.path.partition("?")[0]).name, source.size)


def _read_file(source: Source, columns: Columns, kind: Kind) -> Iterator[Item]:
    with files.open_input(source.path) as stream:
        if source.kind == "parquet":
            yield from read_parquet(stream, source.path, columns, kind)
        elif source.kind == "jsonl":
            yield from read_jsonl(stream, columns, kind)
        elif source.kind == "csv":
            yield from read_delimited(stream, source.path, columns, kind)
        else:
            for item in read_warc(stream, source.path):
                yield replace(item, kind=kind) if isinstance(item, Record) and item.kind == "auto" else item
