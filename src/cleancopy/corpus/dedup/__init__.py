"""Removes near-duplicates: of pages with the same text among different navigation and advertising, one is kept.

`sketch` turns texts into comparable signatures, `ranking` decides which of several copies is kept, `clusters` finds the
copies, `page_tables` reads and writes rows, `job` does all of it.
"""

from cleancopy.corpus.dedup.clusters import THRESHOLD
from cleancopy.corpus.dedup.job import DedupReport, dedup

__all__ = ["THRESHOLD", "DedupReport", "dedup"]
