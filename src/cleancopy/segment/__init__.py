"""A page to blocks: one module for HTML, one for flattened text."""

from cleancopy.segment.html import segment_html
from cleancopy.segment.text import segment_text

__all__ = ["segment_html", "segment_text"]
