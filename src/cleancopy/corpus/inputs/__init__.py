"""Finds and reads the inputs of a run: archives, tables, JSON Lines, folders and single pages."""

from cleancopy.corpus.inputs.column_checks import check_tables
from cleancopy.corpus.inputs.container_records import expand_containers
from cleancopy.corpus.inputs.reading import read_source
from cleancopy.corpus.inputs.source_changes import compute_source_digest, find_change
from cleancopy.corpus.inputs.sources import Source, find_sources
from cleancopy.corpus.inputs.subprocess_reader import read_in_subprocess

__all__ = [
    "Source",
    "check_tables",
    "compute_source_digest",
    "expand_containers",
    "find_change",
    "find_sources",
    "read_in_subprocess",
    "read_source",
]
