"""cleancopy: a scraped page in, the clean running text out, word for word.

>>> import cleancopy
>>> cleancopy.extract("").flags
frozenset({'empty_input'})
"""

from cleancopy.article import Article
from cleancopy.article_data import Image, Passage, Post
from cleancopy.block import Block, Cell, Layout, Mark, MarkKind, Role
from cleancopy.errors import (
    ArtifactError,
    CleancopyError,
    CompressionError,
    GuardError,
    TooLargeError,
    WorkerFailedError,
)
from cleancopy.extract import explain, extract, extract_each, extract_text
from cleancopy.guard import Guard
from cleancopy.input import Decompressed, dechunk, decompress
from cleancopy.limits import Limits, Truncation
from cleancopy.options import Options
from cleancopy.page_type import PageType
from cleancopy.trace import BlockTrace, Reason, Trace

__version__ = "0.1.0"

__all__ = [
    "Article",
    "ArtifactError",
    "Block",
    "BlockTrace",
    "Cell",
    "CleancopyError",
    "CompressionError",
    "Decompressed",
    "Guard",
    "GuardError",
    "Image",
    "Layout",
    "Limits",
    "Mark",
    "MarkKind",
    "Options",
    "PageType",
    "Passage",
    "Post",
    "Reason",
    "Role",
    "TooLargeError",
    "Trace",
    "Truncation",
    "WorkerFailedError",
    "__version__",
    "dechunk",
    "decompress",
    "explain",
    "extract",
    "extract_each",
    "extract_text",
]
