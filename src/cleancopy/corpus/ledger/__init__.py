"""The ledger of a run: an entry for each shard that is done."""

from cleancopy.corpus.ledger.entry import (
    MAX_NAME_LENGTH,
    MAX_UNCERTAIN_PAGES,
    TEXT_START_LENGTH,
    Entry,
    SiteWork,
    UncertainPage,
    find_least_certain,
    make_shard_name,
    merge_site_work,
)
from cleancopy.corpus.ledger.histograms import (
    compute_mean,
    compute_median,
    count_values,
    make_rounded_key,
    make_step_key,
)
from cleancopy.corpus.ledger.ledger import DROPPED_FOLDER, RUN_FOLDER, SKIPPED_FILE, Ledger, SourceProgress

__all__ = [
    "DROPPED_FOLDER",
    "MAX_NAME_LENGTH",
    "MAX_UNCERTAIN_PAGES",
    "RUN_FOLDER",
    "SKIPPED_FILE",
    "TEXT_START_LENGTH",
    "Entry",
    "Ledger",
    "SiteWork",
    "SourceProgress",
    "UncertainPage",
    "compute_mean",
    "compute_median",
    "count_values",
    "find_least_certain",
    "make_rounded_key",
    "make_shard_name",
    "make_step_key",
    "merge_site_work",
]
