"""Parses the header ``Content-Type``, and decides which bodies can be pages."""

import re

from cleancopy.errors import TableError


def parse_media_type(content_type: str) -> str:
    """Parse the media type of a header ``Content-Type``, lower-cased. If it was sent twice, the last one counts."""
    return content_type.rpartition(",")[2].partition(";")[0].strip().lower()


def parse_charset(content_type: str) -> str | None:
    """Parse the charset of a header ``Content-Type``."""
    found = _CHARSET.search(content_type)
    return found[1] if found else None


_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:+-]{1,40})""", re.IGNORECASE)


def can_be_page(media: str) -> bool:
    """Whether a media type is that of a page or a file that contains pages: HTML, XML, text, a container, or empty."""
    if media in _PAGE_TYPES or media in _CONTAINER_TYPES:
        return True
    return media.startswith(("application/", "text/")) and media.endswith("+xml")


_PAGE_TYPES = {
    "",
    "text/html",
    "text/plain",
    "text/xml",
    "application/xml",
    "application/xhtml",
    "application/xhtml+xml",
}

_CONTAINER_TYPES = {
    "application/epub+zip",
    "application/feed+json",
    "application/mbox",
    "application/x-mimearchive",
    "application/x-webarchive",
    "message/rfc822",
    "multipart/related",
}

_TABLE_NAME = re.compile(r"\.(csv|tsv)(\.gz|\.zst|\.br)?$", re.IGNORECASE)
_TABLE_START = re.compile(
    rb"""(?:\xef\xbb\xbf)?"?[\w .-]{1,40}"?(?:[,;\t|]"?[\w .-]{1,40}"?){1,50}\r?\n"""
    rb"""(?:[^\n]{0,2000}?[,;\t|]"?|")<(?:!doctype|html|head|body|article|div|h1|p)[\s>]""",
    re.IGNORECASE,
)
_TABLE_TYPES = {"text/csv", "text/tab-separated-values"}


def refuse_table(data: bytes, name: str, media: str = "") -> None:
    """Raise `TableError` for a table, by its file name, its media type, or a header row above cells with HTML.

    HTML is always a page, whatever its name.
    """
    is_named_table = _TABLE_NAME.search(name) or media in _TABLE_TYPES
    if (is_named_table and data.lstrip()[:1] != b"<") or _TABLE_START.match(data):
        raise TableError(
            "this is a table, not a page: `cleancopy corpus FILE OUT --column NAME` reads the page in each row of it"
        )
