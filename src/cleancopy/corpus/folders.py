"""Pages that are files of their own."""

from collections.abc import Iterable, Iterator
from contextlib import closing

from pyarrow import ArrowException

from cleancopy.compression import LIMIT, decompress
from cleancopy.corpus.files import File, open_input, walk
from cleancopy.corpus.kinds import kind_in_folder, reason_against
from cleancopy.corpus.record import Advance, Item, Passed, Record, encodable, ignore
from cleancopy.errors import CompressionError, TooLargeError
from cleancopy.options import Kind

_PACKED = (".gz", ".zst", ".br")


def read_folder(folder: str, kind: Kind, advance: Advance = ignore) -> Iterator[Item]:
    """Give the pages of a folder and of those below it; a page is named by its path in there, and has no address.

    Archives and tables are inputs of their own. What is neither is ``skipped`` (``file_type``): every file is
    accounted for, but those whose name begins with a dot.

    advance   is called with the bytes of the pages up to each

    Raises `OSError` and pyarrow's exceptions where a folder cannot be listed.
    """
    read = 0
    for file in walk(folder):
        kind_found = kind_in_folder(file)
        if kind_found == "page":
            read += file.size or 0
            advance(read)
            yield read_page(file, kind)
        elif kind_found is None:
            yield Passed(encodable(file.name), "skipped", "file_type", detail=reason_against(file))


def read_pages(pages: Iterable[File], kind: Kind, advance: Advance = ignore) -> Iterator[Item]:
    """Give pages that were named one by one."""
    read = 0
    for file in pages:
        read += file.size or 0
        advance(read)
        yield read_page(file, kind)


def read_page(file: File, kind: Kind) -> Record | Passed:
    """Read a page, decompressed. ``.txt`` is flattened text, and the rest is what `kind` says.

    One that cannot be read has ``failed``: ``unreadable``, or ``bad_compression`` where nothing can be unpacked;
    more than 64 MiB, packed or unpacked, are ``refused``: ``too_large``. The flags are those of `decompress`.
    """
    name = encodable(file.name)
    if file.size is None:
        return Passed(name, "failed", "unreadable", detail="no file: a pipe, a device, or a link to nowhere")
    if file.size > LIMIT:
        return Passed(name, "refused", "too_large", detail=f"{file.size:,} bytes")
    try:
        with closing(open_input(file.path)) as stream:
            # brotli has no mark, so its files are told by their name.
            page = decompress(stream.read(LIMIT), "br" if file.name.lower().endswith(".br") else None)
    except (OSError, ArrowException) as error:
        why = getattr(error, "strerror", None) or " ".join(str(error).split())  # the former without the path
        return Passed(name, "failed", "unreadable", detail=encodable(why))
    except TooLargeError as error:
        return Passed(name, "refused", "too_large", detail=str(error))
    except CompressionError as error:
        return Passed(name, "failed", "bad_compression", detail=str(error))
    return Record(name, page.data, kind="text" if _is_text(file.name) else kind, flags=page.flags)


def _is_text(name: str) -> bool:
    lower = name.lower()
    packed = next((end for end in _PACKED if lower.endswith(end)), "")
    return lower.removesuffix(packed).endswith(".txt")
