"""Reads pages that are files."""

from collections.abc import Iterable, Iterator
from contextlib import closing

from pyarrow import ArrowException

from cleancopy.corpus.inputs.file_kinds import detect_kind_in_folder, explain_unknown_kind
from cleancopy.corpus.paths import File, open_input, walk
from cleancopy.corpus.record import Item, ProgressCallback, Record, SkippedRecord, escape_surrogates, ignore
from cleancopy.errors import CompressionError, TooLargeError
from cleancopy.input import MAX_DECOMPRESSED_BYTES, decompress
from cleancopy.options import Kind

_COMPRESSED_SUFFIXES = (".gz", ".zst", ".br")


def read_page_folder(folder: str, kind: Kind, on_progress: ProgressCallback = ignore) -> Iterator[Item]:
    """Read the pages of a folder and of all folders below; the id of a page is its path in the folder.

    Archives and tables are sources of their own. Other files that are no pages are ``skipped`` (``file_type``): every
    file is accounted for, except those whose name begins with a dot.

    on_progress   is called before each page with the bytes of the pages so far

    Raises `OSError` and pyarrow's exceptions where a folder cannot be listed.
    """
    read = 0
    for file in walk(folder):
        found_kind = detect_kind_in_folder(file)
        if found_kind == "page":
            read += file.size or 0
            on_progress(read)
            yield read_page_file(file, kind)
        elif found_kind is None:
            yield SkippedRecord(escape_surrogates(file.name), "skipped", "file_type", detail=explain_unknown_kind(file))


def read_listed_pages(pages: Iterable[File], kind: Kind, on_progress: ProgressCallback = ignore) -> Iterator[Item]:
    """Read pages that were named one by one."""
    read = 0
    for file in pages:
        read += file.size or 0
        on_progress(read)
        yield read_page_file(file, kind)


def read_page_file(file: File, kind: Kind) -> Record | SkippedRecord:
    """Read and decompress a page. ``.txt`` is flattened text, other pages are of `kind`.

    A file that cannot be read is ``failed``: ``unreadable``, or ``bad_compression`` where it cannot be decompressed;
    one with more than 64 MiB, compressed or not, is ``refused``: ``too_large``. The flags are those of `decompress`.
    """
    name = escape_surrogates(file.name)
    if file.size is None:
        return SkippedRecord(name, "failed", "unreadable", detail="no file: a pipe, a device, or a link to nowhere")
    if file.size > MAX_DECOMPRESSED_BYTES:
        return SkippedRecord(name, "refused", "too_large", detail=f"{file.size:,} bytes")
    try:
        with closing(open_input(file.path)) as stream:
            # brotli has no magic bytes, so the name must say it.
            page = decompress(stream.read(MAX_DECOMPRESSED_BYTES), "br" if file.name.lower().endswith(".br") else None)
    except (OSError, ArrowException) as error:
        why = getattr(error, "strerror", None) or " ".join(str(error).split())  # the former is without the path
        return SkippedRecord(name, "failed", "unreadable", detail=escape_surrogates(why))
    except TooLargeError as error:
        return SkippedRecord(name, "refused", "too_large", detail=str(error))
    except CompressionError as error:
        return SkippedRecord(name, "failed", "bad_compression", detail=str(error))
    return Record(name, page.data, kind="text" if _is_flattened_text(file.name) else kind, flags=page.flags)


def _is_flattened_text(name: str) -> bool:
    lower = name.lower()
    suffix = next((end for end in _COMPRESSED_SUFFIXES if lower.endswith(end)), "")
    return lower.removesuffix(suffix).endswith(".txt")
