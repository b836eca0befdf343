"""The job: read texts, find copies, write what is kept. Two passes over the files, and no more of them in memory."""

import secrets
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from cleancopy.corpus.dedup.clusters import THRESHOLD, Copies, find_copies
from cleancopy.corpus.dedup.ranking import CLAIMS, best_first, claims
from cleancopy.corpus.dedup.sketch import PERMUTATIONS, Sketch, sketch
from cleancopy.corpus.dedup.tables import KINDS, NO_CLUSTER, Fates, copy_pages, files_of, pages_of, write_table
from cleancopy.errors import CorpusError

CLUSTERS = "_clusters"
"""Name of the file that records them. Readers of a folder (Arrow, Spark) pass over names that begin like this."""
LOWEST_THRESHOLD = 0.5
"""Below it pages of one template are copies of each other."""

_RECORD: Final = pa.schema(
    {
        "cluster": pa.int64(),
        "file": pa.string(),
        "id": pa.string(),
        "fate": pa.string(),
        "kept_id": pa.string(),
        "similarity": pa.float32(),
    }
)
_FATES = pa.array(["kept", "exact", "near"])
_AT_ONCE = 10_000  # rows of the record

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DedupReport:
    """What was done.

    rows            of all files
    took_part       pages with status ``ok`` and at least one word; the others are copied
    clusters        of two pages and more
    dropped_exact   pages of the same words as the one that is kept
    dropped_near    pages that are like the one that is kept
    """

    rows: int
    took_part: int
    clusters: int
    dropped_exact: int
    dropped_near: int


class _Pages(NamedTuple):
    """What the first pass leaves of the pages that take part, best first.

    sizes    rows of each file
    row      of each page, counted through all files
    ids      of each page
    sketch   of each page, its signatures on disk and not in this order: page i has that at ``slot[i]``
    """

    sizes: list[int]
    row: Numbers
    ids: pa.ChunkedArray
    sketch: Sketch
    slot: Numbers


class _Clusters(NamedTuple):
    """Copies, and for each page how many pages it was kept for, itself included."""

    copies: Copies
    sizes: Numbers

    @property
    def kept(self) -> npt.NDArray[np.bool_]:
        return self.sizes > 0


def dedup(source: str | Path, target: str | Path, *, threshold: float = THRESHOLD) -> DedupReport:
    """Copy a corpus without pages that repeat others.

    source      a folder of pages as ``cleancopy corpus`` writes them, or one such file
    target      a folder that is not there yet. It appears whole or not at all, with a file for each of `source`
    threshold   estimated Jaccard similarity from which two pages are copies, from 0.5 to 1

    Which pages stay does not depend on how they are spread over files: see `ranking.ORDER`. Those that stay get the
    number of their ``cluster`` and its ``cluster_size``; rows that take no part are copied, both null. The members of
    clusters of two and more stand in ``_clusters.parquet`` or, beside JSON, ``_clusters.jsonl``, each with its
    ``fate``: kept, exact (the words of the page that is kept, in their order) or near.

    Memory: some 400 bytes a page. Signatures, 512 bytes a page, are on the disk of `target` until the end.

    Raises `CorpusError` for what cannot be read or written, `ValueError` for a threshold out of bounds.
    """
    if not LOWEST_THRESHOLD <= threshold <= 1:
        raise ValueError(f"threshold must be from {LOWEST_THRESHOLD} to 1, not {threshold!r}")
    source, target = Path(source), Path(target)
    paths = files_of(source)
    with _whole(target) as folder, tempfile.TemporaryFile(dir=folder.parent) as store:
        pages = _read(paths, store)
        copies = find_copies(pages.sketch, pages.slot, threshold)
        clusters = _Clusters(copies, np.bincount(copies.kept, minlength=len(copies.kept)))
        _write_pages(paths, folder, pages, clusters)
        kind = next(kind for kind in KINDS if paths[0].name.endswith(kind))
        write_table(_record(paths, pages, clusters), _RECORD, folder / (CLUSTERS + kind))
    return DedupReport(
        rows=sum(pages.sizes),
        took_part=len(copies.kept),
        clusters=int((clusters.sizes > 1).sum()),
        dropped_exact=int((~clusters.kept & copies.exact).sum()),
        dropped_near=int((~clusters.kept & ~copies.exact).sum()),
    )


