"""Finds the sources of a run: files and folders, in a defined order."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

from cleancopy.corpus import paths
from cleancopy.corpus.inputs.file_kinds import detect_kind, detect_kind_in_folder
from cleancopy.corpus.paths import File
from cleancopy.errors import CorpusError

_LIST = "@"  # as in curl and gcc
_COMMENT = "#"

SourceKind = Literal["archive", "parquet", "jsonl", "csv", "folder", "page", "pages"]


@dataclass(frozen=True, slots=True)
class Source:
    """An input that is read from its beginning to its end.

    path    a file or folder: local, or an address that pyarrow knows (``s3://bucket/key``); for pages that were named
            one by one, their common folder and an asterisk: ``crawl/*``
    size    bytes, of a folder those of its pages; a run that continues later compares it
    stamp   changes when the source is written to: the time of a file, a digest of the times in a folder
    pages   the pages that were named one by one, with names relative to the folder
    """

    path: str
    kind: SourceKind
    size: int
    stamp: str = field(default="", compare=False)
    pages: tuple[File, ...] = ()


def find_sources(inputs: Sequence[str]) -> list[Source]:
    """Find the sources to read, sorted by path, each once however often it was named.

    An input is a file, a pattern (``crawl/**/*.warc.gz``), a folder, an address of one of them (``s3://bucket/prefix``,
    ``file:///path``), or a list of inputs, ``@paths.txt``: one per line, relative to the working directory, comments
    after ``#``. Each archive and each table in a folder is a source, and all its pages together are one; so are all
    pages that are named one by one.

    Raises `CorpusError` for the first input that cannot be read or has nothing to read.
    """
    found = [source for path in _expand_inputs(inputs) for source in _find_at_path(path)]
    return _group_pages(_drop_duplicates(sorted(found, key=lambda source: source.path)))


def _expand_inputs(inputs: Iterable[str]) -> Iterator[str]:
    """Expand lists and patterns to paths."""
    for given in inputs:
        with paths.translate_errors(given):
            names = _read_list(given.removeprefix(_LIST)) if given.startswith(_LIST) else [given]
        for name in names:
            with paths.translate_errors(name):
                yield from _expand_pattern(paths.to_local(name))


def _read_list(path: str) -> list[str]:
    paths.stat_path(path)  # refuses pipes and devices, which may never end
    try:
        with paths.open_input(path) as stream:
            lines = [line.strip() for line in stream.read().decode("utf-8-sig").splitlines()]
    except UnicodeDecodeError as error:
        reason = f"a list of paths must be text in UTF-8: {error.reason}"
        raise CorpusError(f"{paths.format_path(path)}: {reason}") from error
    return [line for line in lines if line and not line.startswith(_COMMENT)]


def _expand_pattern(path: str) -> list[str]:
    if not paths.is_pattern(path):
        return [path]
    found = paths.expand_pattern(path)
    if not found:
        raise CorpusError(
            f"{paths.format_path(path)}: nothing matches this pattern: check it, and quote it for the shell"
        )
    return found


def _find_at_path(path: str) -> list[Source]:
    with paths.translate_errors(path):
        info = paths.stat_path(path)
        if info.is_folder:
            return find_in_folder(path)
        kind = detect_kind(File(path, _get_file_name(path), info.size))
        if kind is None:
            raise CorpusError(f"{paths.format_path(path)}: neither an archive, a table nor a page: leave it out")
        return [_make_source(path, kind, info.size, info.stamp)]


def _get_file_name(path: str) -> str:
    """Get the name of a file; in an address, options of the file system follow a question mark."""
    return PurePosixPath(path.partition("?")[0] if paths.is_address(path) else path).name


def find_in_folder(folder: str) -> list[Source]:
    """Find the sources in a folder and below it. Raises `CorpusError` where it has no source, and `OSError`."""
    sources: list[Source] = []
    pages: list[File] = []
    others: list[File] = []
    for file in paths.walk(folder):
        kind = detect_kind_in_folder(file)
        if kind is None or kind == "page":
            (others if kind is None else pages).append(file)
        else:
            size = paths.stat_path(file.path).size if file.size is None else file.size
            sources.append(_make_source(file.path, kind, size, file.stamp))
    if not sources and not pages:
        raise CorpusError(f"{paths.format_path(folder)}: no archive, table or page (.html, .txt) is in this folder")
    if pages or others:
        sources.append(_make_source(folder, "folder", sum_sizes(pages), hash_stamps(pages, others)))
    return sources


def sum_sizes(pages: Iterable[File]) -> int:
    """Sum the sizes of pages, in bytes."""
    return sum(page.size or 0 for page in pages)


def hash_stamps(pages: Iterable[File], others: Iterable[File] = ()) -> str:
    """Hash the names, sizes and times of pages, and the names of other files."""
    digest = hashlib.sha256()
    for file in pages:
        digest.update(f"{file.name}\0{file.size}\0{file.stamp}\n".encode("utf-8", "surrogateescape"))
    for file in others:
        digest.update(f"{file.name}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _make_source(path: str, kind: SourceKind, size: int, stamp: str) -> Source:
    """Make a source, and check that it can be opened and that its name fits in a line of the ledger."""
    if "\n" in path or "\r" in path or path != path.encode("utf-8", "replace").decode():
        reason = "the name has a line break, or a byte that is not UTF-8: rename it"
        raise CorpusError(f"{paths.format_path(path)}: {reason}")
    if kind != "folder" and not paths.is_address(path):
        paths.open_input(path).close()
    return Source(path, kind, size, stamp)


def _group_pages(sources: list[Source]) -> list[Source]:
    """Make one source of the pages that were named one by one: otherwise each would get an output file."""
    groups: dict[str, list[Source]] = {}
    for source in sources:
        if source.kind == "page":
            groups.setdefault(_get_root(source.path), []).append(source)
    large = {root: pages for root, pages in groups.items() if len(pages) > 1}
    single = [source for source in sources if source.kind != "page" or _get_root(source.path) not in large]
    return sorted([*single, *map(_merge_pages, large.values())], key=lambda source: source.path)


def _get_root(path: str) -> str:
    """Get the root of a path: paths with the same root have a folder in common."""
    return path.partition("://")[0] + "://" if paths.is_address(path) else PurePosixPath(path).anchor


def _merge_pages(sources: list[Source]) -> Source:
    pure_paths = [PurePosixPath(source.path) for source in sources]
    folder = PurePosixPath(os.path.commonpath([str(path.parent) for path in pure_paths]))
    found = (
        File(source.path, str(path.relative_to(folder)), source.size, source.stamp)
        for source, path in zip(sources, pure_paths, strict=True)
    )
    pages = tuple(sorted(found, key=lambda page: page.name))
    address = sources[0].path
    head = address[: address.index("://") + 3] if paths.is_address(address) else ""
    pattern = str(folder / "*").removeprefix(head.rstrip("/")).lstrip("/") if head else str(folder / "*")
    return Source(head + pattern, "pages", sum_sizes(pages), hash_stamps(pages), pages)


def _drop_duplicates(sources: Iterable[Source]) -> list[Source]:
    """Drop sources that are there under another name, and pages that a folder among the sources has already."""
    by_path = {_resolve_path(source.path): source for source in reversed(list(sources))}
    folders = {path for path, source in by_path.items() if source.kind == "folder"}
    kept = [source for path, source in by_path.items() if not _is_in_folder(path, source, folders)]
    return sorted(kept, key=lambda source: source.path)


def _resolve_path(path: str) -> PurePosixPath:
    return PurePosixPath(path if paths.is_address(path) else Path(path).resolve().as_posix())


def _is_in_folder(path: PurePosixPath, source: Source, folders: set[PurePosixPath]) -> bool:
    if source.kind not in ("folder", "page"):
        return False
    if source.kind == "page" and detect_kind_in_folder(make_page_file(source)) != "page":
        return False
    parents = (parent for parent in path.parents if parent in folders)
    return any(not paths.has_hidden_part(str(path.relative_to(parent))) for parent in parents)


def make_page_file(source: Source) -> File:
    """Make the file of a source that is a page."""
    return File(source.path, _get_file_name(source.path), source.size)
