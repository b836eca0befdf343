"""The job: reads texts, finds copies, writes what is kept. Two passes over the files, a batch in memory at a time."""

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
from cleancopy.corpus.dedup.page_tables import (
    NO_CLUSTER,
    SUFFIXES,
    RowDecisions,
    copy_pages,
    list_page_files,
    read_pages,
    write_table,
)
from cleancopy.corpus.dedup.ranking import RANKING_SCHEMA, make_ranking_keys, rank_pages
from cleancopy.corpus.dedup.sketch import PERMUTATIONS, Sketch, sketch_texts
from cleancopy.errors import CorpusError

CLUSTERS = "_clusters"
"""Name of the file that lists the members. Readers of a folder (Arrow, Spark) skip names with an underscore."""
LOWEST_THRESHOLD = 0.5
"""Below it, different pages of one template would be copies of each other."""

_MEMBER_SCHEMA: Final = pa.schema(
    {
        "cluster": pa.int64(),
        "file": pa.string(),
        "id": pa.string(),
        "outcome": pa.string(),
        "kept_id": pa.string(),
        "similarity": pa.float32(),
    }
)
_OUTCOMES = pa.array(["kept", "exact", "near"])
_BATCH_ROWS = 10_000  # of the member table

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DedupReport:
    """What was done.

    rows            number of rows in all files
    candidates      number of pages with status ``ok`` and at least one word; other rows are copied
    clusters        number of clusters of two pages and more
    dropped_exact   number of dropped pages with the same words as the kept page
    dropped_near    number of dropped pages that are similar to the kept page
    """

    rows: int
    candidates: int
    clusters: int
    dropped_exact: int
    dropped_near: int


class _Pages(NamedTuple):
    """The candidates after the first pass, best first.

    sizes            number of rows of each file
    row              row of each page, counted through all files
    ids              id of each page
    sketch           of each page, with signatures on disk in another order
    signature_rows   for each page the row of its signature
    """

    sizes: list[int]
    row: Indices
    ids: pa.ChunkedArray
    sketch: Sketch
    signature_rows: Indices


class _Clusters(NamedTuple):
    """Copies, and for each page the number of pages that it was kept for, itself included."""

    copies: Copies
    sizes: Indices

    @property
    def kept(self) -> npt.NDArray[np.bool_]:
        return self.sizes > 0


def dedup(source: str | Path, target: str | Path, *, threshold: float = THRESHOLD) -> DedupReport:
    """Copy a corpus without pages that repeat others.

    source      a folder of pages that ``cleancopy corpus`` wrote, or one such file
    target      a new folder. It appears whole or not at all, with a file for each file of `source`
    threshold   estimated Jaccard similarity from which two pages are copies, from 0.5 to 1

    Which pages are kept does not depend on how they are distributed over files: see `ranking.ORDER`. Kept pages get the
    number of their ``cluster`` and its ``cluster_size``; rows that are no candidates are copied, with both null.
    ``_clusters.parquet`` or, beside JSON, ``_clusters.jsonl`` lists the members of clusters of two and more, each with
    its ``outcome``: kept, exact (the same words as the kept page, in the same order) or near.

    Memory: some 400 bytes a page. Signatures, 512 bytes a page, are on the disk of `target` until the end.

    Raises `CorpusError` where a file cannot be read or written, `ValueError` for a threshold out of bounds.
    """
    if not LOWEST_THRESHOLD <= threshold <= 1:
        raise ValueError(f"threshold must be from {LOWEST_THRESHOLD} to 1, not {threshold!r}")
    source, target = Path(source), Path(target)
    paths = list_page_files(source)
    with _open_target(target) as folder, tempfile.TemporaryFile(dir=folder.parent) as store:
        pages = _read_pages(paths, store)
        copies = find_copies(pages.sketch, pages.signature_rows, threshold)
        clusters = _Clusters(copies, np.bincount(copies.kept, minlength=len(copies.kept)))
        _write_pages(paths, folder, pages, clusters)
        suffix = next(suffix for suffix in SUFFIXES if paths[0].name.endswith(suffix))
        write_table(_list_members(paths, pages, clusters), _MEMBER_SCHEMA, folder / (CLUSTERS + suffix))
    return DedupReport(
        rows=sum(pages.sizes),
        candidates=len(copies.kept),
        clusters=int((clusters.sizes > 1).sum()),
        dropped_exact=int((~clusters.kept & copies.exact).sum()),
        dropped_near=int((~clusters.kept & ~copies.exact).sum()),
    )


