"""cleancopy: a scraped page in, the clean running text out, word for word.

>>> import cleancopy
>>> cleancopy.extract("").flags
frozenset({'empty_input'})
"""

from cleancopy.article import Article, Image, Passage
from cleancopy.block import Block, Cell, Layout, Mark, MarkKind, Role
from cleancopy.errors import ArtifactError, CleancopyError
from cleancopy.extract import explain, extract, extract_text
from cleancopy.options import Options
from cleancopy.trace import BlockTrace, Reason, Trace

__version__ = "0.1.0"

__all__ = [
    "Article",
    "ArtifactError",
    "Block",
    "BlockTrace",
    "Cell",
    "CleancopyError",
    "Image",
    "Layout",
    "Mark",
    "MarkKind",
    "Options",
    "Passage",
    "Reason",
    "Role",
    "Trace",
    "__version__",
    "explain",
    "extract",
    "extract_text",
]
