"""Near-duplicate removal: of pages that tell the same with other chrome around, one stays.

`sketch` turns texts into what can be compared, `ranking` says which of several copies is kept, `clusters` finds the
copies, `tables` reads and writes rows, `run` is the job.
"""

from cleancopy.corpus.dedup.clusters import THRESHOLD
from cleancopy.corpus.dedup.run import DedupReport, dedup

__all__ = ["THRESHOLD", "DedupReport", "dedup"]