def _read_pages(paths: Sequence[Path], store: IO[bytes]) -> _Pages:
    """Do the first pass. Signatures go to `store`, in the order of the rows."""
    sizes: list[int] = []
    nothing = np.zeros(0, np.int64)
    rows, words, digests, all_keys = [nothing], [nothing], [nothing.astype(np.uint64)], []
    for path in paths:
        first, sizes = sum(sizes), [*sizes, 0]
        for batch in read_pages(path):
            batch_rows, sketched, keys = _select_candidates(batch)
            store.write(sketched.signatures.tobytes())
            rows.append(first + sizes[-1] + batch_rows)
            digests.append(sketched.digests)
            words.append(sketched.words)
            all_keys.append(keys)
            sizes[-1] += len(batch)
    table = pa.Table.from_batches(all_keys, RANKING_SCHEMA).combine_chunks()
    order = rank_pages(table)
    sketched = Sketch(np.concatenate(words)[order], np.concatenate(digests)[order], _map_signatures(store))
    return _Pages(sizes, np.concatenate(rows)[order], table["id"].take(pa.array(order)), sketched, order)


def _select_candidates(batch: pa.RecordBatch) -> tuple[Indices, Sketch, pa.RecordBatch]:
    """Select the pages of a batch with status ``ok`` and at least one word: their rows, sketches and ranking keys."""
    usable = pc.and_(pc.fill_null(pc.equal(batch.column("status"), "ok"), False), batch.column("text").is_valid())
    pages = batch.filter(usable)
    sketched = sketch_texts(pages.column("text").to_pylist())
    has_words = sketched.words > 0
    rows = np.flatnonzero(usable.to_numpy(zero_copy_only=False))[has_words]
    keys = make_ranking_keys(pages, sketched.words).filter(pa.array(has_words))
    return rows, Sketch(sketched.words[has_words], sketched.digests[has_words], sketched.signatures[has_words]), keys


def _map_signatures(store: IO[bytes]) -> npt.NDArray[np.uint16]:
    store.flush()
    if not store.tell():
        return np.zeros((0, PERMUTATIONS), np.uint16)  # nothing cannot be mapped
    return np.memmap(store, np.uint16, "r").reshape(-1, PERMUTATIONS)


def _write_pages(paths: Sequence[Path], folder: Path, pages: _Pages, clusters: _Clusters) -> None:
    """Do the second pass."""
    rows = sum(pages.sizes)
    decisions = RowDecisions(np.ones(rows, bool), np.full(rows, NO_CLUSTER), np.zeros(rows, np.int64))
    decisions.is_kept[pages.row] = clusters.kept
    decisions.cluster[pages.row] = clusters.copies.kept
    decisions.size[pages.row] = clusters.sizes
    first = 0
    for path, size in zip(paths, pages.sizes, strict=True):
        copy_pages(path, folder / path.name, decisions.slice_rows(first, size))
        first += size


def _list_members(paths: Sequence[Path], pages: _Pages, clusters: _Clusters) -> Iterator[pa.RecordBatch]:
    """List the members of all clusters of two and more: cluster by cluster, best first."""
    kept = clusters.copies.kept
    members = np.flatnonzero(clusters.sizes[kept] > 1)
    members = members[np.argsort(kept[members], kind="stable")]
    files = np.searchsorted(np.cumsum(pages.sizes), pages.row, "right")
    names = pa.array([path.name for path in paths])
    outcomes = np.where(clusters.kept, 0, np.where(clusters.copies.exact, 1, 2))
    for first in range(0, len(members), _BATCH_ROWS):
        indices = members[first : first + _BATCH_ROWS]
        columns = [
            pa.array(kept[indices]),
            names.take(pa.array(files[indices])),
            pages.ids.take(pa.array(indices)).combine_chunks(),
            _OUTCOMES.take(pa.array(outcomes[indices])),
            pages.ids.take(pa.array(kept[indices])).combine_chunks(),
            pa.array(clusters.copies.similarity[indices]),
        ]
        yield pa.RecordBatch.from_arrays(columns, schema=_MEMBER_SCHEMA)


@contextmanager
def _open_target(target: Path) -> Iterator[Path]:
    """Make a folder to write in that becomes `target` at the end, and is removed on failure."""
    if target.exists():
        raise CorpusError(f"{target}: exists already: name a new folder")
    folder = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        folder.mkdir(parents=True)
        yield folder
        folder.rename(target)
    except OSError as error:
        raise CorpusError(f"{target}: cannot be written: {error.strerror}: name another folder") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
