"""Runs: sources in, an output folder with rows, ledger and report out."""

from cleancopy.corpus.run.runner import Plan, prepare, run
from cleancopy.corpus.settings import Columns, PageFilter, Settings

__all__ = ["Columns", "PageFilter", "Plan", "Settings", "prepare", "run"]
