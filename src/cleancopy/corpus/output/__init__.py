"""Writes rows: which pages are kept, the formats of files, and the folder that they appear in."""

from cleancopy.corpus.output.filters import find_drop_reason, parse_expression
from cleancopy.corpus.output.output_folder import OutputFolder, WrittenFile
from cleancopy.corpus.output.writers import get_suffix, make_checker, make_filler

__all__ = [
    "OutputFolder",
    "WrittenFile",
    "find_drop_reason",
    "get_suffix",
    "make_checker",
    "make_filler",
    "parse_expression",
]
