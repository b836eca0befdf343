"""Fields of an article: candidates from every source of a page, weighed by a ranker, and merged.

`extract_fields` is the entry point. `read_head` and `head_candidates` read what needs the tree of an HTML page, before
the tree is dropped.
"""

from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.field_extraction import FieldResult, extract_fields
from cleancopy.metadata.fields import Fields, HeadMetadata
from cleancopy.metadata.head import head_candidates, read_head
from cleancopy.metadata.ranking import field_trace

__all__ = [
    "Candidate",
    "FieldResult",
    "Fields",
    "HeadMetadata",
    "extract_fields",
    "field_trace",
    "head_candidates",
    "read_head",
]
