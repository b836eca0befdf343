"""Decides which of several copies is kept."""

from hashlib import blake2b
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

ORDER = (
    ("likely_right_words", "descending"),
    ("flags", "ascending"),
    ("published", "ascending"),
    ("id", "ascending"),
    ("origin", "ascending"),
)
"""The copy with the most words that are likely right (words times confidence: a longer text, but not one that is longer
by navigation), then with the fewest flags, published first (unknown comes last), with the lowest id. Ids are unique
only in one input: a digest of source and URL decides in the end."""


RANKING_SCHEMA: Final = pa.schema(
    {
        "likely_right_words": pa.float64(),
        "flags": pa.int32(),
        "published": pa.string(),
        "id": pa.string(),
        "origin": pa.uint64(),
    }
)
_UNKNOWN = "~"  # sorts after all digits


def make_ranking_keys(batch: pa.RecordBatch, words: npt.NDArray[np.int64]) -> pa.RecordBatch:
    """Make the columns of `ORDER` for a batch of pages, given their numbers of words."""
    confidence = pc.fill_null(batch.column("confidence"), 0.0).to_numpy(zero_copy_only=False)
    columns = [
        pa.array(words * confidence),
        pc.fill_null(pc.list_value_length(batch.column("flags")), 0),
        pc.fill_null(batch.column("published"), _UNKNOWN),
        batch.column("id"),
        pa.array(_hash_origins(batch), pa.uint64()),
    ]
    return pa.RecordBatch.from_arrays(columns, schema=RANKING_SCHEMA)


def rank_pages(keys: pa.Table) -> npt.NDArray[np.int64]:
    """Rank pages by `ORDER`: their indices, the best first."""
    return np.asarray(pc.sort_indices(keys, sort_keys=list(ORDER)).to_numpy(), np.int64)


def _hash_origins(batch: pa.RecordBatch) -> list[int]:
    pairs = zip(batch.column("source").to_pylist(), batch.column("url").to_pylist(), strict=True)
    return [int.from_bytes(blake2b(f"{source}\n{url}".encode(), digest_size=8).digest()) for source, url in pairs]
