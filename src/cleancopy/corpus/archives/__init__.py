"""Web archives: WARC, WET and ARC, plain or compressed, whole or damaged."""

from cleancopy.corpus.archives.reader import LIMIT, read_warc

__all__ = ["LIMIT", "read_warc"]
