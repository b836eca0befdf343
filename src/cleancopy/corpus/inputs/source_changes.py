"""Detects whether a source is still the one that was found, or was read by an earlier run."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from cleancopy.corpus import paths
from cleancopy.corpus.inputs.file_kinds import detect_kind_in_folder
from cleancopy.corpus.inputs.sources import Source, find_in_folder, hash_stamps, make_page_file, sum_sizes
from cleancopy.corpus.paths import File
from cleancopy.errors import CorpusError

_MAX_DIGESTED = 64 * 1024**2  # bytes of a source whose contents are compared where its time has changed


def compute_source_digest(source: Source) -> str:
    """Compute the sha256 of the contents of a local source and of the names of its pages, which a copy keeps.

    "" where the source is remote, or has more than 64 MiB, which take too long to read for this alone.
    """
    if paths.is_address(source.path) or source.size > _MAX_DIGESTED:
        return ""
    digest = hashlib.sha256()
    try:
        for file in _list_files(source):
            digest.update(f"{file.name}\0{file.size}\n".encode("utf-8", "surrogateescape"))
            if source.kind != "folder" or (file.size is not None and detect_kind_in_folder(file) == "page"):
                digest.update(_read_contents(file))
    except OSError:
        return ""
    return digest.hexdigest()


def _list_files(source: Source) -> Iterable[File]:
    if source.kind == "folder":
        return paths.walk(source.path)
    return source.pages or (make_page_file(source),)


def _read_contents(file: File) -> bytes:
    with paths.open_input(file.path) as stream:
        return stream.read(_MAX_DIGESTED)


def find_change(source: Source) -> str | None:
    """Find how a source has changed since it was found, in words; None where it has not."""
    try:
        with paths.translate_errors(source.path):
            now = _stat_again(source)
    except CorpusError as error:
        return str(error)
    if (now.size, now.stamp) == (source.size, source.stamp):
        return None
    sizes = f": {source.size:,} bytes then, {now.size:,} now" if now.size != source.size else ""
    return f"{source.path} was written to while it was read{sizes}: leave it alone, and run into another folder"


def _stat_again(source: Source) -> Source:
    if source.kind == "folder":
        return next((found for found in find_in_folder(source.path) if found.kind == "folder"), replace(source, size=0))
    if source.pages:
        pages = [_stat_page(page) for page in source.pages]
        return replace(source, size=sum_sizes(pages), stamp=hash_stamps(pages))
    info = paths.stat_path(source.path)
    return replace(source, size=info.size, stamp=info.stamp)


def _stat_page(page: File) -> File:
    info = paths.stat_path(page.path)
    return replace(page, size=info.size, stamp=info.stamp)