def _read(paths: Sequence[Path], store: IO[bytes]) -> _Pages:
    """The first pass; signatures go to `store`, in the order of the rows."""
    sizes: list[int] = []
    nothing = np.zeros(0, np.int64)
    rows, words, digests, claimed = [nothing], [nothing], [nothing.astype(np.uint64)], []
    for path in paths:
        first, sizes = sum(sizes), [*sizes, 0]
        for batch in pages_of(path):
            places, made, claim = _taking_part(batch)
            store.write(made.signatures.tobytes())
            rows.append(first + sizes[-1] + places)
            digests.append(made.digests)
            words.append(made.words)
            claimed.append(claim)
            sizes[-1] += len(batch)
    table = pa.Table.from_batches(claimed, CLAIMS).combine_chunks()
    order = best_first(table)
    made = Sketch(np.concatenate(words)[order], np.concatenate(digests)[order], _stored(store))
    return _Pages(sizes, np.concatenate(rows)[order], table["id"].take(pa.array(order)), made, order)


def _taking_part(batch: pa.RecordBatch) -> tuple[Numbers, Sketch, pa.RecordBatch]:
    """The pages of a batch with status ``ok`` and at least one word: their places in it, sketches, and claims."""
    usable = pc.and_(pc.fill_null(pc.equal(batch.column("status"), "ok"), False), batch.column("text").is_valid())
    pages = batch.filter(usable)
    made = sketch(pages.column("text").to_pylist())
    says = made.words > 0
    places = np.flatnonzero(usable.to_numpy(zero_copy_only=False))[says]
    claim = claims(pages, made.words).filter(pa.array(says))
    return places, Sketch(made.words[says], made.digests[says], made.signatures[says]), claim


def _stored(store: IO[bytes]) -> npt.NDArray[np.uint16]:
    store.flush()
    if not store.tell():
        return np.zeros((0, PERMUTATIONS), np.uint16)  # nothing cannot be mapped
    return np.memmap(store, np.uint16, "r").reshape(-1, PERMUTATIONS)


def _write_pages(paths: Sequence[Path], folder: Path, pages: _Pages, clusters: _Clusters) -> None:
    """The second pass."""
    rows = sum(pages.sizes)
    fates = Fates(np.ones(rows, bool), np.full(rows, NO_CLUSTER), np.zeros(rows, np.int64))
    fates.stays[pages.row] = clusters.kept
    fates.cluster[pages.row] = clusters.copies.kept
    fates.size[pages.row] = clusters.sizes
    first = 0
    for path, size in zip(paths, pages.sizes, strict=True):
        copy_pages(path, folder / path.name, fates.part(first, size))
        first += size


def _record(paths: Sequence[Path], pages: _Pages, clusters: _Clusters) -> Iterator[pa.RecordBatch]:
    """Every member of every cluster of two and more: cluster by cluster, best first."""
    kept = clusters.copies.kept
    members = np.flatnonzero(clusters.sizes[kept] > 1)
    members = members[np.argsort(kept[members], kind="stable")]
    files = np.searchsorted(np.cumsum(pages.sizes), pages.row, "right")
    names = pa.array([path.name for path in paths])
    fates = np.where(clusters.kept, 0, np.where(clusters.copies.exact, 1, 2))
    for first in range(0, len(members), _AT_ONCE):
        places = members[first : first + _AT_ONCE]
        columns = [
            pa.array(kept[places]),
            names.take(pa.array(files[places])),
            pages.ids.take(pa.array(places)).combine_chunks(),
            _FATES.take(pa.array(fates[places])),
            pages.ids.take(pa.array(kept[places])).combine_chunks(),
            pa.array(clusters.copies.similarity[places]),
        ]
        yield pa.RecordBatch.from_arrays(columns, schema=_RECORD)


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """A folder to write in that becomes `target` when all is done, and goes where it is not."""
    if target.exists():
        raise CorpusError(f"{target}: is there already: name a folder that is not")
    folder = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        folder.mkdir(parents=True)
        yield folder
        folder.rename(target)
    except OSError as error:
        raise CorpusError(f"{target}: cannot be written: {error.strerror}: name another folder") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
